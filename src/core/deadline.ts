/** Something did not end in time. It may still come to pass. */
export class TooLate extends Error {}

type OnFailure = (error: unknown) => void;

/** For what somebody waits for to its end: they hear what becomes of it. */
export const HEARD_LATER: OnFailure = () => {};

/** Waits at most so long for work that cannot be called off. What fails after that is told to `onLateFailure`. */
export function within<Result>(
  milliseconds: number,
  work: Promise<Result>,
  onLateFailure: OnFailure,
): Promise<Result> {
  const deadline = Promise.withResolvers<never>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    deadline.reject(new TooLate(`not done within ${milliseconds} ms`));
  }, milliseconds);
  work.catch((error: unknown) => {
    if (isLate) onLateFailure(error);
  });
  return Promise.race([work, deadline.promise]).finally(() => clearTimeout(timer));
}

/** Waits for work at most so long, and lets it go on where it takes longer. That it failed is told, whenever it does. */
export async function awhile(
  milliseconds: number,
  work: Promise<unknown>,
  onFailure: OnFailure,
): Promise<void> {
  const timer = Promise.withResolvers<void>();
  const timeout = setTimeout(timer.resolve, milliseconds);
  await Promise.race([work.then(() => {}, onFailure), timer.promise]);
  clearTimeout(timeout);
}

/** Until what somebody else does may be done. */
export const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
