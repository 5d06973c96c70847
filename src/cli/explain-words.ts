import type { LoggedDecision } from '#db/routing-log.ts';
import type { Candidate } from '#domain/routing/choose.ts';
import type { RoutingInputs, TriedRule } from '#domain/routing/record.ts';
import type { Replayed } from './replay-log.ts';

/** A decision as it was kept, with every number, as plain text. */
export function decisionLines(
  { at, settingsVersion, record }: LoggedDecision,
  loadedAt: Date | null,
): string[] {
  const { because, by, chosenId, poolId, overridden = [] } = record;
  const pool = poolId === null ? '' : `, pool ${poolId}`;
  return [
    `because     ${said(because)}`,
    `decided     ${by}: ${chosenId ?? 'nobody'}${pool}`,
    ...(overridden.length === 0 ? [] : [`overridden  ${overridden.join(', ')}`]),
    `at          ${at.toISOString()}`,
    `settings    ${settingsVersion}${loadedAt === null ? ' (not stored)' : `, first in force ${loadedAt.toISOString()}`}`,
    `facts       ${values(record.facts)}`,
    ...ruleLines(record.rules),
    ...candidateLines(poolId, record.candidates, chosenId),
    ...(record.others ?? []).flatMap((other) => candidateLines(other.poolId, other.candidates, null)),
    ...inputLines(record.inputs),
  ];
}

/** Facts came from strangers: nothing in them may move a terminal's cursor. */
const said = (value: unknown): string =>
  (JSON.stringify(value) ?? 'nothing').replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    escaped,
  );
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function values(of: Record<string, unknown>): string {
  // A row does not keep the order.
  const entries = Object.entries(of).toSorted(([a], [b]) => a.localeCompare(b));
  return entries.length === 0 ? 'none' : entries.map(([key, value]) => `${key} ${said(value)}`).join(', ');
}

function ruleLines(rules: readonly TriedRule[]): string[] {
  if (rules.length === 0) return ['rules       none'];
  return [
    'rules, in order',
    ...rules.map(({ rule, result, repId, poolId }, index) => {
      const to = [repId === null ? '' : ` person ${repId}`, poolId === null ? '' : ` pool ${poolId}`].join(
        '',
      );
      return `  ${index + 1}. ${rule}: ${result}${to}`;
    }),
  ];
}

function candidateLines(
  poolId: string | null,
  candidates: readonly Candidate[],
  chosen: string | null,
): string[] {
  if (candidates.length === 0) return [];
  return [
    `people of pool ${poolId ?? '(none)'}`,
    ...candidates.map(({ repId, check, ...numbers }) => {
      const what = check ?? (repId === chosen ? 'chosen' : 'could take it');
      return `  ${repId}: ${what} (${values(numbers)})`;
    }),
  ];
}

function inputLines(inputs: RoutingInputs | undefined): string[] {
  if (!inputs) return ['inputs      not kept'];
  const { leg, at, owners, past, mayRepeat, isBacklog, answers, people, standings } = inputs;
  return [
    'inputs',
    `  leg ${leg}, at ${at}, may go to the same person again ${mayRepeat}, of a backlog ${isBacklog}`,
    ...owners.map(({ by, repId, rule }) => `  owner ${repId ?? '(unknown)'} by ${by}: ${rule}`),
    `  refused by ${past.refused.join(', ') || 'nobody'}; had by ${past.had.join(', ') || 'nobody'}`,
    ...Object.entries(answers).map(([rule, result]) => `  answer of ${rule}: ${result}`),
    ...Object.entries(people).map(
      ([id, known]) => `  person ${id}: ${Object.keys(known).length === 0 ? 'as usual' : values(known)}`,
    ),
    ...Object.entries(standings).flatMap(([id, standing]) => [
      `  standing of pool ${id}: last turn ${standing.isCatchingUp ? 'a' : 'no'} catch-up`,
      `    lags ${values(standing.lags)}`,
      `    owed ${values(standing.owed)}; caught up today ${values(standing.caughtUp)}`,
    ]),
  ];
}

/** What came of making it again. */
export function replayLines(replayed: Replayed): string[] {
  switch (replayed.result) {
    case 'agrees':
      return ['replay      agrees'];
    case 'cannot':
      return [`replay      cannot be made again: ${replayed.because}`];
    case 'differs':
      return [
        'replay      DIFFERS',
        ...replayed.differences.flatMap(({ part, kept, again }) => [
          `  ${part}`,
          `    kept   ${said(kept)}`,
          `    again  ${said(again)}`,
        ]),
      ];
  }
}

/** The beginning of a record in one line, for a list. */
export const decisionTitle = ({ handoffId, at, record }: LoggedDecision): string =>
  `${at.toISOString()}  handoff ${handoffId}  ${record.by}: ${record.chosenId ?? 'nobody'}`;
