import type { ConsentChange } from '#domain/consent.ts';
import { localDate } from '#domain/day.ts';
import type { Consent } from '#domain/lead.ts';
import { placedFacts } from '#domain/merge-lead.ts';
import { type Known, type Origin, originAt } from '#domain/origin.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import type { DetailsModel } from './models.ts';

/** Who said what of a lead, and when, in words. */

export const CONSENT_WORDS: Record<Consent, Record<ConsentChange['to'], string>> = {
  do_not_call: { set: 'Do not call', lifted: 'May be called again' },
  do_not_contact: { set: 'Do not contact', lifted: 'May be contacted again' },
  unsubscribed: { set: 'Unsubscribed from e-mail', lifted: 'May be e-mailed again' },
};

export function tellerName(settings: Settings, { by, id }: Pick<Origin, 'by' | 'id'>): string {
  if (by === 'rep') return nameOf(settings, id);
  return by === 'import' ? `${sourceName(settings, id)} (import)` : sourceName(settings, id);
}

// In the order in which they are told. Whatever is not here comes after them, called as its field is.
const WORDS: Record<string, string | null> = {
  id: null,
  occurred_at: null,
  'person.name': 'name',
  'person.email': 'e-mail address',
  'person.phone': 'phone number',
  'person.title': 'title',
  'person.linkedin_url': 'profile',
  'account.name': 'company',
  'account.domain': 'company’s domain',
  'account.employees': 'company’s size',
  'account.revenue': 'company’s revenue',
  'account.country': 'company’s country',
  'account.region': 'company’s region',
  'account.abm_tier': 'ABM tier',
  channel: 'how they came',
  product_interest: 'what they asked about',
  owner_email: 'owner',
  refs: 'records elsewhere',
  'discovery.answers': 'answers',
};

/** Each fact with whoever said it last, those of one day together, the newest first. */
export function whoSaid(settings: Settings, known: Known): DetailsModel['known'] {
  const told = placedFacts(known.record).flatMap(({ place, value }) => {
    const origin = originAt(known.origins, place);
    const words = wordsOf(place, value, origin);
    return words === null ? [] : [{ words, origin, rank: rankOf(fieldOf(place)) }];
  });
  const { time_zone } = settings.workspace;
  const groups = Map.groupBy(told, ({ origin: { by, id, at } }) =>
    [by, id, localDate(time_zone, new Date(at))].join(),
  );
  const lines = [...groups.values()].map((facts) => {
    const [newest = facts[0]] = facts.toSorted((a, b) => (a.origin.at < b.origin.at ? 1 : -1));
    if (newest === undefined) throw new Error('a group is never empty');
    return {
      name: tellerName(settings, newest.origin),
      at: new Date(newest.origin.at),
      facts: groups.size === 1 ? null : inOrder(facts),
    };
  });
  return lines.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

const inOrder = (facts: readonly { words: string; rank: number }[]): string[] => [
  ...new Set(facts.toSorted((a, b) => a.rank - b.rank).map(({ words }) => words)),
];

const fieldOf = (place: string): string => place.replace(/\[\d+\]$/, '');

function rankOf(field: string): number {
  const rank = Object.keys(WORDS).indexOf(field);
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank;
}

function wordsOf(place: string, value: unknown, origin: Origin): string | null {
  if (value === undefined) return null;
  const field = fieldOf(place);
  const consent = /^consent\.(.*)$/.exec(field)?.[1] as Consent | undefined;
  if (consent !== undefined) {
    if (value === false && !origin.lifted) return null;
    return CONSENT_WORDS[consent][value === true ? 'set' : 'lifted'].toLowerCase();
  }
  const words = WORDS[field];
  return words === undefined ? (field.split('.').at(-1) ?? field).replaceAll('_', ' ') : words;
}
