import { type CanonicalLead, canonicalLeadSchema } from '#domain/lead.ts';
import { fitToLead, writingOf } from './fit.ts';
import type { ReadableSource } from './read-items.ts';
import { isRecord } from './record.ts';

/** What tells who it is and how urgent: in the words of the lead, each by itself. */
const SEEN: readonly (readonly [group: string | null, field: string])[] = [
  [null, 'kind'],
  [null, 'channel'],
  [null, 'temperature'],
  ['person', 'full_name'],
  ['person', 'first_name'],
  ['person', 'last_name'],
  ['person', 'email'],
  ['person', 'phone'],
  ['account', 'name'],
  ['account', 'domain'],
];

/** What can be seen of an item that could not be read as a whole; null where that is nothing. */
export async function glimpse(
  { settings, mapping }: ReadableSource,
  item: unknown,
  body: unknown,
  receivedAt: Date,
): Promise<CanonicalLead | null> {
  const told: unknown = settings.format === 'mapped' ? await mapped() : item;
  const seen = isRecord(told) ? SEEN.reduce((lead, place) => take(told, lead, place), {}) : {};
  if (Object.keys(seen).length === 0) return null;
  const lead = canonicalLeadSchema.parse(seen);
  return {
    ...lead,
    channel: lead.channel ?? settings.defaults.channel,
    temperature: lead.temperature ?? settings.defaults.temperature,
  };

  async function mapped(): Promise<unknown> {
    const found: Record<string, unknown> = {};
    for (const { path, evaluate } of mapping.fields) {
      const [group = '', field] = path.split('.');
      const isSeen = SEEN.some(
        (place) => place[0] === (field ? group : null) && place[1] === (field ?? group),
      );
      if (!isSeen) continue;
      const result = await evaluate({ item, body, receivedAt });
      if (!result.ok) continue;
      if (field === undefined) found[group] = result.value;
      else found[group] = { ...(isRecord(found[group]) ? found[group] : {}), [field]: result.value };
    }
    return fitToLead(found, writingOf(settings, receivedAt)).lead;
  }
}

/** The lead so far with one field more, where that field by itself is right. */
function take(
  told: Record<string, unknown>,
  lead: Record<string, unknown>,
  [group, field]: (typeof SEEN)[number],
): Record<string, unknown> {
  const from = group === null ? told : told[group];
  if (!isRecord(from) || !Object.hasOwn(from, field)) return lead;
  const before = group === null ? {} : lead[group];
  const more =
    group === null
      ? { [field]: from[field] }
      : { [group]: { ...(isRecord(before) ? before : {}), [field]: from[field] } };
  return canonicalLeadSchema.safeParse(more).success ? { ...lead, ...more } : lead;
}
