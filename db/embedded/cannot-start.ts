/** Why there is no embedded Postgres, in words for the operator: what is wrong, where, and the way out. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

const ELSEWHERE = 'or name a Postgres of your own in DATABASE_URL';

/** `why` says what is wrong; `remedy` what puts it right, as an instruction without a full stop. */
export function cannotStart(
  folder: string,
  why: string,
  remedy: string | null,
  cause?: unknown,
): CannotStart {
  const wayOut = remedy ? `${remedy}, ${ELSEWHERE}` : ELSEWHERE.replace('or n', 'N');
  return new CannotStart(`${folder}: the embedded Postgres cannot run: ${why}. ${wayOut}.`, { cause });
}

/** What the operating system calls a failure: EACCES, EROFS. */
export const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message;
