import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument, stringify } from 'yaml';
import { oneOf, suggest } from '#domain/nearest.ts';
import { settingsOf, TOOL_SETUPS } from '#domain/setup/tool-setups.ts';
import { isSystem, SYSTEM_IDS, SYSTEMS } from '#domain/systems.ts';
import { formatProblems } from '#src/config/config-error.ts';
import { readSettings } from '#src/config/settings.ts';
import { findSourceProblems } from './settings-file.ts';

/** What `source add` writes: the settings of a source a tool sends to, and what to do there. */

type Asked = { format: string; id: string | null; file: string; isWritten: boolean };
type Added = { ok: true; lines: string[] } | { ok: false; problem: string };

export function addTool({ format, id, file, isWritten }: Asked): Added {
  if (!isSystem(format)) {
    const problem = `no tool "${format}"${suggest(format, SYSTEM_IDS)}; expected ${oneOf(SYSTEM_IDS)}`;
    return { ok: false, problem };
  }
  const { source, variables } = settingsOf(format, { id: id ?? format, name: SYSTEMS[format] });
  const fragment = indented(stringify([source], { lineWidth: 0 }));
  if (isWritten) {
    const problem = writeInto(file, fragment);
    if (problem !== null) return { ok: false, problem };
  }
  const steps = TOOL_SETUPS[format].steps.map((step, at) => `${at + 1}. ${step}`);
  return {
    ok: true,
    lines: [
      isWritten ? `Written to ${file}:` : `For ${file}, under sources (or with --write):`,
      ...['', fragment.trimEnd(), ''],
      `Before the next start, in the environment: ${variables.join(', ')}`,
      `Its address: /webhooks/${id ?? format}, behind PUBLIC_URL`,
      ...['', `In ${SYSTEMS[format]}:`, ...steps],
    ],
  };
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** Puts an entry behind the last source of a settings file, and leaves everything else as it is; null, or why it cannot. */
function writeInto(file: string, fragment: string): string | null {
  const text = readFileSync(file, 'utf8');
  const { contents } = parseDocument(text);
  const sources = isMap(contents) ? contents.get('sources', true) : undefined;
  if (sources !== undefined && (!isSeq(sources) || sources.flow)) {
    return `${file}: sources is written in one line; write the entry there by hand`;
  }
  const end = sources?.range?.[1];
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const changed =
    end === undefined
      ? `${whole}\nsources:\n${fragment}`
      : `${whole.slice(0, end).trimEnd()}\n\n${fragment}${whole.slice(end).replace(/^\n*(?=.)/, '\n')}`;
  const reading = readSettings(changed, file, findSourceProblems);
  if (!reading.ok) return `${formatProblems(file, reading.problems)}\nNothing was written.`;
  writeFileSync(file, changed);
  return null;
}
