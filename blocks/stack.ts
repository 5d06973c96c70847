import type { StackModel } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import {
  ago,
  bold,
  boldStranger,
  day,
  drawLong,
  join,
  type Line,
  type Message,
  say,
  stranger,
} from './lines.ts';

const MOST_TOOLS = 30;
const MOST_PAIRS = 10;

/** The answer to `/handoff stack`: for each tool which way data flows, and what two tools both send. */
export function stack({ tools, told, overlaps, days }: StackModel): Message {
  const isIdle = ({ heard, mirroredAt }: StackModel['tools'][number]) =>
    heard === null && mirroredAt === undefined;
  const flowing = tools.filter((tool) => !isIdle(tool));
  const lines: Line[] = [
    [bold('Tools, and which way data flows')],
    ...flowing.slice(0, MOST_TOOLS).flatMap((tool) => toolLines(tool, days)),
    ...more(flowing.length - MOST_TOOLS, 'tool', 'tools'),
    ...idleLines(tools.filter(isIdle)),
    ...(tools.length === 0 ? [['No tool is connected. To connect one: /handoff setup']] : []),
    outLine(told),
    ...overlapLines(overlaps, days),
  ];
  return { text: say(lines), blocks: drawLong('stack', lines) };
}

/** Which tools are told what comes of leads. */
function outLine(told: StackModel['told']): Line {
  if (told.length === 0) return ['Out: nothing. What comes of leads is written into no tool.'];
  const names = told.map(
    ({ name, isApproved }): Line => [
      stranger(name, shown.name),
      ...(isApproved ? [] : [' (nothing before ops approve it)']),
    ],
  );
  return ['Out: what comes of leads is told ', ...join(names, ', '), '.'];
}

const more = (rest: number, one: string, many: string): Line[] =>
  rest > 0 ? [[`… and ${count(rest, `more ${one}`, `more ${many}`)}`]] : [];

/** Of those there is nothing more to say: together they are read at a glance. */
function idleLines(idle: StackModel['tools']): Line[] {
  if (idle.length === 0) return [];
  const names = idle.slice(0, MOST_TOOLS).map(({ name }): Line => [stranger(name, shown.name)]);
  const rest = idle.length - names.length;
  return [
    [
      'Nothing came yet from ',
      ...join(names, ', '),
      ...(rest > 0 ? [`, and ${count(rest, 'more', 'more')}`] : []),
      '.',
    ],
  ];
}

function toolLines({ name, heard, came, mirroredAt }: StackModel['tools'][number], days: number): Line[] {
  const sent: Line | null = heard && ['in since ', day(heard.since), ', the last ', ago(heard.lastAt)];
  const ways = join([sent, mirrorWords(mirroredAt, heard !== null)], '; ');
  return [
    ['• ', boldStranger(name, shown.name), ': ', ...ways],
    ...(came.length === 0
      ? []
      : [
          [
            `   last ${days} days: `,
            ...join(
              came.map(
                ({ words, count: times }): Line => [
                  `${times.toLocaleString('en')} `,
                  stranger(words, shown.name),
                ],
              ),
              ', ',
            ),
          ],
        ]),
  ];
}

function mirrorWords(mirroredAt: Date | null | undefined, isHeard: boolean): Line | null {
  if (mirroredAt === undefined) return null;
  if (mirroredAt === null) return ['its accounts are not read yet'];
  return [`${isHeard ? '' : 'in: '}its accounts, last read whole `, ago(mirroredAt)];
}

function overlapLines(overlaps: StackModel['overlaps'], days: number): Line[] {
  if (overlaps.length === 0) return [[`No lead of the last ${days} days was told of by two tools.`]];
  return [
    [bold(`Told of by two tools, last ${days} days`), ': each counts once, as one lead.'],
    ...overlaps
      .slice(0, MOST_PAIRS)
      .map(
        ({ a, b, both, ofA, ofB }): Line => [
          '• ',
          stranger(a, shown.name),
          ' and ',
          stranger(b, shown.name),
          `: ${count(both, 'lead', 'leads')} (${percent(both, ofA)} of the first’s, ${percent(both, ofB)} of the second’s)`,
        ],
      ),
    ...more(overlaps.length - MOST_PAIRS, 'pair', 'pairs'),
  ];
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
