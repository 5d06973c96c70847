import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { findSourceProblems } from '#src/cli/settings-file.ts';
import { readSettings, type SettingsReading } from '#src/config/settings.ts';

/** A settings file as if these sources and sinks stood in it as well. */
export function readWithTools(
  path: string,
  { sources, sinks }: { sources: readonly object[]; sinks: readonly object[] },
): SettingsReading {
  const document = parseDocument(readFileSync(path, 'utf8'));
  for (const source of sources) document.addIn(['sources'], document.createNode(source));
  document.set('sinks', document.createNode(sinks));
  return readSettings(document.toString(), path, findSourceProblems);
}
