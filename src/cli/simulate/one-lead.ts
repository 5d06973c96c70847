import type { Db } from '#db/db.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import { accountWith } from '#db/history.ts';
import { addSignals, findCandidates, type LeadRow, readSignals } from '#db/leads.ts';
import { gatherMessageChanges } from '#db/message-changes.ts';
import { readCatchUps, readStanding } from '#db/routing.ts';
import { accountDomain, domainsOf } from '#domain/accounts.ts';
import { startOfDay } from '#domain/day.ts';
import { firstResponseBy } from '#domain/first-response.ts';
import { identitiesOf } from '#domain/identities.ts';
import { judgeLead } from '#domain/judge-lead.ts';
import type { CanonicalLead, Temperature } from '#domain/lead.ts';
import { signalsOf } from '#domain/merge-lead.ts';
import { ownersInSettings } from '#domain/owners.ts';
import type { EvidenceRow } from '#domain/records.ts';
import { NO_PAST, type RepStatus } from '#domain/routing/checks.ts';
import { LEVEL, type Standing } from '#domain/routing/choose.ts';
import { decideRoute, type RoutingQuestion } from '#domain/routing/decide-route.ts';
import { plainFacts } from '#domain/routing/lead-facts.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import type { Mode, Pool, Settings, Source } from '#domain/settings.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import { everybodyThere, modeOf, type ShadowSchedule, scheduleOf } from '#domain/shadow.ts';
import { hoursOf } from '#domain/team.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import type { Work } from '#src/core/core.ts';
import {
  capturedAt,
  judgeArrival,
  knownAgain,
  newLead,
  SIGNALS_CONSIDERED,
  type SignalCause,
  saidIn,
  whyOnlyNoted,
} from '#src/intake/arrival.ts';
import { findOwners, readAccount } from '#src/routing/account-owners.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';
import type { Named } from './settings.ts';

/** What would become of a lead as it comes in. */
export type Fate =
  | { type: 'joins'; handoffId: string; ownerId: string | null }
  | { type: 'noted'; because: SignalCause }
  | { type: 'to_nurture' }
  | { type: 'routed'; as: 'to_sales' | 'to_owner' };

/** One lead on its way through the rules. */
export type Walk = {
  source: Source;
  mode: Mode;
  at: Date;
  temperature: Temperature;
  evidence: EvidenceRow;
  fate: Fate;
  /** Where the rules lead, were it routed. */
  record: RoutingRecord;
  people: ReadonlyMap<string, RepStatus>;
  schedule: ShadowSchedule;
  /** Null where nobody has it, or its policy sets no such clock. */
  respondBy: Date | null;
  /** The lead that the database knows the person by; null where it does not, or was not asked. */
  knownAs: string | null;
};

type Told = { lead: CanonicalLead; source: Source; at: Date };

/** A lead as it would stand in the database once it was judged, and whom its account names. */
type Judged = {
  lead: LeadRow;
  fate: Fate;
  owners: Awaited<ReturnType<typeof findOwners>>;
  knownAs: string | null;
};

/** Where this lead would go now. Nothing it writes may stay; without a database everybody is there and every pool level. */
export async function walkLead(named: Named, told: Told, db: Db | null): Promise<Walk> {
  const { settings } = named;
  const { source, at } = told;
  const mode = modeOf(settings, source.id);
  const {
    lead,
    fate,
    owners: { mirrored, ...whose },
    knownAs,
  } = db === null ? judgeAlone(settings, told) : await judgeAsIntake(workOn(named, db, at), told, mode);
  const described = { record: lead.record, sourceId: source.id, temperature: lead.temperature, mirrored };
  const isBatch = mode === 'live' && source.batch === 'always' && lead.temperature !== 'hot';
  const { record, people } = await decideWith(
    db === null ? atEase(named) : fromDatabase(named, db, mode, at),
    {
      named,
      question: {
        leg: USUAL_LEG,
        because: 'simulated',
        now: at,
        facts: plainFacts(settings, described),
        answers: {},
        ...whose,
        past: NO_PAST,
        mayRepeat: true,
        isBacklog: false,
        isBatch,
        people: new Map(),
        standings: new Map(),
      },
    },
  );
  return {
    source,
    mode,
    at,
    temperature: lead.temperature,
    evidence: lead.evidence,
    fate,
    record,
    people,
    schedule: scheduleOf(settings, described, USUAL_LEG, record.chosenId, at),
    respondBy:
      record.chosenId === null ? null : firstResponseBy(settings, described, USUAL_LEG, record.chosenId, at),
    knownAs,
  };
}

/** Somebody of whom nothing is known beside what is told. */
function judgeAlone(settings: Settings, { lead: told, source, at }: Told): Judged {
  const record = { ...told, signals: [] };
  const signals = signalsOf(told, capturedAt(told, at));
  const judged = judgeLead(settings, { record, sourceId: source.id }, source, signals, at);
  const described = { record, sourceId: source.id, temperature: judged.temperature };
  return {
    lead: { ...simulated(settings, { lead: told, source, at }, null), ...judged },
    fate: judged.evidence.isMql ? { type: 'routed', as: 'to_sales' } : { type: 'to_nurture' },
    owners: { owners: ownersInSettings(settings, USUAL_LEG, described), hints: [], mirrored: null },
    knownAs: null,
  };
}

/** Finds the person, and judges them as intake does. */
async function judgeAsIntake(work: Work, { lead: told, source, at }: Told, mode: Mode): Promise<Judged> {
  const { settings, tx } = work;
  const sourceId = source.id;
  const candidates = await findCandidates(tx, identitiesOf(settings, told));
  const known = whoIsMeant(settings, told, candidates);
  const said = saidIn(settings, told, { sourceId, receivedAt: at });
  const again = known && knownAgain(known, said);
  const record = again?.record ?? said.record;
  const company = accountDomain(settings, record);
  const accountId =
    known?.accountId ?? (await accountWith(tx, company === null ? [] : domainsOf(settings, company)));
  const alone: LeadRow = known
    ? { ...known, ...again, accountId }
    : simulated(settings, { lead: told, source, at }, accountId);
  const lead = { ...alone, mirrored: await readAccount(work, alone) };
  const fresh = signalsOf(told, capturedAt(told, at));
  if (known) await addSignals(tx, { leadId: known.id, sourceId }, fresh, work.newId);
  const signals = known ? await readSignals(tx, known.id, SIGNALS_CONSIDERED) : fresh;
  const { goes, isEntered: _e, ...judged } = await judgeArrival(work, lead, told, { sourceId, signals });
  const open = known && (await findOpenHandoff(tx, known.id));
  const noted = known && !open ? await whyOnlyNoted(work, lead, told, mode) : null;
  const routed = { ...lead, ...judged };
  return {
    lead: routed,
    fate: open
      ? { type: 'joins', handoffId: open.handoff.id, ownerId: open.handoff.ownerId }
      : noted !== null || goes === 'further'
        ? { type: 'noted', because: noted ?? 'further' }
        : goes === 'to_nurture'
          ? { type: 'to_nurture' }
          : { type: 'routed', as: goes },
    owners: await findOwners(work, routed, { leg: USUAL_LEG, sourceId, mode }),
    knownAs: known?.id ?? null,
  };
}

const simulated = (settings: Settings, { lead: told, source, at }: Told, accountId: string | null): LeadRow =>
  newLead(settings, saidIn(settings, told, { sourceId: source.id, receivedAt: at }), {
    id: 'simulated',
    accountId,
    sourceId: source.id,
    capturedAt: at,
    createdAt: at,
  });

/** A piece of work that nothing comes of: it touches no message, and what it stores is taken back. */
function workOn({ settings, version }: Named, tx: Db, now: Date): Work {
  let made = 0;
  const newId = () => {
    made += 1;
    return `simulated-${made}`;
  };
  return { settings, version, tx, now, newId, messages: gatherMessageChanges(), homes: new Set() };
}

/** What a decision may ask for. */
type Answers = {
  people: (ids: readonly string[], withLoad: boolean) => Promise<ReadonlyMap<string, RepStatus>>;
  standing: (pool: Pool) => Promise<Standing>;
};

function atEase({ settings }: Named): Answers {
  const everybody = everybodyThere(settings);
  return { people: async () => everybody, standing: async () => LEVEL };
}

function fromDatabase({ settings }: Named, db: Db, mode: Mode, now: Date): Answers {
  const midnights = (pool: Pool) =>
    pool.members.map(({ person }) => ({ id: person, midnight: startOfDay(hoursOf(settings, person), now) }));
  return {
    people: (ids, withLoad) => statusesOf({ db, settings, now }, ids, withLoad),
    standing: async (pool) => {
      const id = mode === 'live' ? pool.id : `shadow:${pool.id}`;
      return { ...(await readStanding(db, id)), ...(await readCatchUps(db, id, midnights(pool))) };
    },
  };
}

async function decideWith(
  answers: Answers,
  asked: { named: Named; question: RoutingQuestion },
): Promise<{ record: RoutingRecord; people: ReadonlyMap<string, RepStatus> }> {
  let { question } = asked;
  for (;;) {
    const answered = decideRoute(asked.named.settings, question);
    if (answered.ask === null) return { record: answered.decision.record, people: question.people };
    const isPool = answered.ask === 'pool';
    const ids = isPool ? answered.pool.members.map(({ person }) => person) : answered.ids;
    const people = new Map([...question.people, ...(await answers.people(ids, isPool))]);
    question = isPool
      ? {
          ...question,
          people,
          standings: new Map(question.standings).set(answered.pool.id, await answers.standing(answered.pool)),
        }
      : { ...question, people };
  }
}
