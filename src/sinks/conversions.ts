import type { CanonicalLead } from '#domain/lead.ts';
import { type Ground, groundOf, mayConvert } from '#domain/may-convert.ts';
import type { OutcomeType } from '#domain/outcome-types.ts';
import { USUAL_LEG } from '#domain/settings-shapes.ts';
import type { SinkSettings } from '#domain/sink-settings.ts';
import type { EventSink, Lack, Telling } from './sink.ts';

/** What ad platforms learn of the leads they brought: who may be told of, what each is called there, and what comes too late. */

export type Conversion = {
  /** The same at every try: by it a platform hears of each once. */
  id: string;
  /** How the platform knows the lead. */
  lead: string;
  /** What it is called there. */
  action: string;
  at: Date;
  /** On which ground it may be told; consent alone is said there. */
  basis: Ground['basis'] | null;
  /** Of the deal, where both are known. */
  value: { amount: number; currency: string } | null;
};

export type Platform = {
  /** How it knows a lead; null of one that it did not bring. */
  leadOf: (record: CanonicalLead) => string | null;
  /** What it lacks where that is null: `no gclid`. */
  without: string;
  /** What an action is called there, as the settings have to say it. */
  action: { form: RegExp; expected: string; usual?: (type: OutcomeType) => string };
  /** Why one comes too late for it; null where it does not. */
  tooLate: (conversion: Conversion, telling: Telling) => string | null;
  send: (conversion: Conversion) => Promise<'told' | { leftOut: string }>;
  /** What else is missing there. */
  lacks: () => Promise<readonly Lack[]>;
};

/** What ad platforms learn from, where the settings do not say. */
export const CONVERTING: readonly OutcomeType[] = ['accepted', 'qualified', 'opportunity', 'won'];

export const DAY_MS = 24 * 60 * 60_000;

/** A sink that tells a platform of what may be told, and is worth telling. */
export function conversionSink(settings: SinkSettings, platform: Platform): EventSink {
  return {
    kind: 'event',
    tell: async (telling) => {
      const conversion = conversionOf(telling, settings, platform);
      if ('leftOut' in conversion) return conversion;
      const late = platform.tooLate(conversion, telling);
      if (late !== null) return { leftOut: late };
      await telling.spend();
      return platform.send(conversion);
    },
    lacks: async () => {
      const missing = lacksOf(settings, platform);
      return missing.length > 0 ? missing : platform.lacks();
    },
  };
}

function conversionOf(
  telling: Telling,
  { from, actions, events: chosen }: SinkSettings,
  { leadOf, without, action }: Platform,
): Conversion | { leftOut: string } {
  const { id, outcome, lead } = telling;
  const events: readonly OutcomeType[] = chosen ?? CONVERTING;
  if (!events.includes(outcome.type)) return { leftOut: `"${outcome.type}" is not among \`events\`` };
  const may = mayConvert(lead, from);
  if (may !== true) return { leftOut: may };
  if (isOfLaterLeg(telling)) return { leftOut: 'it is of a later handoff of the same lead' };
  const called = actions[outcome.type] ?? action.usual?.(outcome.type);
  if (called === undefined) return { leftOut: `\`actions\` has none for "${outcome.type}"` };
  const known = leadOf(lead.record);
  if (known === null) return { leftOut: without };
  const { amount, currency } = outcome.detail;
  const hasValue = amount !== undefined && currency !== undefined;
  return {
    ...{ id, lead: known, action: called, at: outcome.at },
    basis: groundOf(lead.sourceId, from),
    value: hasValue ? { amount, currency } : null,
  };
}

/** What every leg has: of those after the first it says nothing of the ad. */
const OF_EACH_LEG: ReadonlySet<OutcomeType> = new Set<OutcomeType>([
  'assigned',
  'accepted',
  'rejected',
  'responded',
  'reassigned',
  'breached',
]);

const isOfLaterLeg = ({ outcome: { type, detail } }: Telling): boolean =>
  OF_EACH_LEG.has(type) && detail.leg !== undefined && detail.leg !== USUAL_LEG;

function lacksOf({ from = [], actions, events }: SinkSettings, { action }: Platform): Lack[] {
  const named = Object.values(actions);
  const wrong = named.filter((called) => !action.form.test(called));
  const none = named.length === 0 && action.usual === undefined;
  const unnamed = (events ?? []).filter((type) => actions[type] === undefined && action.usual === undefined);
  return [
    ...(from.length > 0
      ? []
      : [
          {
            what: 'no source is switched on, so nothing is told',
            fix: 'name sources under `from`, each with its basis (consent, legitimate_interest, contract)',
          },
        ]),
    ...(none
      ? [{ what: 'no outcome has a name there', fix: `name some under \`actions\`: ${action.expected}` }]
      : []),
    ...(none ? [] : unnamed).map((type) => ({
      what: `"${type}" has no name there`,
      fix: `name it under \`actions\`, or take it out of \`events\`: ${action.expected}`,
    })),
    ...wrong.map((called) => ({
      what: `\`actions\` has "${called}"`,
      fix: `expected ${action.expected}`,
    })),
  ];
}

/** The id of a record of a tool among those of a lead. */
export const refOf = ({ refs }: CanonicalLead, system: string, type: string): string | null =>
  refs.find((ref) => ref.system === system && ref.type === type)?.id ?? null;
