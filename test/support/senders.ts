import { setTimeout as pause } from 'node:timers/promises';

const AGAIN_MS = 500;

/** Every answer a sender got for one delivery until it was acknowledged, and the longest it waited for one. */
export type Sent = { answers: number[]; slowestMs: number };

/** Sends as a good sender does: with the same id, again and again, until it is acknowledged. */
export async function sendUntilTaken(send: () => Promise<number>): Promise<Sent> {
  const answers: number[] = [];
  let slowestMs = 0;
  for (;;) {
    const start = performance.now();
    const status = await send();
    slowestMs = Math.max(slowestMs, performance.now() - start);
    answers.push(status);
    if (status === 200) return { answers, slowestMs };
    await pause(AGAIN_MS);
  }
}
