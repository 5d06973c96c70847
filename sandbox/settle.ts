import { sql } from 'drizzle-orm';
import { rowsOf } from '#db/rows.ts';
import type { Stage } from './stage.ts';

type Quiet = Pick<Stage, 'app' | 'clock'>;

const LONGEST_MS = 15_000;
const PAUSE_MS = 15;
// Slack takes about one message a second and channel, so some are put off by a moment.
const SOON_SECONDS = 5;
const MOST_STEPS = 120;

type Left = { deliveries: number; messages: number; outcomes: number; soon: number };

async function whatIsLeft({ app, clock }: Quiet): Promise<Left> {
  const now = clock.now();
  const soon = new Date(now.getTime() + SOON_SECONDS * 1_000);
  const rows = rowsOf<Left>(
    await app.core.db.execute(sql`
      select (select count(*)::int from deliveries where read_at is null) as deliveries,
        (select count(*)::int from messages where shown < wanted
          and coalesce(not_before, '-infinity') <= ${now.toISOString()}::timestamptz) as messages,
        (select count(*)::int from sink_records r left join sinks s on s.id = r.sink_id
          where r.due_at <= ${now.toISOString()}::timestamptz
          and (s.paused_until is null or s.paused_until <= ${now.toISOString()}::timestamptz)) as outcomes,
        (select count(*)::int from messages where shown < wanted
          and not_before > ${now.toISOString()}::timestamptz
          and not_before <= ${soon.toISOString()}::timestamptz) as soon`),
  );
  return rows[0] ?? { deliveries: 0, messages: 0, outcomes: 0, soon: 0 };
}

async function untilNothingIs(stage: Quiet, isBusy: (left: Left) => boolean): Promise<Left> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const left = await whatIsLeft(stage);
    if (!isBusy(left)) return left;
    if (performance.now() > end)
      throw new Error(`still busy after ${LONGEST_MS} ms: ${JSON.stringify(left)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const isDue = ({ deliveries, messages, outcomes }: Left): boolean => deliveries + messages + outcomes > 0;

/** Waits, on a clock that goes by itself, until everything that is due has been read, decided and shown. */
export async function waitUntilShown(stage: Quiet): Promise<void> {
  await untilNothingIs(stage, (left) => isDue(left) || left.soon > 0);
}

/** The same on a clock that stands still: it is moved by the seconds that Slack's pace asks for. */
export async function settle(stage: Quiet): Promise<void> {
  for (;;) {
    const { soon } = await untilNothingIs(stage, isDue);
    if (soon === 0) return;
    stage.clock.forward(1 / 60);
    await stage.app.tick();
  }
}

/** Waits as `waitUntilShown` does, but never longer than this: while Slack is away, not everything can be shown. */
export async function waitAtMost(stage: Quiet, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (isDue(await whatIsLeft(stage)) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Says that ticks ran until now: a clock that was moved is no outage. */
export async function bridge({ app, clock }: Quiet): Promise<void> {
  await app.core.db.execute(sql`update last_tick set at = ${clock.now().toISOString()}::timestamptz`);
}

/** Lets time pass as ticks see it, some minutes at once; `quiet` waits for what each brings about. */
export async function passTime(
  stage: Quiet,
  minutes: number,
  quiet: (stage: Quiet) => Promise<void>,
): Promise<void> {
  const step = Math.max(1, Math.ceil(minutes / MOST_STEPS));
  for (let left = minutes; left > 0; left -= step) {
    stage.clock.forward(Math.min(step, left));
    await bridge(stage);
    await stage.app.tick();
    await quiet(stage);
  }
}
