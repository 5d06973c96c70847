import { sql } from 'drizzle-orm';
import type { Database } from '#db/open.ts';
import { rowsOf } from '#db/rows.ts';
import { dayAndTime } from '../clock-time.ts';
import { ink } from '../ink.ts';
import { onThrowaway } from '../on-throwaway.ts';
import { MONDAY, openDemo } from '../open-demo.ts';
import { createClock } from '../stage.ts';
import { acceptance, rejection, snooze } from './answers.ts';
import { hopelessLead, hostileLead, hotLead, unverifiedLead } from './arrivals.ts';
import { CheckFailed } from './checks.ts';
import { expansion, sentBack, won } from './deal.ts';
import { elsewhere } from './elsewhere.ts';
import { escalation } from './escalation.ts';
import { funnel, opportunity, qualification } from './outcome.ts';
import { type Chapter, createTour, type Tour } from './tour.ts';

const CHAPTERS: readonly Chapter[] = [
  hotLead,
  acceptance,
  hopelessLead,
  unverifiedLead,
  rejection,
  hostileLead,
  qualification,
  snooze,
  escalation,
  sentBack,
  opportunity,
  won,
  expansion,
  funnel,
  elsewhere,
];

/** Walks through the product by itself. Answers the exit code: 0 only if everything happened as it should. */
export async function runTour(print: (text: string) => void): Promise<number> {
  const begun = performance.now();
  print(ink.heading('A tour of Handoff'));
  print(
    'The app, an embedded database, and a stand-in Slack; nothing leaves this machine. Starting takes some seconds.',
  );
  const errors: string[] = [];
  const onError = (line: string) => errors.push(line);
  return onThrowaway(onError, (database) => playTour(print, database, errors, begun));
}

async function playTour(
  print: (text: string) => void,
  database: Database,
  errors: string[],
  begun: number,
): Promise<number> {
  const clock = createClock(MONDAY);
  const demo = await openDemo({
    database,
    clock,
    port: 0,
    ticksByCron: false,
    isNew: false,
    onError: (line) => errors.push(line),
  });
  const { tour, begin, heldChecks } = createTour(demo, print);
  const zone = demo.settings.workspace.time_zone;
  print(`It is ${dayAndTime(clock.now(), zone)} in ${zone}. The tour moves the clock itself.`);

  const chapters = [...CHAPTERS, nothingLeft(errors)];
  const summary: string[] = [];
  let isWhole = true;
  for (const [index, chapter] of chapters.entries()) {
    if (!isWhole) {
      summary.push(ink.quiet(`– ${chapter.title}: not reached`));
      continue;
    }
    begin(`${index + 1}  ${chapter.title}`);
    const before = heldChecks();
    const failure = await chapter.play(tour).then(
      () => null,
      (error: unknown) => error,
    );
    isWhole = failure === null;
    if (isWhole)
      summary.push(`${ink.good('✓')} ${chapter.title} ${ink.quiet(`(checks: ${heldChecks() - before})`)}`);
    else summary.push(...failed(chapter, failure));
  }
  await demo.stage.stop();

  print(`\n${ink.heading('What happened')}`);
  for (const line of summary) print(line);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  print(isWhole ? `\nAll of it, ${heldChecks()} checks in ${seconds} s.` : '\nNot all of it happened.');
  for (const line of errors) print(ink.bad(`The app logged: ${line}`));
  return isWhole ? 0 : 1;
}

function failed(chapter: Chapter, failure: unknown): string[] {
  const heading = `${ink.bad('✗')} ${chapter.title}`;
  if (!(failure instanceof CheckFailed)) {
    return [heading, `    ${failure instanceof Error ? failure.stack : String(failure)}`];
  }
  const inset = (text: string) => text.replaceAll('\n', '\n      ');
  return [
    heading,
    `    ${failure.claim}`,
    `    expected: ${inset(failure.expected)}`,
    `    got:      ${inset(failure.actual)}`,
  ];
}

/** What would stay unseen otherwise. */
const nothingLeft = (errors: readonly string[]): Chapter => ({
  title: 'Nothing went wrong unseen',
  play: async ({ check, db }: Tour) => {
    const [left] = rowsOf<Record<string, number>>(
      await db.execute(sql`
        select (select count(*)::int from deliveries where read_at is null) as unread,
          (select count(*)::int from messages where shown < wanted) as untrue,
          (select count(*)::int from messages where problem is not null) as undelivered,
          (select count(*)::int from items where outcome = 'quarantined') as quarantined,
          (select count(*)::int from sink_records where problem is not null) as untold`),
    );
    const none = { unread: 0, untrue: 0, undelivered: 0, quarantined: 0, untold: 0 };
    check.same('every delivery is read, and every message in Slack is true', left, none);
    check.same('the app logged no error', errors, []);
  },
});
