import type { Db } from '#db/db.ts';
import { readRuns } from '#db/mirror-runs.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { readSinkRows } from '#db/sink-lists.ts';
import { countItems, firstDeliveries, overlaps } from '#db/source-counts.ts';
import { lastHeard } from '#db/source-health.ts';
import { addMinutes } from '#domain/day.ts';
import type { Settings, Source } from '#domain/settings.ts';
import { SINKS } from '#domain/sink-systems.ts';
import { isSystem, SYSTEMS } from '#domain/systems.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { OUTCOME_WORDS } from './sources.ts';
import type { StackModel } from './statement-models.ts';

const DAYS = 30;

/** Each tool of the settings with what flows between it and us, and what two of them both send. */
export async function loadStack(db: Db, { settings }: SettingsInForce, now: Date): Promise<StackModel> {
  const since = addMinutes(now, -DAYS * 24 * 60);
  const ids = settings.sources.map(({ id }) => id);
  const first = await firstDeliveries(db, ids);
  const last = await lastHeard(db, ids);
  const items = await countItems(db, since);
  const mirrored = await mirroredTools(db, settings);
  const ofTool = Map.groupBy(settings.sources, toolOf);
  const names = [...new Set([...ofTool.keys(), ...mirrored.keys()])];
  return {
    tools: names.map((name) => {
      const own = (ofTool.get(name) ?? []).map(({ id }) => id);
      return {
        name,
        heard: heardOf(own, first, last),
        came: cameOf(items.filter(({ sourceId }) => own.includes(sourceId))),
        mirroredAt: mirrored.get(name),
      };
    }),
    told: await toldTools(db, settings),
    overlaps: await overlaps(db, new Map(settings.sources.map((one) => [one.id, toolOf(one)])), since),
    days: DAYS,
  };
}

async function toldTools(db: Db, { sinks }: Settings): Promise<StackModel['told']> {
  const rows = sinks.length === 0 ? [] : await readSinkRows(db);
  return sinks.map(({ id, to }) => ({
    name: SINKS[to],
    isApproved: rows.some((row) => row.id === id && row.approvedAt !== null),
  }));
}

/** Who sends our own JSON, or what is mapped, is known by the name the settings give it. */
const toolOf = ({ format, name }: Source): string => (isSystem(format) ? SYSTEMS[format] : name);

function heardOf(ids: readonly string[], first: ReadonlyMap<string, Date>, last: ReadonlyMap<string, Date>) {
  const firsts = ids.flatMap((id) => first.get(id)?.getTime() ?? []);
  const lasts = ids.flatMap((id) => last.get(id)?.getTime() ?? []);
  return firsts.length === 0
    ? null
    : { since: new Date(Math.min(...firsts)), lastAt: new Date(Math.max(...lasts)) };
}

function cameOf(items: readonly { outcome: ItemOutcome; count: number }[]) {
  const sums = new Map<ItemOutcome, number>();
  for (const { outcome, count } of items) sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  return [...sums]
    .filter(([outcome]) => outcome !== 'imported')
    .toSorted((a, b) => b[1] - a[1])
    .map(([outcome, count]) => ({ words: OUTCOME_WORDS[outcome], count }));
}

/** CRMs whose accounts are read, and when they last were, whole. */
async function mirroredTools(db: Db, settings: Settings): Promise<Map<string, Date | null>> {
  const runs = await readRuns(db);
  return new Map(settings.accounts.map(({ from }) => [SYSTEMS[from], runs.get(from)?.finishedAt ?? null]));
}
