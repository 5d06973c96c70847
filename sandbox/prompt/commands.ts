import { suggest } from '#domain/nearest.ts';
import type { Place } from '../cast.ts';
import { framed, ink } from '../ink.ts';
import { demoRequest, EXAMPLES, type ExampleLead } from '../leads.ts';
import { isCard } from '../narrator.ts';
import { post } from '../post.ts';
import { type } from '../press.ts';
import { passTime, waitUntilShown } from '../settle.ts';
import { act } from './act.ts';
import { readMinutes } from './length.ts';
import { findPerson, personAt, type Session, showMessage } from './session.ts';
import { whoIsWho } from './who.ts';

type Run = (session: Session, rest: string) => Promise<void>;
type Command = { name: string; usage: string; summary: string; run: Run };

const MESSAGES_SHOWN = 5;

export const COMMANDS: readonly Command[] = [
  {
    name: 'as',
    usage: 'as mia',
    summary: 'be somebody else, and see their screen',
    run: async (session, rest) => {
      const personId = requirePerson(session, rest);
      if (personId === null) return;
      session.as = personId;
      showScreen(session, personId);
    },
  },
  {
    name: 'card',
    usage: 'card ana',
    summary: 'their newest card, with its thread',
    run: async (session, rest) => {
      const personId = requirePerson(session, rest || session.as);
      if (personId === null) return;
      const card = personAt(session, personId).messages().findLast(isCard);
      if (card) showMessage(session, personId, card);
      else session.terminal.print(`  ${session.cast.firstName(personId)} has no card yet`);
    },
  },
  {
    name: 'lead',
    usage: 'lead [Jane Doe, Initech]',
    summary: `another lead comes in; or again: ${Object.keys(EXAMPLES).join(', ')}`,
    run: sendLead,
  },
  {
    name: 'forward',
    usage: 'forward 5 | 2h | 1d',
    summary: 'time passes, in minutes, hours or days',
    run: async ({ stage, terminal }, rest) => {
      const minutes = readMinutes(rest);
      if (minutes === null) terminal.print(ink.bad('  how long? Such as: forward 5, forward 2h, forward 1d'));
      else await passTime(stage, minutes, waitUntilShown);
    },
  },
  {
    name: 'who',
    usage: 'who',
    summary: 'who is who',
    run: async ({ stage, settings, terminal }) => terminal.print(whoIsWho(settings, stage.clock.now())),
  },
  { name: 'help', usage: 'help', summary: 'this', run: async ({ terminal }) => terminal.print(help()) },
];

/** Carries out one line. Answers whether to go on. */
export async function carryOut(session: Session, line: string): Promise<boolean> {
  const text = line.trim();
  const [first = '', ...others] = text.split(/\s+/);
  const word = first.toLowerCase();
  const rest = others.join(' ');
  if (word === '') return true;
  if (['quit', 'exit', 'q'].includes(word)) return false;
  const command = COMMANDS.find(({ name }) => name === word);
  if (command) await command.run(session, rest);
  else await doAs(session, findPerson(session, word), text, rest);
  await waitUntilShown(session.stage);
  return true;
}

/** `ana accept` is Ana's; without a name it is whoever one is. */
async function doAs(session: Session, named: string | null, text: string, rest: string): Promise<void> {
  if (named !== null && rest === '') return showScreen(session, named);
  const personId = named ?? session.as;
  const what = named === null ? text : rest;
  if (!what.startsWith('/')) return act(session, personId, what);
  await type(session.stage.slack, session.stage.slackIdOf(personId), what);
}

function requirePerson(session: Session, word: string): string | null {
  const personId = findPerson(session, word);
  const ids = session.settings.people.map(({ id }) => id);
  if (personId === null)
    session.terminal.print(ink.bad(`  nobody is called “${word}”${suggest(word, ids)} (${ids.join(', ')})`));
  return personId;
}

function showScreen(session: Session, personId: string): void {
  const { cast } = session;
  const messages = personAt(session, personId)
    .messages()
    .filter((message) => isFor(cast.placeOf(message), personId));
  const rest = messages.length - MESSAGES_SHOWN;
  if (rest > 0) session.terminal.print(ink.quiet(`  … ${rest} earlier`));
  for (const message of messages.slice(-MESSAGES_SHOWN)) showMessage(session, personId, message);
  if (messages.length === 0) session.terminal.print(`  ${cast.firstName(personId)} has no messages yet`);
}

const isFor = (place: Place, personId: string): boolean =>
  (place.type === 'dm' ? place.personId : place.readerId) === personId;

async function sendLead(session: Session, rest: string): Promise<void> {
  await post(session, chooseLead(session, rest.trim()));
}

function chooseLead(session: Session, words: string): ExampleLead {
  const example = Object.entries(EXAMPLES).find(([name]) => name === words);
  if (example) return example[1];
  if (words !== '') {
    const [name = '', company = ''] = words.split(',').map((part) => part.trim());
    return demoRequest(name, company || 'Initech');
  }
  const { firstName, lastName, company } = session.invent();
  return demoRequest(`${firstName} ${lastName}`, company);
}

export function help(): string {
  const rows = [
    ['ana', 'what Ana sees'],
    ['ana accept', 'Ana presses it on her newest card; so with reject, snooze, undo,'],
    ['', 'log response, qualify, wake, details, why, recycle, disqualify'],
    ['ana accept globex', 'on the card that has this word'],
    ['ana reject: too small; two people', 'with the answers at once, instead of being asked'],
    ['mia reassign', 'on what she, their manager, is told: also nudge, take it'],
    ['mia /funnel', 'a slash command: /funnel, /leads, /handoff'],
    ...COMMANDS.map(({ usage, summary }) => [usage, summary]),
    ['quit', 'the end'],
  ];
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right]) => `${left.padEnd(width)}  ${right}`);
  return framed([...lines, '', 'Without a name, it is done by whoever you are (as).'].join('\n'), '  ');
}
