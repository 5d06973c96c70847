import { withTeams } from '#domain/pool-members.ts';
import {
  type Edits,
  NO_EDITS,
  type Settings,
  type Source,
  settingsSchema,
  sourceSchema,
} from '#domain/settings.ts';
import { withPromoted } from '#domain/trial/trial-settings.ts';
import { findWrongConditions } from './conditions.ts';
import { findContradictions } from './consistency.ts';
import { contentHash } from './content-hash.ts';
import { readDocument, type SettingsDocument } from './document.ts';
import { layered, placeIn } from './layers.ts';
import { childrenOf, isGroup, rootOf, valueAt } from './place.ts';
import { type Finding, formatPath, type Path, type Problem } from './problem.ts';
import { findBrokenReferences } from './references.ts';
import { readShape } from './shape.ts';
import { type GroupMembers, NO_GROUPS, withUserGroups } from './user-groups.ts';

export type SettingsReading = ReadableSettings | { ok: false; problems: Problem[] };
export type ReadableSettings = {
  ok: true;
  settings: Settings;
  version: string;
  /** The document the settings were read from, with everybody of user groups: read again, it gives the same. */
  raw: unknown;
  /**
   * The same file over what was edited in Slack, with whoever is in the user groups of its pools; without them such a
   * pool has only those whom it lists.
   */
  over: (edits: Edits, groups?: GroupMembers) => SettingsReading;
};

/** What is wrong with a source's mapping; paths start at the source, such as `map.person.email`. */
export type SourceCheck = (source: Source) => readonly { path: string; problem: string }[];

/**
 * Reads the settings file, or says everything that is wrong with it at once. `checkSource` judges what only
 * those who read mappings can judge; a source is put to it as soon as its own shape is right.
 */
export function readSettings(text: string, fileName: string, checkSource: SourceCheck): SettingsReading {
  const document = readDocument(text, fileName);
  if (!document.isReadable) return { ok: false, problems: document.problems };
  if (!isGroup(document.raw)) {
    const problem =
      'expected settings (version: 1, people: …); the handoff.yaml of the repository is a complete example';
    return { ok: false, problems: [{ path: fileName, line: null, problem }] };
  }

  return readLayers(document, NO_EDITS, NO_GROUPS, checkSource);
}

function readLayers(
  file: SettingsDocument,
  edits: Edits,
  groups: GroupMembers,
  checkSource: SourceCheck,
): SettingsReading {
  const raw = layered(file.raw, edits);
  const root = rootOf(raw);
  const shape = readShape(raw);
  const findings = withoutConsequences([
    shape.ok ? [] : shape.findings,
    [...findBrokenReferences(root), ...findWrongConditions(root), ...findContradictions(root)],
    checkSources(raw, checkSource),
  ]);
  const problems = [...file.problems, ...findings.map(locate)].sort(byLine);
  if (!shape.ok || problems.length > 0) return { ok: false, problems };
  const whole = withUserGroups(raw, groups);
  return {
    ok: true,
    settings: withPromoted(withTeams(whole === raw ? shape.settings : settingsSchema.parse(whole))),
    version: contentHash(whole),
    raw: whole,
    over: (others, members = NO_GROUPS) => readLayers(file, others, members, checkSource),
  };

  function locate({ path, problem }: Finding): Problem {
    const place = placeIn(raw, file.raw, edits, path);
    if (place.layer === 'file') {
      return { path: formatPath(place.path), line: file.lineOf(place.path), problem };
    }
    return { path: formatPath(place.path), line: null, problem: `${problem} (edited in Slack)` };
  }
}

const byLine = (a: Problem, b: Problem): number => (a.line ?? 0) - (b.line ?? 0);

/** A value that one group of checks has refused is not judged again by the groups after it. */
function withoutConsequences(groups: Finding[][]): Finding[] {
  const refused = new Set<string>();
  return groups.flatMap((group) => {
    const fresh = group.filter(({ path }) => !refused.has(formatPath(path)));
    for (const { path } of fresh) refused.add(formatPath(path));
    return fresh;
  });
}

function checkSources(raw: unknown, checkSource: SourceCheck): Finding[] {
  const sources = { path: ['sources'], value: valueAt(rootOf(raw), 'sources') };
  return childrenOf(sources).flatMap(({ path, value }) => {
    const source = sourceSchema.safeParse(value);
    if (!source.success) return [];
    return checkSource(source.data).map((found) => ({
      path: [...path, ...pathInSource(found.path)],
      problem: found.problem,
    }));
  });
}

// The keys of a map have dots of their own.
function pathInSource(path: string): Path {
  return path.startsWith('map.') ? ['map', path.slice('map.'.length)] : path.split('.');
}
