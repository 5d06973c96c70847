import type { Clock } from './stage.ts';

/** Time that starts at an instant of our choice and then goes on by itself. */
export function createRunningClock(from: Date): Clock {
  let offset = from.getTime() - performance.now();
  return {
    now: () => new Date(offset + performance.now()),
    set: (at) => {
      offset = at.getTime() - performance.now();
    },
    forward: (minutes) => {
      offset += minutes * 60_000;
    },
  };
}
