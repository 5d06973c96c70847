import type { ClockKind } from '../clock.ts';
import { CLOCK_KINDS } from '../clock.ts';
import { evaluate } from '../conditions.ts';
import type { Channel, Temperature } from '../lead.ts';
import { ladderOf, stamp, targetOf } from '../policy.ts';
import type { Settings } from '../settings.ts';
import { LEGS, parseDelay } from '../settings-shapes.ts';
import type { SlaPolicy } from '../sla-settings.ts';
import { type Finding, listed } from './findings.ts';

/** Clocks that come to nothing: policies no handoff has, steps long after their clock, leads that are not as hot as they should be. */
export const findInClocks = (settings: Settings): Finding[] => [
  ...policiesOfNoHandoff(settings),
  ...policiesOfNoTemperature(settings),
  ...settings.sla.flatMap(stepsPastTheirClock),
  ...handRaisersThatAreNotHot(settings),
];

function policiesOfNoHandoff({ sla, pools, routes }: Settings): Finding[] {
  const used = new Set([...pools, ...routes].map(({ leg }) => leg));
  return LEGS.filter((leg) => !used.has(leg)).flatMap((leg) =>
    sla
      .filter((policy) => policy.leg === leg)
      .map(({ id }) => ({
        severity: 'note' as const,
        where: `sla ${id}`,
        what: `never reached: there is neither a pool nor a route of ${leg}`,
        advice: `Add a route of ${leg}, or take it out.`,
      })),
  );
}

/** Only a sender's own word may still give what no rule gives. */
function policiesOfNoTemperature({ sla, temperature, sources }: Settings): Finding[] {
  const given = new Set<Temperature>([
    temperature.otherwise,
    ...[...temperature.by_source, ...temperature.by_behaviour].map((rule) => rule.is),
    ...sources.flatMap(({ defaults }) => defaults.temperature ?? []),
  ]);
  return sla.flatMap(({ id, when }) => {
    const asked = when.temperature;
    const wanted = typeof asked === 'string' ? [asked] : Array.isArray(asked) ? asked : [];
    if (wanted.length === 0 || wanted.some((one) => [...given].some((is) => is === one))) return [];
    return [
      {
        severity: 'note' as const,
        where: `sla ${id}`,
        what: `no rule of temperature makes a lead ${wanted.join(' or ')}: only a sender's own word reaches it`,
        advice:
          'Expected a rule under temperature (by_source, by_behaviour, otherwise), or temperature on a source.',
      },
    ];
  });
}

/** As parts of the clock steps may lie five times its length after its start; lengths of time have no such bound. */
const LONGEST_PART = 5;
/** A working day, roughly: hours count only while somebody works. */
const WORKING_DAY = 8 * 60;

function stepsPastTheirClock(policy: SlaPolicy): Finding[] {
  const stamped = stamp(policy);
  return CLOCK_KINDS.flatMap((kind) => {
    const target = targetOf(stamped, kind);
    if (target === null) return [];
    const within = minutesOf(target.within);
    return ladderOf(stamped, kind).flatMap(({ at, do: does }, index) => {
      if (at.endsWith('%') || minutesOf(parseDelay(at)) <= within * LONGEST_PART) return [];
      return [
        {
          severity: 'note' as const,
          where: `sla ${policy.id}`,
          what: `${ladderName(kind)}[${index}], ${does} at ${at}, comes long after its clock of ${lengthOf(target.within)}`,
          advice: `Right if it is meant so late; else expected up to ${LONGEST_PART * 100}% of the clock.`,
        },
      ];
    });
  });
}

type Length = ReturnType<typeof parseDelay>;

const minutesOf = (length: Length): number =>
  length.unit === 'minutes'
    ? length.amount
    : length.unit === 'business_days'
      ? length.amount * WORKING_DAY
      : WORKING_DAY;

function lengthOf(length: Length): string {
  if (length.unit !== 'minutes') return length.unit === 'business_days' ? `${length.amount}bd` : 'a morning';
  return length.amount % 60 === 0 ? `${length.amount / 60}h` : `${length.amount}m`;
}

const ladderName = (kind: ClockKind): string => (kind === 'accept' ? 'ladder' : `${kind}.ladder`);

/** Whoever asks for a demo or a price waits for an answer now. */
const HAND_RAISERS = ['demo_request', 'pricing_request'] as const satisfies Channel[];

function handRaisersThatAreNotHot({ temperature, sources }: Settings): Finding[] {
  if (temperature.otherwise === 'hot') return [];
  const cool = HAND_RAISERS.filter((channel) => {
    const isSaid = sources.some(
      ({ defaults }) => defaults.channel === channel && defaults.temperature === 'hot',
    );
    // A rule that asks for more than the channel may hold.
    const rule = temperature.by_source.find(({ when }) => evaluate(when, { channel }).result !== 'failed');
    return !isSaid && rule?.is !== 'hot';
  });
  if (cool.length === 0) return [];
  return [
    {
      severity: 'risk',
      where: 'temperature',
      what: `no rule makes ${listed(cool)} hot: who asks waits as long as any other lead (${temperature.otherwise})`,
      advice: `Expected by_source: [{ when: { channel: [${cool.join(', ')}] }, is: hot }].`,
    },
  ];
}
