import { expect, test } from 'vitest';
import { createLooking } from '#src/core/looking.ts';

const NINE = Date.parse('2026-11-23T09:00:00Z');
const at = (seconds: number) => new Date(NINE + seconds * 1_000);

/** Looks for what is due, on clocks that are set: `due` are the seconds of what is taken, null for what is out of its turn. */
function looking() {
  const clocks = { now: at(0), ticking: 0 };
  const looks: (Date | null)[] = [];
  let found: (number | null)[] = [];
  const { take, lookFrom } = createLooking<Date | null>(
    async (_most, { since }) => {
      looks.push(since);
      return found.map((seconds) => (seconds === null ? null : at(seconds)));
    },
    (row) => row,
    { now: () => clocks.now, ticking: () => clocks.ticking },
  );
  return {
    /** When so many seconds are over, with two hands free. Answers from where on it looked. */
    after: async (seconds: number, due: (number | null)[] = []) => {
      clocks.now = new Date(clocks.now.getTime() + seconds * 1_000);
      clocks.ticking += seconds * 1_000;
      found = due;
      await take(2);
      return looks.at(-1);
    },
    /** Something ended that was taken at this second. */
    ended: (seconds: number) => lookFrom(at(seconds)),
    /** The clock is moved, as in a test. */
    jump: (seconds: number) => {
      clocks.now = new Date(clocks.now.getTime() + seconds * 1_000);
    },
  };
}

test('the first look is at everything, the next from five seconds before it', async () => {
  const { after } = looking();
  expect(await after(0)).toBe(null);
  expect(await after(1)).toEqual(at(-5));
  expect(await after(1)).toEqual(at(-4));
});

test('every ten seconds it looks at everything', async () => {
  const { after } = looking();
  await after(0);
  expect(await after(9)).toEqual(at(-5));
  expect(await after(1)).toBe(null);
  expect(await after(1)).toEqual(at(5));
});

test('where more may be left it goes on from the first that it took', async () => {
  const { after } = looking();
  expect(await after(0, [-3_600, -3_599])).toBe(null);
  expect(await after(1, [-3_598, -3_597])).toEqual(at(-3_600));
  expect(await after(1, [-1])).toEqual(at(-3_598));
  expect(await after(1)).toEqual(at(-3));
});

test('what is taken out of its turn says nothing of what else is left', async () => {
  const { after } = looking();
  await after(0, [null, null]);
  expect(await after(1, [null, -50])).toBe(null);
  expect(await after(1)).toEqual(at(-50));
});

test('it counts from the look before: however far the clock goes, nothing is passed over', async () => {
  const { after, jump } = looking();
  await after(0);
  jump(3_600);
  expect(await after(1)).toEqual(at(-5));
});

test('when what was taken long ago ends, the next look begins where it was taken, and only that one', async () => {
  const { after, ended } = looking();
  await after(0);
  await after(8);
  ended(7);
  ended(1);
  ended(6);
  expect(await after(1)).toEqual(at(-4));
  expect(await after(0)).toEqual(at(4));
});
