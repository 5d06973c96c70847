import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const LEFT_AFTER_MS = 10 * 60_000;

/**
 * A folder to make something in that is to appear at `place` all at once: of two processes that do, one has its
 * draft there, and one that is killed leaves no half of it. What such a one has left is cleared away here.
 */
export function draftFor(place: string): string {
  const draft = mkdtempSync(`${place}.`);
  const now = statSync(draft).mtimeMs;
  for (const name of readdirSync(dirname(place))) {
    const other = join(dirname(place), name);
    if (!name.startsWith(`${basename(place)}.`)) continue;
    const made = statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - made > LEFT_AFTER_MS) removeIfOurs(other);
  }
  return draft;
}

/** What another user has left is theirs to take away, and in nobody's way. */
export function removeIfOurs(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It stays.
  }
}

/** Puts a draft in its place, or away when another is there already. */
export function settle(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    const isTaken = statSync(place, { throwIfNoEntry: false }) !== undefined;
    rmSync(draft, { recursive: true, force: true });
    if (!isTaken) throw error;
  }
}

/** Whoever it is may read what is in the folder, and run what may be run. */
export function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444);
  }
}
