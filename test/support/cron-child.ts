import cron from 'node-cron';
import { Temporal } from 'temporal-polyfill';
import { schedule } from '#scheduler/schedule.ts';

/**
 * A process of its own, in the zone of `TZ`: says where the ticks that are scheduled would come late, or not at all,
 * around every change of the clocks of two years. Prints one line for each, and the number of moments it looked at.
 */

const MINUTE = 60_000;
const AROUND = 3 * 60 * MINUTE;
const STEP = 7 * MINUTE + 1_234;
const TICK = '*/15 * * * * *';
const NIGHTLY = '17 4 * * *';

let now = 0;
const RealDate = Date;
class SetDate extends RealDate {
  constructor(...args: unknown[]) {
    super(...((args.length === 0 ? [now] : args) as [number]));
  }
  static override now(): number {
    return now;
  }
}

const zone = process.env.TZ ?? '';
const until = Temporal.ZonedDateTime.from('2028-01-01T00:00[UTC]');
const changes: number[] = [];
let at: Temporal.ZonedDateTime | null =
  Temporal.ZonedDateTime.from('2026-01-01T00:00[UTC]').withTimeZone(zone);
while (at) {
  at = at.getTimeZoneTransition('next');
  if (!at || Temporal.ZonedDateTime.compare(at, until) > 0) break;
  changes.push(at.epochMilliseconds);
}
// Where the clocks never change, a day like any other.
if (changes.length === 0) changes.push(RealDate.UTC(2026, 9, 25, 1));

const task = (name: string, when: string) => ({ name, cron: when, run: () => Promise.resolve() });
now = RealDate.now();
globalThis.Date = SetDate as DateConstructor;
const scheduled = schedule([task('tick', TICK), task('nightly', NIGHTLY)], {
  error: () => {},
} as unknown as Parameters<typeof schedule>[1]);
const [tick, nightly] = [...cron.getTasks().values()];

let looked = 0;
for (const change of changes) {
  for (now = change - AROUND; now <= change + AROUND; now += STEP) {
    looked += 1;
    const next = tick?.getNextRun()?.getTime() ?? Number.NaN;
    if (!(next > now && next <= now + 15_000))
      console.log(`${zone} ${new RealDate(now).toISOString()}: the next tick is ${next - now} ms away`);
    const night = nightly?.getNextRun();
    const isAtFour = night?.toISOString().slice(11, 19) === '04:17:00';
    if (!isAtFour || (night?.getTime() ?? 0) > now + 24 * 60 * MINUTE)
      console.log(
        `${zone} ${new RealDate(now).toISOString()}: the night's run is at ${night?.toISOString()}`,
      );
  }
}
console.log(`looked at ${looked}`);
void scheduled.stop().then(() => process.exit(0));
