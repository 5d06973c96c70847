import { once } from 'node:events';
import type { Database } from '#db/open.ts';
import type { Settings } from '#domain/settings.ts';
import { byHand } from './by-hand.ts';
import { clockTime, dayAndTime } from './clock-time.ts';
import { follow } from './follow.ts';
import { ink, printable } from './ink.ts';
import { EXAMPLES } from './leads.ts';
import { isCard } from './narrator.ts';
import { onThrowaway } from './on-throwaway.ts';
import { type Demo, freePort, MONDAY, openDemo } from './open-demo.ts';
import { openPage, type Page } from './page/open-page.ts';
import { createStory } from './page/story.ts';
import { post } from './post.ts';
import { COMMANDS, carryOut, help } from './prompt/commands.ts';
import { personAt, type Session, showMessage } from './prompt/session.ts';
import { openTerminal } from './prompt/terminal.ts';
import { whoIsWho } from './prompt/who.ts';
import { createRunningClock } from './running-clock.ts';
import { waitUntilShown } from './settle.ts';
import { inventSomebody } from './somebody.ts';

/** `page`: null for none. `isNewTeam`: nobody is set up yet. */
export type DemoWish = { webhooks: number; page: number | null; isNewTeam: boolean };

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The app and the stand-in Slack to play with: says what happens, and takes the part of anybody. */
export async function runDemo(wished: DemoWish): Promise<void> {
  process.stdout.write(
    `${ink.heading('Handoff')}, on a stand-in Slack with a made-up team. Nothing leaves this machine.
Starting with a database of its own; this takes some seconds …\n`,
  );
  const begun = performance.now();
  await onThrowaway(complain, (database) => playDemo(wished, database, begun));
}

const complain = (line: string) => process.stderr.write(`${ink.bad(`  the app logged: ${line}`)}\n`);

async function playDemo(wished: DemoWish, database: Database, begun: number): Promise<void> {
  const clock = createRunningClock(MONDAY);
  let print = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  const port = await freePort(wished.webhooks);
  const onError = (line: string) => print(ink.bad(`  the app logged: ${line}`));
  const isNew = wished.isNewTeam;
  const demo = await openDemo({ database, clock, port, ticksByCron: true, isNew, onError });
  const { stage, settings } = demo;

  const story = createStory(clock.now);
  const tell = (lines: string[]): void => {
    const [first, ...rest] = lines;
    if (first === undefined) return;
    story.add(lines);
    print(`${ink.quiet(clockTime(clock.now(), settings.workspace.time_zone))}  ${first}`);
    for (const line of rest) print(`          ${line}`);
  };
  let invented = 0;
  const invent = () => inventSomebody(invented++);
  const page =
    wished.page === null
      ? null
      : await openPage({ demo, story, tell, invent, port: await freePort(wished.page) });

  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  print(`Ready after ${seconds} s.`);
  if (page) print(`\n${ink.heading('Open this in a browser')}\n  ${ink.good(page.address)}`);
  if (port !== wished.webhooks)
    print(`Port ${wished.webhooks} is in use, so another was taken for webhooks.`);
  print(introduction(demo));

  const { cast, catchUp, stop } = follow({ stage, settings, tell });
  print(`\n${ink.heading('What happens')}`);
  for (const example of isNew ? [] : Object.values(EXAMPLES)) {
    await post({ stage, settings, tell }, example);
    await waitUntilShown(stage);
    await catchUp();
  }

  const people = settings.people.map(({ id }) => id);
  const words = [...people, ...COMMANDS.map(({ name }) => name), 'quit'];
  const terminal = openTerminal(process.stdin, process.stdout, words);
  print = terminal.print;
  const session: Session = { stage, settings, cast, terminal, tell, as: people[0] ?? '', invent };
  print(`\n${ink.heading('On a screen')}`);
  const card = personAt(session, session.as).messages().find(isCard);
  if (card) showMessage(session, session.as, card);
  print(`\n${ink.heading('Your turn')}\n${help()}\n`);
  await converse(session, page, catchUp);
  await page?.stop();
  await stop();
  await stage.stop();
}

function introduction({ stage, settings, isNew }: Demo): string {
  const now = stage.clock.now();
  const zone = settings.workspace.time_zone;
  return [
    '',
    `Here it is ${dayAndTime(now, zone)} in ${zone}, and the clock runs.`,
    '',
    ink.heading('Who is who'),
    whoIsWho(settings, now),
    '',
    ink.heading('Where leads come in'),
    ...(isNew ? NO_SOURCE_YET : wayIn(settings, stage.address)),
  ].join('\n');
}

const NO_SOURCE_YET = [
  '  Nowhere yet: the app knows nobody of them. Olga runs this workspace; as her, type /handoff setup.',
];

function wayIn(settings: Settings, address: string): string[] {
  const paste = byHand(settings, address);
  return [
    `  ${address}/webhooks/<source>, each delivery with proof of its sender.`,
    ...(paste ? [`  To be ${paste.sourceName}, paste this into another terminal:`, '', paste.command] : []),
  ];
}

/** Until somebody quits. The end of what is piped in is no such wish: where nobody can type, the demo stays open. */
async function converse(session: Session, page: Page | null, catchUp: () => Promise<void>): Promise<void> {
  const { terminal } = session;
  const ending = new AbortController();
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      ending.abort();
      terminal.close();
    });
  }
  for (;;) {
    const line = await terminal.ask(`${session.as}> `);
    if (line === null) {
      if (terminal.isInteractive || ending.signal.aborted) break;
      terminal.print(
        `Nobody types here; it stays open${page ? ` at ${page.address}` : ''} until it is stopped.`,
      );
      await once(ending.signal, 'abort');
      break;
    }
    try {
      if (!(await carryOut(session, line))) break;
      await catchUp();
    } catch (error) {
      // Whatever one command ran into, the next one can be typed.
      terminal.print(
        ink.bad(`  that did not work: ${printable(error instanceof Error ? error.message : String(error))}`),
      );
    }
  }
  terminal.close();
  process.stdin.destroy();
}
