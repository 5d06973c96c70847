import { describeFact, describeValue, type FactValues } from '#domain/conditions.ts';
import type { Fact } from '#domain/facts.ts';
import { endOf } from '#domain/routing/check-ends.ts';
import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import type { Candidate } from '#domain/routing/choose.ts';
import type { TriedRule } from '#domain/routing/record.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf, personOf, poolOf } from '#domain/team.ts';
import type { SignalCause } from '#src/intake/arrival.ts';
import type { Walk } from './one-lead.ts';

/** One lead's way, line by line. */

const DIGITS = 2;
const STEPS = {
  remind: 'a reminder',
  tell_manager: 'the manager is told',
  tell_managers_manager: 'the manager’s manager is told',
  tell_group: 'a user group is told',
  offer_next: 'offered to the next',
  offer_claim: 'offered to whoever comes first',
};

const NOTED: Record<SignalCause, string> = {
  in_shadow: 'sales would have had them lately, in shadow',
  disqualified_here: 'sales disqualified them here',
  had_already: 'sales had them already, and this is no new request',
  further: 'sales has come further with them, and this is no new request',
};

export function walkLines(settings: Settings, walk: Walk): string[] {
  const { evidence, temperature, record, source, fate } = walk;
  return [
    `Lead from ${source.id}, at ${localTime(walk.at, settings.workspace.time_zone)}`,
    ...(walk.knownAs === null
      ? []
      : [`  This person is known (lead ${walk.knownAs}): told together with what was known`]),
    ...(walk.mode === 'shadow' ? ['  In shadow: nobody would be messaged'] : []),
    '',
    'Facts',
    ...factLines(record.facts),
    '',
    `Qualified by definition ${evidence.definition}: ${qualifiedWords(walk)}`,
    ...evidence.lines.map(
      ({ rule, value, result }) => `  ${result.padEnd(7)}  ${rule}${value === null ? '' : `: ${value}`}`,
    ),
    `  ${temperature}, because of ${evidence.temperatureBecause}`,
    '',
    fate.type === 'routed' ? 'Rules' : 'Rules, were it routed',
    ...(record.rules.length === 0 ? ['  none'] : record.rules.map(ruleLine)),
    ...poolsOf(walk).flatMap(({ poolId, candidates }) => [
      '',
      ...poolLines(settings, walk, poolId, candidates),
    ]),
    '',
    ...fateLines(settings, walk),
  ];
}

function qualifiedWords({ evidence, fate }: Walk): string {
  if (evidence.isMql) return 'yes';
  if (fate.type === 'to_nurture') return 'no, it would go to nurture';
  return fate.type === 'routed' ? 'no, but it is for the owner of the company to answer' : 'no';
}

function fateLines(settings: Settings, walk: Walk): string[] {
  const { fate, record } = walk;
  switch (fate.type) {
    case 'joins':
      return [
        `→ joins the open handoff ${fate.handoffId}, ${fate.ownerId === null ? 'which nobody has yet' : `which is with ${whoIs(settings, fate.ownerId)}`}`,
      ];
    case 'noted':
      return [`→ nobody is told, it is only noted: ${NOTED[fate.because]}`];
    case 'to_nurture':
      return [
        '→ nurture: nobody is told',
        ...(record.chosenId === null
          ? []
          : [`  were it qualified, it would go to ${whoIs(settings, record.chosenId)}`]),
      ];
    case 'routed':
      return endLines(settings, walk);
  }
}

const whoIs = (settings: Settings, id: string): string =>
  `${id} (${personOf(settings, id)?.name ?? 'not in the settings'})`;

// Object.entries forgets the keys' type.
const factLines = (facts: FactValues): string[] =>
  (Object.entries(facts) as [Fact, NonNullable<FactValues[Fact]>][]).flatMap(([fact, value]) => {
    const words = describeValue(fact, value);
    return words === null ? [] : [`  ${describeFact(fact)}: ${words}`];
  });

function ruleLine({ rule, result, repId, poolId }: TriedRule): string {
  return `  ${rule}: ${resultWords(result, poolId === null ? (repId ?? 'somebody') : `pool ${poolId}`)}`;
}

function resultWords(result: TriedRule['result'], whom: string): string {
  if (isCheck(result)) return `${whom} is passed over: ${CHECKS[result]}`;
  switch (result) {
    case 'goes_to':
      return `goes to ${whom}`;
    case 'no_match':
      return 'does not hold';
    case 'unknown':
      return 'a fact is not known';
    case 'fits':
      return 'fits';
    case 'overlaps':
      return 'would fit too, but stands below';
    case 'hint':
      return `speaks for ${whom}, and decides nothing`;
  }
}

const isCheck = (result: TriedRule['result']): result is Check => Object.hasOwn(CHECKS, result);

type AskedPool = { poolId: string; candidates: readonly Candidate[] };

function poolsOf({ record }: Walk): AskedPool[] {
  const { poolId, candidates, others = [] } = record;
  return [...(poolId === null ? [] : [{ poolId, candidates }]), ...others];
}

function poolLines(
  settings: Settings,
  walk: Walk,
  poolId: string,
  candidates: readonly Candidate[],
): string[] {
  const pool = poolOf(settings, poolId);
  const rows = candidates.map((one) => {
    const isChosen =
      walk.fate.type === 'routed' && walk.record.chosenId === one.repId && walk.record.poolId === poolId;
    const mark = isChosen ? '→' : ' ';
    const what =
      one.check === null ? standingWords(one) : checkWords(settings, walk, poolId, one.repId, one.check);
    return `  ${mark} ${one.repId}: ${what}`;
  });
  const mode = pool?.mode.replaceAll('_', ' ') ?? 'not in the settings';
  return [`Pool ${poolId}, ${mode}`, ...(rows.length > 0 ? rows : [`  ${takersWords(walk.record)}`])];
}

const takersWords = ({ by }: Walk['record']): string =>
  by === 'batch'
    ? 'it lies in a batch: whoever presses Take next has it'
    : 'whoever presses Claim first has it';

function standingWords({ weight, lag, owed, open, fits, misfits }: Candidate): string {
  return [
    'can take it',
    `weight ${weight}`,
    `${lag >= 0 ? 'behind' : 'ahead of'} their share by ${Math.abs(lag).toFixed(DIGITS)}`,
    ...(owed === undefined ? [] : [`owed ${owed.toFixed(DIGITS)} since an absence`]),
    ...(open === undefined ? [] : [`${open} open`]),
    ...(fits === undefined ? [] : [`${fits} skills fit, ${misfits ?? 0} do not`]),
  ].join(', ');
}

function checkWords(
  settings: Settings,
  { people, at }: Walk,
  poolId: string,
  repId: string,
  check: Check,
): string {
  const status = people.get(repId);
  const until = status ? endOf(check, status, { pool: poolOf(settings, poolId), now: at }) : null;
  return until === null
    ? CHECKS[check]
    : `${CHECKS[check]}, until ${localTime(until, status?.hours.timeZone ?? 'UTC')}`;
}

function endLines(settings: Settings, walk: Walk): string[] {
  const { record, schedule } = walk;
  const zone = hoursOf(settings, record.chosenId).timeZone;
  const due = schedule.plan.map(({ do: step, at }) => `  ${localTime(at, zone)}  ${STEPS[step]}`);
  const policy = `SLA policy ${schedule.policyId}`;
  if (record.chosenId !== null) {
    const hasClock = schedule.acceptBy > walk.at;
    return [
      `→ ${whoIs(settings, record.chosenId)}${walk.fate.type === 'routed' && walk.fate.as === 'to_owner' ? ', who is asked again' : ''}`,
      hasClock
        ? `${policy}: an answer is due ${localTime(schedule.acceptBy, zone)}`
        : `${policy}: no answer is due, a meeting is booked`,
      ...(walk.respondBy ? [`  the first response is due ${localTime(walk.respondBy, zone)}`] : []),
      ...(due.length > 0 ? ['If nobody answers', ...due] : []),
    ];
  }
  if (record.by === 'claim' || record.by === 'batch') {
    return [`→ pool ${record.poolId}: ${takersWords(record)}`, policy, ...due];
  }
  const isLost = poolsOf(walk).length === 0 && record.rules.every(({ repId }) => repId === null);
  return [isLost ? '→ nobody: no rule leads anywhere' : '→ nobody now: it waits', policy, ...due];
}

function localTime(at: Date, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );
  return `${text} ${timeZone}`;
}
