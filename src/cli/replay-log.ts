import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#db/db.ts';
import type { LoggedDecision } from '#db/routing-log.ts';
import { readSettingsVersion } from '#db/settings.ts';
import { type Replay, replay } from '#domain/routing/replay.ts';
import { readStored, type StoredReading } from '#src/config/stored.ts';

/** What became of making a decision again. */
export type Replayed =
  | { result: 'agrees' }
  | { result: 'differs'; differences: Difference[] }
  | { result: 'cannot'; because: string };
export type Difference = { part: string; kept: unknown; again: unknown };

/** As many versions as are kept in hand; decisions one after another mostly share theirs. */
const VERSIONS_KEPT = 8;
const PROBLEMS_SAID = 3;

const BECAUSE: Record<Extract<Replay, { ok: false }>['because'], string> = {
  by_a_person: 'a person decided',
  no_inputs: 'what it was decided from was not kept',
  settings_differ: 'the stored settings ask for something that was not kept',
};

/** Makes decisions again, each by the settings it was made by. */
export function createReplayer(db: Db): (decision: LoggedDecision) => Promise<Replayed> {
  const known = new Map<string, StoredReading>();
  const settingsOf = async (version: string): Promise<StoredReading> => {
    const found = known.get(version);
    if (found) return found;
    const stored = await readSettingsVersion(db, version);
    const reading = stored ? readStored(stored.document) : NOT_STORED;
    const [oldest] = known.keys();
    if (known.size >= VERSIONS_KEPT && oldest !== undefined) known.delete(oldest);
    known.set(version, reading);
    return reading;
  };
  return async ({ record, settingsVersion }) => {
    // Said first, for it is true whatever became of the settings.
    if (record.by === 'manager') return { result: 'cannot', because: BECAUSE.by_a_person };
    if (!record.inputs) return { result: 'cannot', because: BECAUSE.no_inputs };
    const reading = await settingsOf(settingsVersion);
    if (reading === NOT_STORED) return { result: 'cannot', because: 'its settings are not stored' };
    if (!reading.ok) {
      const said = reading.problems.slice(0, PROBLEMS_SAID).join('; ');
      return { result: 'cannot', because: `its settings can no longer be read: ${said}` };
    }
    const made = replay(reading.settings, record);
    if (!made.ok) return { result: 'cannot', because: BECAUSE[made.because] };
    if (made.agrees) return { result: 'agrees' };
    return { result: 'differs', differences: differences(record, made.again) };
  };
}

const NOT_STORED: StoredReading = { ok: false, problems: [] };

/** The parts of a decision that came out another way, as plain values. */
function differences(kept: LoggedDecision['record'], made: LoggedDecision['record']): Difference[] {
  const { inputs: _, ...before } = kept;
  const stored: Record<string, unknown> = { ...before };
  // As a row gives it back.
  const again: Record<string, unknown> = JSON.parse(JSON.stringify(made));
  const parts = new Set([...Object.keys(stored), ...Object.keys(again)]);
  return [...parts].flatMap((part) => partDiffers(part, stored[part], again[part]));
}

/** Of lists only the entries that differ, by their place. */
function partDiffers(part: string, kept: unknown, again: unknown): Difference[] {
  if (isDeepStrictEqual(kept, again)) return [];
  if (!Array.isArray(kept) || !Array.isArray(again)) return [{ part, kept, again }];
  return Array.from({ length: Math.max(kept.length, again.length) }, (_, index) =>
    partDiffers(`${part}[${index}]`, kept[index], again[index]),
  ).flat();
}
