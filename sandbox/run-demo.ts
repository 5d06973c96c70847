import { byHand } from './by-hand.ts';
import { createCast } from './cast.ts';
import { clockTime, dayAndTime } from './clock-time.ts';
import { ink, printable } from './ink.ts';
import { watchItems } from './item-watch.ts';
import { EXAMPLES } from './leads.ts';
import { createNarrator, isCard } from './narrator.ts';
import { type Demo, freePort, MONDAY, openDemo } from './open-demo.ts';
import { post } from './post.ts';
import { COMMANDS, carryOut, help } from './prompt/commands.ts';
import { personAt, type Session, showMessage } from './prompt/session.ts';
import { openTerminal } from './prompt/terminal.ts';
import { whoIsWho } from './prompt/who.ts';
import { createRunningClock } from './running-clock.ts';
import { waitUntilShown } from './settle.ts';

// Whatever is piped in has arrived by then: the start alone takes longer.
const FIRST_COMMAND_MS = 2_000;

/** The app and the stand-in Slack to play with: says what happens, and takes the part of anybody. */
export async function runDemo(wishedPort: number): Promise<void> {
  const clock = createRunningClock(MONDAY);
  // Until it is somebody's turn, Ctrl-C simply ends the process.
  let print = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  print(`${ink.heading('Handoff')}, on a stand-in Slack with a made-up team. Nothing leaves this machine.`);
  print('Starting with a database in memory; this takes some seconds …');
  const begun = performance.now();
  const port = await freePort(wishedPort);
  const onError = (line: string) => print(ink.bad(`  the app logged: ${line}`));
  const { stage, settings } = await openDemo({ clock, port, ticksByCron: true, onError });
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  if (port !== wishedPort) print(`Port ${wishedPort} is in use, so another was taken.`);
  print(`Ready after ${seconds} s.`);
  print(introduction({ stage, settings }));

  const cast = createCast(stage, settings);
  const narrate = createNarrator(stage, cast);
  const tell = ([first, ...rest]: string[]): void => {
    if (first === undefined) return;
    print(`${ink.quiet(clockTime(clock.now(), settings.workspace.time_zone))}  ${first}`);
    for (const line of rest) print(`          ${line}`);
  };
  const watch = watchItems(stage.app.core.db, settings, tell);
  const stopListening = stage.slack.onEvent((happening) => {
    const lines = narrate(happening);
    // First what came in, then what it led to.
    watch.look().then(() => tell(lines));
  });

  print(`\n${ink.heading('What happens')}`);
  for (const example of Object.values(EXAMPLES)) {
    await post({ stage, settings, tell }, example);
    await waitUntilShown(stage);
    await watch.look();
  }

  const people = settings.people.map(({ id }) => id);
  const words = [...people, ...COMMANDS.map(({ name }) => name), 'quit'];
  const terminal = openTerminal(process.stdin, process.stdout, words);
  print = terminal.print;
  const session: Session = { stage, settings, cast, terminal, tell, as: people[0] ?? '', invented: 0 };
  print(`\n${ink.heading('On a screen')}`);
  const card = personAt(session, session.as).messages().find(isCard);
  if (card) showMessage(session, session.as, card);
  print(`\n${ink.heading('Your turn')}\n${help()}\n`);
  await converse(session, watch.look);
  stopListening();
  await watch.stop();
  await stage.stop();
}

function introduction({ stage, settings }: Demo): string {
  const now = stage.clock.now();
  const zone = settings.workspace.time_zone;
  const paste = byHand(settings, stage.address);
  return [
    `Here it is ${dayAndTime(now, zone)} in ${zone}, and the clock runs.`,
    '',
    ink.heading('Who is who'),
    whoIsWho(settings, now),
    '',
    ink.heading('Where leads come in'),
    `  ${stage.address}/webhooks/<source>, each delivery with proof of its sender.`,
    ...(paste ? [`  To be ${paste.sourceName}, paste this into another terminal:`, '', paste.command] : []),
  ].join('\n');
}

async function converse(session: Session, catchUp: () => Promise<void>): Promise<void> {
  const { terminal } = session;
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, terminal.close);
  // A pipe that nobody writes into, as some build machines have it, must not keep this going for ever.
  const patience = process.stdin.isTTY ? null : setTimeout(terminal.close, FIRST_COMMAND_MS);
  for (;;) {
    const line = await terminal.ask(`${session.as}> `);
    if (patience) clearTimeout(patience);
    if (line === null) break;
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
