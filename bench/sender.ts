import { setTimeout as pause } from 'node:timers/promises';
import { signedLead } from './leads.ts';
import { SOURCE } from './settings.ts';

/** A sender as sources are: new leads at a steady rate, and each again under its own id until it is acknowledged. */
export type Sender = {
  acknowledged: ReadonlySet<number>;
  counts: { sent: number; repeats: number };
  /** Makes no new leads, and resolves when every one is acknowledged; false when that takes too long. */
  finish: (withinMs: number) => Promise<boolean>;
};

// Longer than the app takes to say that it cannot.
const ANSWER_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

export function startSender(address: string, perSecond: number): Sender {
  const acknowledged = new Set<number>();
  const counts = { sent: 0, repeats: 0 };
  const deliveries: Promise<void>[] = [];
  let isGivenUp = false;

  async function deliver(no: number): Promise<void> {
    for (let attempt = 0; !isGivenUp; attempt += 1) {
      if (attempt > 0) counts.repeats += 1;
      const isTaken = await post(address, no);
      if (isTaken) {
        acknowledged.add(no);
        return;
      }
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random()));
    }
  }

  const timer = setInterval(() => {
    deliveries.push(deliver(counts.sent));
    counts.sent += 1;
  }, 1_000 / perSecond);

  return {
    acknowledged,
    counts,
    finish: async (withinMs) => {
      clearInterval(timer);
      const done = Promise.all(deliveries).then(() => true);
      const isDone = await Promise.race([done, pause(withinMs, false)]);
      isGivenUp = true;
      return isDone;
    },
  };
}

/** Whether the app took it. No answer at all is no. */
function post(address: string, no: number): Promise<boolean> {
  const request = { ...signedLead(no, new Date()), signal: AbortSignal.timeout(ANSWER_MS) };
  return fetch(`${address}/webhooks/${SOURCE}`, request).then(
    (response) => response.ok,
    () => false,
  );
}
