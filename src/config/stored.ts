import { withTeams } from '#domain/pool-members.ts';
import type { Settings } from '#domain/settings.ts';
import { formatPath } from './problem.ts';
import { readShape } from './shape.ts';

export type StoredReading = { ok: true; settings: Settings } | { ok: false; problems: string[] };

/**
 * The settings of a document that was in force once. Its shape alone is judged: it was right when it decided, and rules
 * that a later version of this product asks of a file say nothing about that.
 */
export function readStored(document: unknown): StoredReading {
  const shape = readShape(document);
  if (shape.ok) return { ok: true, settings: withTeams(shape.settings) };
  return {
    ok: false,
    problems: shape.findings.map(({ path, problem }) => `${formatPath(path)}: ${problem}`),
  };
}
