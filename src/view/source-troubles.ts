import type { Db } from '#db/db.ts';
import type { MessageRow } from '#db/messages.ts';
import { openTroubles, readTrouble, type SourceTrouble, sumHours } from '#db/source-health.ts';
import { ALL_SOURCES, HOUR_MS } from '#domain/rhythm.ts';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import { whereToLook } from '#domain/where-to-look.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { SourceTroubleModel } from './statement-models.ts';

/** What ops are told of a source that does not fare well. */
export async function loadSourceTrouble(
  db: Db,
  { settings }: SettingsInForce,
  { detail }: MessageRow,
  now: Date,
): Promise<SourceTroubleModel | null> {
  const { about } = detail;
  if (about !== 'silent' && about !== 'refused' && about !== 'subscription') return null;
  const since = new Date(String(detail.since));
  const trouble = await readTrouble(db, { sourceId: String(detail.sourceId), kind: about, since });
  if (!trouble) return null;
  return troubleModel(settings, trouble, await refusedSince(db, trouble, now));
}

function troubleModel(
  settings: Settings,
  { sourceId, kind, since, amount, problem, toldAt, endedAt }: SourceTrouble,
  refused: number,
): SourceTroubleModel {
  const isAll = sourceId === ALL_SOURCES;
  return {
    ...{ kind, since, amount, problem, toldAt, endedAt },
    name: isAll ? null : sourceName(settings, sourceId),
    refusedSince: kind === 'silent' ? refused : 0,
    isKnown: isAll || settings.sources.some(({ id }) => id === sourceId),
    look: whereToLook(settings, sourceId),
  };
}

/** What is wrong with sources now, by source. */
export async function loadTroubles(
  db: Db,
  settings: Settings,
  now: Date,
): Promise<Map<string, SourceTroubleModel[]>> {
  const open = await openTroubles(db);
  const models = await Promise.all(
    open.map(
      async (trouble) =>
        [trouble.sourceId, troubleModel(settings, trouble, await refusedSince(db, trouble, now))] as const,
    ),
  );
  return new Map(
    [...Map.groupBy(models, ([sourceId]) => sourceId)].map(([id, of]) => [id, of.map(([, model]) => model)]),
  );
}

/** From the hour of the last delivery on. */
async function refusedSince(db: Db, { sourceId, since, endedAt }: SourceTrouble, now: Date): Promise<number> {
  const sums = (await sumHours(db, new Date(since.getTime() - HOUR_MS + 1), endedAt ?? now)).get(sourceId);
  return (sums?.unproven ?? 0) + (sums?.unreadable ?? 0);
}
