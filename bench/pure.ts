import { addBusinessDays, addWorkingMinutes, isOpen } from '#domain/calendar.ts';
import { decide } from '#domain/decide.ts';
import type { Facts } from '#domain/handoff.ts';
import { newHandoff } from '#domain/new-handoff.ts';
import { stamp } from '#domain/policy.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf, policiesOf, teamHours } from '#domain/team.ts';
import { takeTurn } from '#domain/turns.ts';
import { readSettingsFile } from '#src/cli/settings-file.ts';
import { load, print } from './figures.ts';
import { perCall } from './repeat.ts';

const MEMBERS = 200;
// Monday 23 November 2026, 10:00 in Berlin, and every 37 minutes from there: all times of day and week.
const START = new Date('2026-11-23T09:00:00Z').getTime();
const STRIDE_MS = 37 * 60_000;

/** What the core costs without database and network. */
export function measurePure(): void {
  const reading = readSettingsFile('handoff.yaml');
  if (!reading.ok) throw new Error(`handoff.yaml: ${JSON.stringify(reading.problems)}`);
  const { settings } = reading;
  const hours = hoursOf(settings, 'ana');
  print(`pure parts, one thread; ${load()}`);
  print(`  is somebody at work       ${perCall((round) => isOpen(hours, at(round)))}`);
  print(`  deadline in 4 h of work   ${perCall((round) => addWorkingMinutes(hours, at(round), 240))}`);
  print(`  deadline in 5 business d. ${perCall((round) => addBusinessDays(hours, at(round), 5))}`);
  print(`  a turn among ${MEMBERS}         ${perCall(turns())}`);
  print(`  decide: an offer          ${perCall(offers(settings))}`);
}

const at = (round: number): Date => new Date(START + (round % 10_000) * STRIDE_MS);

function turns(): () => void {
  let members = Array.from({ length: MEMBERS }, (_, index) => ({
    id: `rep-${index}`,
    weight: 1 + (index % 3),
    lag: 0,
  }));
  const everybody = new Set(members.map(({ id }) => id));
  return () => {
    members = takeTurn(members, everybody).members;
  };
}

function offers(settings: Settings): (round: number) => void {
  const [policy] = policiesOf(settings, 'mql_to_sdr');
  if (!policy) throw new Error('handoff.yaml has no policy for mql_to_sdr');
  const facts: Facts = {
    actor: { personId: null, name: 'Handoff', relation: 'system' },
    policy: stamp(policy),
    repHours: hoursOf(settings, 'ana'),
    teamHours: teamHours(settings),
    ownerName: null,
    clocks: [],
    reason: null,
    weighed: null,
    target: null,
    hasMeeting: false,
    isOutcomeOwed: false,
    mending: null,
    snoozesTodayByOwner: 0,
    snoozesADay: settings.snooze_budget.per_rep_a_day,
    askedAgainAt: null,
    claimCheck: null,
    lastRemindedAt: null,
    ahead: 0,
    touches: [],
    isOpenAgain: false,
    questions: [],
    needsMeeting: false,
    subStages: [],
    isPaused: false,
  };
  return (round) => {
    const now = at(round);
    const handoff = { ...waiting, createdAt: now };
    const decision = decide(handoff, { type: 'offer', to: 'ana', poolId: 'sdr-emea' }, facts, now);
    if (!decision.ok) throw new Error(`an offer was refused: ${decision.refusal.type}`);
  };
}

const waiting = newHandoff({
  id: 'handoff',
  leadId: 'lead',
  leg: 'mql_to_sdr',
  temperature: 'hot',
  policyId: 'hot',
  createdAt: new Date(START),
});
