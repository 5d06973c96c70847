import { readFileSync, statSync } from 'node:fs';
import type { Source } from '#domain/settings.ts';
import { readSettings, type SettingsReading } from '#src/config/settings.ts';
import { checkHmac } from '#src/sources/hmac.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import { checkOwn } from '#src/sources/open-sources.ts';
import type { Problem } from '#src/sources/problem.ts';

/** Reads a settings file with everything that can be said about it without starting: what `check` and the start do. */
export function readSettingsFile(path: string): SettingsReading {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const problem = 'there is no such file; set HANDOFF_CONFIG, or copy the handoff.yaml of the repository';
    return { ok: false, problems: [{ path, line: null, problem }] };
  }
  return readSettings(readFileSync(path, 'utf8'), path, findSourceProblems);
}

/** What is wrong with a source, without its secrets. */
export function findSourceProblems(source: Source): Problem[] {
  const compiled = compileMapping(source);
  const { auth } = source;
  const signing = typeof auth === 'object' && auth.type === 'hmac' ? checkHmac(auth) : [];
  return [
    ...(compiled.ok ? [] : compiled.problems),
    ...checkOwn(source),
    ...signing.map(({ field, problem }) => ({ path: `auth.${field}`, problem })),
  ];
}
