import type { Db } from '#db/db.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { countItems, countQuarantined, countRepeats, lastDeliveries } from '#db/source-counts.ts';
import { startOfDay } from '#domain/day.ts';
import type { Source } from '#domain/settings.ts';
import { isSystem, SYSTEMS } from '#domain/systems.ts';
import { TEST_SOURCE } from '#domain/test-lead.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { SourcesModel } from './statement-models.ts';

const OUTCOME_WORDS: Record<ItemOutcome, string> = {
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

/** Every source of the settings: when it was heard, what came of it today, and how it proves itself. */
export async function loadSources(db: Db, { settings }: SettingsInForce, now: Date): Promise<SourcesModel> {
  const last = await lastDeliveries(db);
  const dayStart = startOfDay({ timeZone: settings.workspace.time_zone }, now);
  const today = await countItems(db, dayStart);
  const repeats = await countRepeats(db, dayStart);
  const quarantined = await countQuarantined(db);
  const known = new Set([TEST_SOURCE, ...settings.sources.map(({ id }) => id)]);
  return {
    sources: settings.sources.map((source) => ({
      id: source.id,
      name: source.name,
      lastDeliveryAt: last.get(source.id) ?? null,
      today: OUTCOMES.flatMap((outcome) => {
        const row = today.find((one) => one.sourceId === source.id && one.outcome === outcome);
        const whole = outcome === 'repeated' ? (repeats.get(source.id) ?? 0) : 0;
        const count = (row?.count ?? 0) + whole;
        return count > 0 ? [{ words: OUTCOME_WORDS[outcome], count }] : [];
      }),
      quarantined: quarantined.get(source.id) ?? 0,
      proof: proofWords(source),
    })),
    former: [...last.keys()].filter((id) => !known.has(id)),
  };
}

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
