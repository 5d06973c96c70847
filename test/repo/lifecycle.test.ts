import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLOCK_KINDS } from '#domain/clock.ts';
import {
  type CommandType,
  isOpenState,
  type Relation,
  STATES,
  type State,
  TRANSITIONS,
} from '#domain/handoff.ts';
import { CONSEQUENCES } from '#domain/settings.ts';
import type { Leg } from '#domain/settings-shapes.ts';
import { LADDER_STEPS } from '#domain/sla-settings.ts';
import type { Stage } from '#domain/stages.ts';

/** `docs/lifecycle.md`, and the diagram of the README, against the table the product runs on. */

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
const document = read('docs/lifecycle.md');

type Arrow = {
  from: readonly State[];
  to: readonly (State | 'same' | 'before')[];
  by: readonly Relation[];
  stage?: Partial<Record<Leg, Stage>>;
};
const ARROWS: [CommandType, Arrow][] = Object.entries(TRANSITIONS).map(([command, arrow]) => [
  // The keys of the constant are its command types.
  command as CommandType,
  arrow,
]);

const code = (word: string): string => `\`${word}\``;
const codes = (words: readonly string[]): string => words.map(code).join(', ');

/** The rows of the table whose first column has this heading, each as its cells. */
function rowsUnder(heading: string): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`)) + 2;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'));
  return lines.slice(start, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const firstCells = (heading: string): string[] => rowsUnder(heading).map(([first = '']) => first);

const TARGET_WORDS = { same: 'stays', before: 'where it was before' };

const targetWords = (to: Arrow['to'][number]): string =>
  to === 'same' || to === 'before' ? TARGET_WORDS[to] : code(to);

const stageWords = ({ stage = {} }: Arrow): string =>
  Object.entries(stage)
    .map(([leg, entered]) => `${code(entered)} on ${code(leg)}`)
    .join(', ');

function rowOf([command, arrow]: [CommandType, Arrow]): string[] {
  const targets = arrow.to.map(targetWords).join(', ');
  return [code(command), codes(arrow.from), targets, arrow.by.join(', '), stageWords(arrow)];
}

/** The states a press that led here may have been made in. */
const statesBefore = (state: State): State[] =>
  (['accept', 'claim', 'reject', 'snooze', 'opportunity', 'win', 'lose', 'recycle'] as const)
    .filter((press) => TRANSITIONS[press].to.some((to) => to === state))
    .flatMap((press) => [...TRANSITIONS[press].from]);

function targetsFrom(state: State, { to }: Arrow): State[] {
  return to.flatMap((target) => {
    if (target === 'same') return [];
    return target === 'before' ? statesBefore(state) : [target];
  });
}

/** One line for each pair of states, with every command that leads from the one to the other. */
function diagram(): string[] {
  const arrows = STATES.flatMap((from) =>
    STATES.flatMap((to) => {
      const commands = ARROWS.filter(
        ([, arrow]) => arrow.from.includes(from) && targetsFrom(from, arrow).includes(to),
      ).map(([command]) => command);
      return commands.length > 0 ? [`${from} --> ${to}: ${commands.join(', ')}`] : [];
    }),
  );
  const ends = STATES.filter((state) => !isOpenState(state)).map((state) => `${state} --> [*]`);
  return ['stateDiagram-v2', '[*] --> waiting', ...arrows, ...ends];
}

test('the document lists every state in order, and says which are open', () => {
  expect(rowsUnder('State').map((cells) => cells.slice(0, 2))).toEqual(
    STATES.map((state) => [code(state), isOpenState(state) ? 'open' : 'closed']),
  );
});

test('the document lists every command with where it leads, who may, and the stage it enters', () => {
  expect(rowsUnder('Command').map((cells) => cells.slice(0, 5))).toEqual(ARROWS.map(rowOf));
});

test('the document names a cause for every command', () => {
  expect(rowsUnder('Command').filter((cells) => !/\w{3}/.test(cells[5] ?? ''))).toEqual([]);
});

test.each(['docs/lifecycle.md', 'README.md'])('the diagram of %s has every arrow and no other', (file) => {
  const [, drawn = ''] = /```mermaid\n(stateDiagram[\s\S]+?)```/.exec(read(file)) ?? [];
  expect(
    drawn
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual(diagram());
});

test('the document lists every clock, every step of the ladder, and what a reason may lead to', () => {
  expect(firstCells('Clock')).toEqual(CLOCK_KINDS.map(code));
  expect(firstCells('Step')).toEqual(LADDER_STEPS.map(code));
  expect(firstCells('Consequence')).toEqual(CONSEQUENCES.map(code));
});
