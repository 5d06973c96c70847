import type { Edits } from '#domain/settings.ts';
import { isGroup } from './place.ts';
import type { Path } from './problem.ts';

const LISTS = ['people', 'pools', 'routes', 'sources', 'trials'] as const;
const GROUPS = ['channels', 'workspace', 'hours'] as const;
const PARTS = ['mode', ...GROUPS, ...LISTS] as const satisfies (keyof Edits)[];

type Entry = Record<string, unknown>;

/**
 * The file's document over what was edited in Slack. Groups are joined by key and lists by id; an entry that the file
 * has too is the file's as a whole. Nothing is judged: either may be wrong anywhere.
 */
export function layered(file: unknown, edits: Edits): unknown {
  if (!isGroup(file)) return file;
  const groups = GROUPS.flatMap((part) => joined(part, edits[part], file[part], joinGroups));
  const lists = LISTS.flatMap((part) => joined(part, edits[part], file[part], joinsOf(part)));
  const mode = file.mode ?? edits.mode;
  return { ...file, ...(mode === undefined ? {} : { mode }), ...Object.fromEntries([...groups, ...lists]) };
}

/** Which layer a setting comes from, so that a screen can say that the file says so; null when neither has it. */
export function whoSays(file: unknown, edits: Edits, part: keyof Edits, id: string): 'file' | 'slack' | null {
  if (hasPart(isGroup(file) ? file[part] : undefined, id)) return 'file';
  return hasPart(edits[part], id) ? 'slack' : null;
}

/** Everything that is edited, by part. A part that is one value has one name, its own. */
export function editsIn(edits: Edits): { part: keyof Edits; ids: string[] }[] {
  return PARTS.map((part) => ({ part, ids: idsIn(part, edits[part]) })).filter(({ ids }) => ids.length > 0);
}

/** The edits without one of them; null when there is no such one. */
export function withoutEdit(edits: Edits, part: string, id: string): Edits | null {
  const known = PARTS.find((name) => name === part);
  if (!known || !hasPart(edits[known], id)) return null;
  const value: unknown = edits[known];
  const rest = Array.isArray(value)
    ? value.filter((entry) => idOf(entry) !== id)
    : isGroup(value)
      ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== id))
      : undefined;
  return Object.fromEntries(
    Object.entries({ ...edits, [known]: rest }).filter(([, kept]) => kept !== undefined),
  );
}

function idsIn(part: keyof Edits, value: unknown): string[] {
  if (Array.isArray(value)) return value.map((entry) => String(idOf(entry)));
  if (isGroup(value)) return Object.keys(value);
  return value === undefined ? [] : [part];
}

/** A place of the joined document as its own layer has it: an edited entry goes by its id, for its number means nothing. */
export function placeIn(
  joined: unknown,
  file: unknown,
  edits: Edits,
  path: Path,
): { layer: 'file' | 'slack'; path: Path } {
  const [part, key, ...rest] = path;
  const known = PARTS.find((name) => name === part);
  if (!known || !isGroup(joined) || !isGroup(file)) return { layer: 'file', path };
  const written = file[known];
  const list = joined[known];
  if (typeof key === 'number' && Array.isArray(list)) {
    const own = Array.isArray(written) ? written.indexOf(list[key]) : -1;
    if (own >= 0) return { layer: 'file', path: [known, own, ...rest] };
    const id = idOf(list[key]);
    return { layer: 'slack', path: [known, typeof id === 'string' ? id : key, ...rest] };
  }
  const id = key === undefined ? '' : String(key);
  return { layer: whoSays(file, edits, known, id) === 'slack' ? 'slack' : 'file', path };
}

function hasPart(part: unknown, id: string): boolean {
  if (Array.isArray(part)) return part.some((entry) => idOf(entry) === id);
  return isGroup(part) ? Object.hasOwn(part, id) : part !== undefined;
}

type Join = (ours: unknown, files: unknown) => unknown;

// What only one of them has is taken as it is, and what cannot be joined is the file's, whose check will say so.
function joined(part: string, ours: unknown, files: unknown, join: Join): [string, unknown][] {
  if (ours === undefined) return [];
  return [[part, files === undefined || files === null ? ours : join(ours, files)]];
}

const joinGroups: Join = (ours, files) => (isGroup(ours) && isGroup(files) ? { ...ours, ...files } : files);

function joinsOf(part: (typeof LISTS)[number]): Join {
  return (ours, files) => {
    if (!Array.isArray(ours) || !Array.isArray(files)) return files;
    const ids = new Set(files.map(idOf));
    const added = ours.filter((entry) => !ids.has(idOf(entry)));
    if (part !== 'routes' || added.length === 0) return [...files, ...added];
    // A route that takes every lead stands last, or nothing of the other layer would be reached.
    const isLast = (route: unknown) => !isGroup(route) || !isGroup(route.when) || !hasKeys(route.when);
    const all = [...files, ...added];
    return [...all.filter((route) => !isLast(route)), ...all.filter(isLast)];
  };
}

const hasKeys = (group: Entry): boolean => Object.keys(group).length > 0;
const idOf = (entry: unknown): unknown => (isGroup(entry) ? entry.id : undefined);
