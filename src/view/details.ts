import { turnsOfHandoff } from '#db/balance.ts';
import { readClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { readDealChanges } from '#db/deal-changes.ts';
import { leftOutOf } from '#db/deliveries.ts';
import { readEventsOfLead, readHandoff } from '#db/handoffs.ts';
import { colleaguesOf, readLead, readSignals, timesRecycled, whoQualified } from '#db/leads.ts';
import { meetingsOf } from '#db/meetings.ts';
import { readRoutingLog } from '#db/routing.ts';
import { readSettingsVersion } from '#db/settings.ts';
import { metClocks, readSpeedTimes } from '#db/speed.ts';
import { workingMinutesBetween } from '#domain/calendar.ts';
import type { Clock, ClockKind } from '#domain/clock.ts';
import { describeFact } from '#domain/conditions.ts';
import { type ConsentChange, liftedConsents } from '#domain/consent.ts';
import { dayWords, localDate } from '#domain/day.ts';
import { sumOf } from '#domain/deal.ts';
import type { CorrectableFact, CorrectValue } from '#domain/evidence.ts';
import { availableCommands, type Handoff, type HandoffEvent, isOpenState } from '#domain/handoff.ts';
import { meetingsIn } from '#domain/meetings.ts';
import { unreadAddress } from '#domain/mend-address.ts';
import { type Known, knownFrom } from '#domain/origin.ts';
import { CHECKS } from '#domain/routing/check-names.ts';
import type { Candidate } from '#domain/routing/choose.ts';
import type { RoutingRecord, TriedRule } from '#domain/routing/record.ts';
import { seenOf } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import { creditAt, creditEnds } from '#domain/sourcing.ts';
import { snoozesIn, speedOf } from '#domain/speed.ts';
import { STAGES } from '#domain/stages.ts';
import { hoursOf, nameOf, poolOf, reasonWords, relationOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { leadOf } from './card.ts';
import { dealIn, dealMoves } from './deal.ts';
import { readerName } from './escalations.ts';
import { answersOf } from './handed-on.ts';
import { calendarWords, meetingModels } from './meeting.ts';
import type { DetailsModel, RoutingModel } from './models.ts';
import { loadPause } from './pause.ts';
import { prospectOf } from './prospect.ts';
import {
  becauseWords,
  candidateWords,
  checkEnds,
  outcomeWords,
  ruleName,
  ruleWords,
  type TurnKind,
  yourPart,
} from './routing-words.ts';
import { loadTellings, notesIn } from './tellings.ts';
import { happenedAt, touchWords } from './touch.ts';
import { CONSENT_WORDS, tellerName, whoSaid } from './who-said.ts';
import { nameOfLead, signalWords } from './words.ts';

const SIGNALS_SHOWN = 25;
const COLLEAGUES_SHOWN = 10;
const EVENTS_CONSIDERED = 100;
const DECISIONS_SHOWN = 8;
const SILENT_RULES_SHOWN = 8;
const VERSION_SHOWN = 8;
const CLOCK_NAMES: Record<ClockKind, string> = {
  accept: 'Acceptance',
  response: 'First response',
  first_email: 'First e-mail',
  first_call: 'First call',
  follow_up: 'Next try',
  outcome: 'Outcome of the meeting',
  qualify: 'Decision',
  unassigned: 'An owner',
};

/** Everything known about a handoff and its lead. Parts without data are empty and not drawn. */
export async function loadDetails(
  db: Db,
  { settings }: SettingsInForce,
  { handoffId, readerId }: { handoffId: string; readerId: string | null },
  now: Date,
): Promise<DetailsModel | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { record, evidence } = lead;
  const known = knownFrom(lead);
  const signals = await readSignals(db, lead.id, SIGNALS_SHOWN);
  const colleagues = lead.accountId ? await colleaguesOf(db, lead.accountId, lead.id, COLLEAGUES_SHOWN) : [];
  const clocks = await readClocks(db, handoffId);
  const events = await readEventsOfLead(db, lead.id, EVENTS_CONSIDERED);
  const met = await metClocks(db, handoffId);
  const [routed] = await readRoutingLog(db, handoffId);
  const tellings = await loadTellings(db, settings, lead);
  const leftOut = await leftOutOf(db, lead.id);
  const relation = readerId === null ? 'other' : relationOf(settings, readerId, row.handoff);
  const mayMend = availableCommands(row.handoff, relation, now).includes('mend');
  return {
    lead: leadOf(lead),
    score: record.score ? { value: record.score.value, reasons: record.score.reasons } : null,
    evidence: evidence.lines,
    signals: signals.map((signal) => ({
      label: signalWords(signal),
      at: new Date(signal.at),
      url: signal.url ?? null,
    })),
    meetings: meetingModels(meetingsIn(await meetingsOf(db, lead)), {
      ...{ lead, settings, ownerId: row.handoff.ownerId, now },
    }).toReversed(),
    discovery: [...dealIn(record), ...learntBefore(events, handoffId), ...notesIn(record)],
    tellings: tellings.length > 1 ? tellings : [],
    leftOut: leftOut.map(({ path, problem, sent = null }) => ({
      path: path || 'the item',
      sent,
      problem,
    })),
    mend:
      mayMend && unreadAddress(record.person, leftOut) !== null
        ? { handoffId, seen: seenOf(row.handoff) }
        : null,
    known: whoSaid(settings, known),
    colleagues: colleagues.map(({ lead: colleague, ownerId, churnedOn }) => ({
      name: nameOfLead(colleague.record),
      title: colleague.record.person.title ?? null,
      stage: STAGES[colleague.stage].label,
      ownerName: ownerId && nameOf(settings, ownerId),
      churnedOn,
    })),
    recycled: await timesRecycled(db, lead.id),
    sourcing: await loadSourcing(db, settings, lead.id, now),
    whyYou: routed
      ? (yourPart(settings, routed.record, { readerId, company: record.account.name ?? null }) ??
        outcomeWords(settings, routed.record, null))
      : null,
    prospect: prospectOf(lead, settings, now),
    clocks: clocks.map((clock) => ({
      name: CLOCK_NAMES[clock.kind],
      startedAt: clock.startedAt,
      deadlineAt: clock.deadlineAt,
      outcome: clockOutcome(clock, met.has(clock.id)),
    })),
    pause: isOpenState(row.handoff.state) ? await loadPause(db, settings) : null,
    speed: await loadSpeed(db, settings, row.handoff, events),
    dealMoves: dealMoves(settings, await readDealChanges(db, lead.id)),
    history: [
      ...events.map(({ at, event }) => ({ at: happenedAt(at, event), words: eventWords(settings, event) })),
      ...liftedUnseen(known, events).map((change) => ({
        at: new Date(change.at),
        words: eventWords(settings, change),
      })),
    ],
  };
}

/** Who brought a deal with this lead, and until when they are named for it. */
async function loadSourcing(
  db: Db,
  settings: Settings,
  leadId: string,
  now: Date,
): Promise<DetailsModel['sourcing']> {
  const days = settings.sourcing_credit;
  const credit = creditAt(await whoQualified(db, leadId), now, days);
  return credit && { name: nameOf(settings, credit.repId), until: creditEnds(credit, days) };
}

/** What was lifted while the lead had been handed to nobody, where no history was kept. */
const liftedUnseen = (known: Known, events: readonly { event: HandoffEvent }[]): ConsentChange[] =>
  liftedConsents(known).filter(
    ({ consent, at }) =>
      !events.some(
        ({ event }) => event.type === 'consent_changed' && event.consent === consent && event.at === at,
      ),
  );

/** What became of a clock; one that was stopped because the lead went elsewhere says nothing of anybody. */
function clockOutcome(clock: Clock, isMet: boolean): DetailsModel['clocks'][number]['outcome'] {
  const { stoppedAt, pausedAt, breachedAt, deadlineAt } = clock;
  if (stoppedAt === null) {
    if (pausedAt !== null) return { type: 'paused', at: pausedAt };
    return { type: breachedAt === null ? 'running' : 'overdue' };
  }
  if (isMet && (breachedAt === null || stoppedAt <= deadlineAt)) return { type: 'met', at: stoppedAt };
  return { type: breachedAt === null ? 'moved_on' : 'missed', at: stoppedAt };
}

async function loadSpeed(
  db: Db,
  settings: Settings,
  { id, ownerId }: Handoff,
  newestFirst: Awaited<ReturnType<typeof readEventsOfLead>>,
): Promise<DetailsModel['speed']> {
  const times = await readSpeedTimes(db, id);
  const history = newestFirst.filter(({ handoffId }) => handoffId === id).toReversed();
  const { delivered, responded } = times;
  return {
    ...speedOf(times, snoozesIn(history)),
    personWorking:
      delivered && responded && workingMinutesBetween(hoursOf(settings, ownerId), delivered, responded),
  };
}

/** What those who had the lead before found out, or promised, when they passed it on. */
function learntBefore(
  events: Awaited<ReturnType<typeof readEventsOfLead>>,
  handoffId: string,
): DetailsModel['discovery'] {
  return events.flatMap(({ handoffId: of, event }) =>
    (event.type === 'qualified' || event.type === 'won') && of !== handoffId ? answersOf(event) : [],
  );
}

/** Why a lead went where it went, every decision with the newest first; null when it was never routed. */
export async function loadRouting(
  db: Db,
  { settings }: SettingsInForce,
  { handoffId, readerId }: { handoffId: string; readerId: string | null },
): Promise<RoutingModel | null> {
  const row = await readHandoff(db, handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  const [newest, ...before] = await readRoutingLog(db, handoffId);
  if (!lead || !newest) return null;
  const turns = await turnsOfHandoff(db, handoffId);
  const version = await readSettingsVersion(db, newest.settingsVersion);
  const { record } = newest;
  const asked = { poolId: record.poolId, candidates: record.candidates };
  return {
    lead: nameOfLead(lead.record),
    at: newest.at,
    because: becauseWords(settings, record.because),
    outcome:
      yourPart(settings, record, { readerId, company: lead.record.account.name ?? null }) ??
      outcomeWords(settings, record, turnOf(turns, newest)),
    claimed: await claimOf(db, settings, lead.id, newest),
    rules: toldRules(record.rules).map((tried) => ({
      rule: ruleName(settings, tried.rule),
      result: ruleWords(settings, tried),
    })),
    untold: record.rules.length - toldRules(record.rules).length,
    pools: [asked, ...(record.others ?? [])].flatMap(({ poolId, candidates }) => {
      const own = poolId === record.poolId ? turnOf(turns, newest) : null;
      return candidates.length === 0
        ? []
        : [
            {
              name: poolOf(settings, poolId)?.name ?? poolId ?? '',
              people: peopleOf(settings, candidates, record, own),
            },
          ];
    }),
    settings: { version: newest.settingsVersion.slice(0, VERSION_SHOWN), since: version?.loadedAt ?? null },
    before: before.slice(0, DECISIONS_SHOWN).map((earlier) => ({
      at: earlier.at,
      outcome: outcomeWords(settings, earlier.record, turnOf(turns, earlier)),
    })),
    earlier: Math.max(0, before.length - DECISIONS_SHOWN),
  };
}

type Routed = Awaited<ReturnType<typeof readRoutingLog>>[number];
type Turns = Awaited<ReturnType<typeof turnsOfHandoff>>;

/** The turn that a decision took, which stands in the balance with the same instant. */
const turnOf = (turns: Turns, { at, chosenId }: Routed): TurnKind =>
  turns.find((turn) => turn.repId === chosenId && turn.at.getTime() === at.getTime())?.kind ?? null;

/** Of a long list only the rules that came to something. */
function toldRules(rules: readonly TriedRule[]): readonly TriedRule[] {
  const isSilent = ({ result }: TriedRule) => result === 'no_match' || result === 'unknown';
  return rules.filter(isSilent).length <= SILENT_RULES_SHOWN
    ? rules
    : rules.filter((rule) => !isSilent(rule));
}

/** Whoever has it first, then who could have had it, then the others. */
function peopleOf(
  settings: Settings,
  candidates: readonly Candidate[],
  record: RoutingRecord,
  turn: TurnKind,
): RoutingModel['pools'][number]['people'] {
  const rank = ({ repId, check }: Candidate) => (repId === record.chosenId ? 0 : check === null ? 1 : 2);
  return candidates
    .toSorted((a, b) => rank(a) - rank(b))
    .map((candidate) => ({
      name: nameOf(settings, candidate.repId),
      result: candidateWords(candidate, record, turn),
      until: checkEnds(candidate.check, record.inputs?.people[candidate.repId]),
    }));
}

/** Who took it where whoever came first could have it. */
async function claimOf(
  db: Db,
  settings: Settings,
  leadId: string,
  { handoffId, at, record }: Routed,
): Promise<RoutingModel['claimed']> {
  if (record.by !== 'claim' && record.by !== 'batch') return null;
  const events = await readEventsOfLead(db, leadId, EVENTS_CONSIDERED);
  const taken = events.find(
    (entry) => entry.handoffId === handoffId && entry.event.type === 'claimed' && entry.at >= at,
  );
  return taken?.event.type === 'claimed' ? { name: nameOf(settings, taken.event.by), at: taken.at } : null;
}

function reassignedWords(
  { to, by, because, overridden = [] }: Extract<HandoffEvent, { type: 'reassigned' }>,
  name: (id: string | null) => string,
): string {
  const over =
    overridden.length === 0
      ? ''
      : ` (over the rules: ${overridden.map((check) => CHECKS[check]).join(', ')})`;
  if (to === by) return `Taken over by ${name(to)}${over}`;
  return `Reassigned to ${name(to)}${by ? ` by ${name(by)}` : ''}${over}${because === '' ? '' : `: ${because}`}`;
}

/** The day on which somebody meant to try again, by the team's calendar. */
const againOn = ({ workspace }: Settings, until: Date | string | null): string =>
  until === null ? '' : `; try again on ${localDate(workspace.time_zone, new Date(until))}`;

const expansionWords = ({ what, deal, expectedOn }: Extract<HandoffEvent, { type: 'expansion' }>): string =>
  [what, deal === null ? '' : sumOf(deal), expectedOn === null ? '' : `by ${dayWords(expectedOn)}`]
    .filter((part) => part !== '')
    .join(', ');

const corrected = (correction: { fact: CorrectableFact; is: CorrectValue } | undefined): string =>
  correction === undefined ? '' : `; ${describeFact(correction.fact)} put right: ${correction.is}`;

const noted = (note: string): string => (note === '' ? '' : ` (${note})`);

function lostWords(
  settings: Settings,
  { reason, competitor, note }: Extract<HandoffEvent, { type: 'lost' }>,
  by: string,
): string {
  const why = reason === null ? '' : `: ${reasonWords(settings, reason)}`;
  return `Lost, by ${by}${why}${competitor === '' ? '' : `, to ${competitor}`}${noted(note)}`;
}

function eventWords(settings: Settings, event: HandoffEvent): string {
  const name = (id: string | null) => (id === null || id === 'system' ? 'Handoff' : nameOf(settings, id));
  switch (event.type) {
    case 'offered':
      return `Offered to ${name(event.to)}`;
    case 'held':
      return event.claimKey === null ? 'Waits: nobody eligible' : 'Waits for whoever comes first';
    case 'reserved':
      return `Kept for ${name(event.to)} while they may choose a time`;
    case 'claimed':
      return `Claimed by ${name(event.by)}`;
    case 'accepted':
      return `Accepted by ${name(event.by)}`;
    case 'rejected':
      return `Rejected by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}${corrected(event.correction)}`;
    case 'snoozed':
      return `Snoozed by ${name(event.by)}`;
    case 'woken':
      return { time: 'Woke: the snooze ended', signal: 'Woke: a new signal came', rep: 'Woken' }[
        event.because
      ];
    case 'undone':
      return `${name(event.by)} took back: ${event.command}`;
    case 'responded':
    case 'activity_seen':
    case 'told_again':
      return touchWords(settings, event);
    case 'calendar':
      return calendarWords(settings, event);
    case 'asked_again':
      return 'They asked again after the meeting: a first response is due anew';
    case 'mended':
      return `E-mail address mended by ${name(event.by)}: ${event.email}`;
    case 'consent_changed':
      return `${CONSENT_WORDS[event.consent][event.to]}, says ${tellerName(settings, event)}`;
    case 'exhausted':
      return 'Tried for long enough without an answer: recycling is proposed';
    case 'covered':
      return event.because === 'return' ? `Back with ${name(event.to)}` : `Covered by ${name(event.to)}`;
    case 'qualified':
      return `Qualified by ${name(event.by)}`;
    case 'expansion':
      return `Expansion, by ${event.via === null ? name(event.by) : sourceName(settings, event.via)}: ${expansionWords(event)}`;
    case 'expanded':
      return `Passed on to sales as an expansion by ${name(event.by)}`;
    case 'churned': {
      const by = event.via === null ? name(event.by) : sourceName(settings, event.via);
      const why = event.reason === null ? '' : `: ${reasonWords(settings, event.reason)}`;
      return `Has left on ${dayWords(event.on)}, by ${by}${why}${noted(event.note)}`;
    }
    case 'came_back':
      if (event.overruled)
        return `Offered again by ${name(event.by)}, as marketing disagreed: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
      return `Came back on the day that ${name(event.by)} chose: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'sent_back':
      return `Sent back by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'opportunity':
      return `Opportunity, by ${event.via === null ? name(event.by) : sourceName(settings, event.via)}: ${sumOf(event.deal)}, closes ${dayWords(event.deal.closeOn)}${noted(event.deal.nextStep)}${event.withoutMeeting ? '; no meeting was held before' : ''}`;
    case 'won':
      return `Won, by ${event.via === null ? name(event.by) : sourceName(settings, event.via)}`;
    case 'lost':
      return lostWords(
        settings,
        event,
        event.via === null ? name(event.by) : sourceName(settings, event.via),
      );
    case 'disqualified':
      return `Disqualified by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}`;
    case 'recycled':
      return `Recycled by ${name(event.by)}: ${reasonWords(settings, event.reason)}${noted(event.note)}${againOn(settings, event.until)}`;
    case 'reassigned':
      return reassignedWords(event, name);
    case 'owner_needed':
      // What a person wrote is gone with whoever asked to be forgotten.
      return ['Somebody else was looked for', reasonWords(settings, event.because)]
        .filter(Boolean)
        .join(': ');
    case 'reminded':
      return `${name(event.to)} was reminded${event.by ? ` by ${name(event.by)}` : ''}`;
    case 'escalated':
      return `Told to ${readerName(settings, event.to)}`;
    case 'breached':
      return `${CLOCK_NAMES[event.clock]}: deadline missed`;
    case 'withdrawn':
      return `Withdrawn: ${event.because}`;
  }
}
