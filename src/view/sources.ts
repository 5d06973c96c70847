import type { Db } from '#db/db.ts';
import type { ItemOutcome } from '#db/schema.ts';
import {
  countItems,
  countQuarantined,
  countRepeats,
  lastDeliveries,
  type Rate,
  readRates,
} from '#db/source-counts.ts';
import { readWatched } from '#db/source-health.ts';
import { startOfDay } from '#domain/day.ts';
import { ALL_SOURCES } from '#domain/rhythm.ts';
import type { Source } from '#domain/settings.ts';
import { isSystem, SYSTEMS } from '#domain/systems.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { loadTroubles } from './source-troubles.ts';
import type { SourcesModel } from './statement-models.ts';

export const OUTCOME_WORDS: Record<ItemOutcome, string> = {
  handoff: 'handed over',
  shadow: 'only looked at',
  nurture: 'to nurture',
  joined: 'joined an open lead',
  activity: 'activities of reps',
  signal: 'signals',
  updated: 'news of known people',
  erased: 'erased on request',
  imported: 'imported',
  test: 'tests',
  repeated: 'repeated',
  quarantined: 'not readable',
  ignored: 'ignored',
};
const OUTCOMES = Object.keys(OUTCOME_WORDS) as ItemOutcome[]; // its own keys, in the order of the table

/** As many as are read at a glance. */
const SOURCES_A_PAGE = 8;
const LATELY_DAYS = 7;
const BEFORE_DAYS = 28;
const DAY_MS = 86_400_000;

/** A page of the sources of the settings: how they fare, what came of them today, and how they prove themselves. */
export async function loadSources(
  db: Db,
  { settings }: SettingsInForce,
  { now, page: asked }: { now: Date; page: number },
): Promise<SourcesModel> {
  const last = await lastDeliveries(db);
  const dayStart = startOfDay({ timeZone: settings.workspace.time_zone }, now);
  const today = await countItems(db, dayStart);
  const repeats = await countRepeats(db, dayStart);
  const quarantined = await countQuarantined(db);
  const rates = await readRates(db, now, { lately: LATELY_DAYS, before: BEFORE_DAYS });
  const watched = await readWatched(db);
  const troubles = await loadTroubles(db, settings, now);
  const total = settings.sources.length;
  const page = Math.max(0, Math.min(asked, Math.ceil(total / SOURCES_A_PAGE) - 1));
  const known = new Set([TEST_SOURCE, ...settings.sources.map(({ id }) => id)]);
  const isWell = ({ id }: Source) => !troubles.has(id);
  // What needs somebody comes first.
  const inOrder = settings.sources.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b)));
  const shown = inOrder.slice(page * SOURCES_A_PAGE, (page + 1) * SOURCES_A_PAGE);
  return {
    sources: shown.map((source) => ({
      id: source.id,
      name: source.name,
      lastDeliveryAt: last.get(source.id) ?? null,
      rate: perDay(rates.get(source.id), now),
      refused: refusedOf(rates.get(source.id)),
      today: OUTCOMES.flatMap((outcome) => {
        const row = today.find((one) => one.sourceId === source.id && one.outcome === outcome);
        const whole = outcome === 'repeated' ? (repeats.get(source.id) ?? 0) : 0;
        const count = (row?.count ?? 0) + whole;
        return count > 0 ? [{ words: OUTCOME_WORDS[outcome], count }] : [];
      }),
      quarantined: quarantined.get(source.id) ?? 0,
      proof: proofWords(source),
      troubles: troubles.get(source.id) ?? [],
      subscriptionEndsAt: watched.get(source.id)?.subscriptionEndsAt ?? null,
    })),
    troubles: troubles.get(ALL_SOURCES) ?? [],
    ...{ page, pageRows: SOURCES_A_PAGE, total },
    former: [...last.keys()].filter((id) => !known.has(id)),
  };
}

/** A source that began lately had no time before to be compared with, or less of it. */
function perDay(rate: Rate | undefined, now: Date): SourcesModel['sources'][number]['rate'] {
  if (!rate) return { lately: 0, before: null };
  const days = (now.getTime() - rate.beganAt.getTime()) / DAY_MS;
  const before = Math.min(BEFORE_DAYS, days - LATELY_DAYS);
  return {
    lately: rate.lately / Math.min(LATELY_DAYS, Math.max(1, days)),
    before: before < 1 ? null : rate.before / before,
  };
}

const refusedOf = (rate: Rate | undefined) => ({
  unproven: rate?.unproven ?? 0,
  unreadable: rate?.unreadable ?? 0,
});

/** How deliveries prove who sent them; what the secret is stands in the environment only. */
function proofWords({ auth, format }: Source): string {
  if (auth === undefined || auth === 'none') return 'nothing: whoever knows the address can send';
  switch (auth.type) {
    case 'standard-webhooks':
      return 'signed (Standard Webhooks)';
    case 'hmac':
      return `signed (HMAC ${auth.algorithm} in the ${auth.header === undefined ? `parameter ${auth.parameter}` : `header ${auth.header}`})`;
    case 'own':
      return `as ${isSystem(format) ? SYSTEMS[format] : 'its tool'} does`;
    case 'jwt':
      return 'a signed token (RS256)';
    case 'path':
      return 'a secret in the address';
    case 'query':
      return `a secret in the parameter ${auth.parameter} of the address`;
    case 'body':
      return `a secret in the field ${auth.field}, which is never stored`;
    case 'bearer':
      return 'a bearer token';
    case 'basic':
      return `a password, as user ${auth.user}`;
    case 'header':
      return `a secret in the header ${auth.header}`;
  }
}
