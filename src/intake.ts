import { claimItem, type Problem, settleItem } from '#db/deliveries.ts';
import { findOpenHandoff } from '#db/handoffs.ts';
import {
  addIdentities,
  addSignals,
  findLead,
  findOrAddAccount,
  type Identity,
  insertLead,
  type LeadRow,
  lockIdentities,
  readSignals,
  recordStage,
  updateLead,
} from '#db/leads.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { windowOf } from '#domain/day.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { mergeLead, signalsOf } from '#domain/merge-lead.ts';
import { qualify } from '#domain/qualification.ts';
import type { EvidenceRow } from '#domain/records.ts';
import { leadFacts } from '#domain/routing.ts';
import type { Source } from '#domain/settings.ts';
import { temperatureOf } from '#domain/temperature.ts';
import { accountDomain } from './assign.ts';
import { type Core, touch, transact, type Work, want } from './core.ts';
import { wakeForSignal } from './dispatch.ts';
import { cardKey, inChannel, inDmOf, joinedKey, opsKey } from './message-keys.ts';
import { openHandoff } from './open-handoff.ts';

/** Where an item was found. */
export type ItemOrigin = {
  deliveryId: string;
  sourceId: string;
  key: string;
  position: number;
  receivedAt: Date;
};

const SIGNALS_CONSIDERED = 500;
const OPS_NOTICE_MINUTES = 60;

/**
 * Takes one item in: finds or makes the person, judges and opens a handoff, or lets it join the one that is
 * open. One transaction; the same item a second time does nothing.
 */
export function takeIn(
  core: Core,
  origin: ItemOrigin,
  lead: CanonicalLead,
  warnings: Problem[],
): Promise<void> {
  return transact(core, async (work) => {
    const itemId = await claim(work, origin);
    if (itemId === null) return;
    const settled = await judge(work, origin, lead, itemId);
    await settleItem(work.tx, itemId, { ...settled, lead, problems: warnings.length > 0 ? warnings : null });
  });
}

/** Sets an item aside that cannot be read. Ops are told of it once. */
export function quarantine(core: Core, origin: ItemOrigin, problems: Problem[]): Promise<void> {
  return transact(core, async (work) => {
    const itemId = await claim(work, origin);
    if (itemId === null) return;
    await settleItem(work.tx, itemId, { outcome: 'quarantined', problems });
    await tellOps(work, origin.sourceId, work.now);
  });
}

async function claim(work: Work, { receivedAt: _, ...origin }: ItemOrigin): Promise<string | null> {
  const claimed = await claimItem(work.tx, { ...origin, id: work.newId(), at: work.now });
  // What was set aside is no longer: the message that told of it has to show that.
  if (claimed?.quarantinedAt) await tellOps(work, origin.sourceId, claimed.quarantinedAt);
  return claimed?.id ?? null;
}

/** One message an hour and source shows what was set aside then. */
async function tellOps(work: Work, sourceId: string, at: Date): Promise<void> {
  const from = windowOf(at, OPS_NOTICE_MINUTES).toISOString();
  await want(work, {
    key: opsKey(`quarantine:${sourceId}`, from),
    kind: 'ops',
    handoffId: null,
    place: inChannel(work.settings.channels.ops),
    parentKey: null,
    detail: { about: 'quarantine', sourceId, from, minutes: OPS_NOTICE_MINUTES },
  });
}

type Settled = { outcome: ItemOutcome; leadId: string; handoffId?: string };

async function judge(work: Work, origin: ItemOrigin, told: CanonicalLead, itemId: string): Promise<Settled> {
  const { tx } = work;
  const found = identitiesOf(told);
  const naming = namingOnes(found);
  await lockIdentities(tx, naming);
  const known = await findLead(tx, naming);
  const lead = known ? await updateKnown(work, known, told) : await addNew(work, origin, told);
  await addIdentities(tx, lead.id, found);
  const of = { leadId: lead.id, sourceId: origin.sourceId };
  const fresh = await addSignals(tx, of, signalsOf(told, capturedAt(told, origin.receivedAt)), work.newId);

  const open = known && (await findOpenHandoff(tx, lead.id, null));
  if (open) {
    const { handoff } = open;
    await wakeForSignal(work, open, lead);
    if (handoff.ownerId !== null) {
      await want(work, {
        key: joinedKey(handoff.id, itemId),
        kind: 'joined',
        handoffId: handoff.id,
        place: inDmOf(handoff.ownerId),
        parentKey: cardKey(handoff.id, handoff.offerNo),
        detail: { repId: handoff.ownerId, itemId, sourceId: origin.sourceId, fresh },
      });
    }
    await touch(work, handoff.id, []);
    return { outcome: 'joined', leadId: lead.id, handoffId: handoff.id };
  }
  return qualifyLead(work, origin, lead, told, known !== null);
}

/** Judges a lead nobody works on: to sales with a handoff, or to nurture with the rules that failed. */
async function qualifyLead(
  work: Work,
  origin: ItemOrigin,
  lead: LeadRow,
  told: CanonicalLead,
  isKnown: boolean,
): Promise<Settled> {
  const { settings, tx, now } = work;
  // Sales said that it never will be a customer, or had it already: only a new request speaks against that.
  const isOver =
    isKnown && (lead.stage === 'disqualified' || (told.kind === 'signal' && lead.stage !== 'nurture'));
  if (isOver) return { outcome: 'signal', leadId: lead.id };

  const source = settings.sources.find((candidate) => candidate.id === origin.sourceId);
  const signals = await readSignals(tx, lead.id, SIGNALS_CONSIDERED);
  const judged = judgeRecord(work, lead, source, signals);
  const { isMql } = judged.evidence;
  const stage = isMql ? 'marketing_qualified' : 'nurture';
  await updateLead(tx, lead.id, { ...judged, stage });
  if (isMql || lead.stage !== 'nurture') {
    const cause = isMql ? 'qualified' : 'not qualified';
    const { evidence } = judged;
    await recordStage(tx, { leadId: lead.id, handoffId: null, stage, at: now, cause, evidence });
  }
  if (!isMql) return { outcome: 'nurture', leadId: lead.id };
  const row = await openHandoff(work, { ...lead, ...judged, stage }, 'mql_to_sdr', 'new lead');
  return { outcome: 'handoff', leadId: lead.id, handoffId: row.handoff.id };
}

function judgeRecord(
  { settings, now }: Work,
  lead: LeadRow,
  source: Source | undefined,
  signals: Awaited<ReturnType<typeof readSignals>>,
): Pick<LeadRow, 'temperature' | 'evidence'> {
  const undecided = leadFacts(settings, { ...lead, temperature: null });
  const { temperature, because } = temperatureOf(settings.temperature, {
    facts: undecided,
    vendorWord: lead.record.temperature,
    sourceDefault: source?.defaults.temperature,
    signals,
    now,
  });
  const facts = leadFacts(settings, { ...lead, temperature });
  const trust = { qualifiedBySender: source?.qualified_by_sender ?? false };
  const judged = qualify(settings.mql, facts, signals, trust, now);
  const evidence: EvidenceRow = {
    definition: settings.mql.version,
    isMql: judged.isMql,
    isHandRaiser: judged.isHandRaiser,
    unknown: judged.fitVerified ? [] : judged.unknown,
    failed: judged.failed,
    lines: judged.evidence,
    temperatureBecause: because,
  };
  return { temperature, evidence };
}

async function updateKnown(work: Work, known: LeadRow, told: CanonicalLead): Promise<LeadRow> {
  const record = mergeLead(known.record, told);
  const accountId = known.accountId ?? (await accountFor(work, record));
  await updateLead(work.tx, known.id, { record, accountId });
  return { ...known, record, accountId };
}

async function addNew(work: Work, origin: ItemOrigin, told: CanonicalLead): Promise<LeadRow> {
  const at = capturedAt(told, origin.receivedAt);
  const evidence: EvidenceRow = {
    definition: work.settings.mql.version,
    isMql: false,
    isHandRaiser: false,
    unknown: [],
    failed: [],
    lines: [],
    temperatureBecause: '',
  };
  const lead: LeadRow = {
    id: work.newId(),
    accountId: await accountFor(work, told),
    stage: 'inquiry',
    temperature: 'warm',
    sourceId: origin.sourceId,
    campaign: told.campaign?.name ?? told.campaign?.utm_campaign ?? null,
    record: { ...told, signals: [] },
    evidence,
    capturedAt: at,
    createdAt: work.now,
  };
  await insertLead(work.tx, lead);
  const cause = `captured by ${origin.sourceId}`;
  await recordStage(work.tx, {
    leadId: lead.id,
    handoffId: null,
    stage: 'inquiry',
    at,
    cause,
    evidence: null,
  });
  return lead;
}

async function accountFor(work: Work, record: CanonicalLead): Promise<string | null> {
  const domain = accountDomain({ record });
  if (domain === null) return null;
  const name = record.account.name ?? null;
  const account = await findOrAddAccount(work.tx, { id: work.newId(), domain, name, createdAt: work.now });
  return account?.id ?? null;
}

/** A sender's clock may be wrong, but nothing is captured after it was received. */
function capturedAt(told: CanonicalLead, receivedAt: Date): Date {
  const stated = told.occurred_at ? new Date(told.occurred_at) : receivedAt;
  return stated < receivedAt ? stated : receivedAt;
}

const FEWEST_PHONE_DIGITS = 7;

/** All that may name this person: an e-mail address, a phone number, records elsewhere. */
function identitiesOf({ person, refs }: CanonicalLead): Identity[] {
  const digits = person.phone?.replaceAll(/\D/g, '').replace(/^00/, '') ?? '';
  return [
    ...(person.email ? [{ kind: 'email' as const, value: person.email }] : []),
    ...(digits.length >= FEWEST_PHONE_DIGITS ? [{ kind: 'phone' as const, value: digits }] : []),
    ...refs.map((ref) => ({ kind: 'ref' as const, value: `${ref.system}:${ref.type}:${ref.id}` })),
  ];
}

/** Colleagues share a switchboard: a number names somebody only where nothing better does. */
function namingOnes(found: readonly Identity[]): Identity[] {
  const better = found.filter(({ kind }) => kind !== 'phone');
  return better.length > 0 ? better : [...found];
}
