/** Something did not end in time. It may still come to pass. */
export class TooLate extends Error {}

/** Waits at most so long for work that cannot be called off. */
export function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new TooLate(`not done within ${milliseconds} ms`)),
    milliseconds,
  );
  // What ends after the deadline has nobody left to tell.
  work.catch(() => {});
  return Promise.race([work, deadline.promise]).finally(() => clearTimeout(timer));
}
