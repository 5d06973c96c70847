import { getCountry } from 'countries-and-timezones';
import { countryCode, fold } from './countries.ts';
import type { CanonicalLead } from './lead.ts';
import { offsetAt } from './local-time.ts';
import { PHONE_ZONES } from './phone-zones.ts';
import { REGION_ZONES } from './region-zones.ts';
import { timeZone } from './settings-shapes.ts';

/** Where a lead is by the clock: told by the source, or guessed from their region, country or phone number. */

/** `told` is no guess; `company` is where their company is. Nothing is ever guessed from an e-mail address. */
export type Basis = 'told' | 'region' | 'country' | 'company' | 'phone';
/** Zones that show different times now, the westernmost first. */
export type Whereabouts = { zones: readonly string[]; basis: Basis };

type Known = Pick<CanonicalLead, 'person' | 'account'>;

// Wider apart, as under +1 800 or +7, their clocks say nothing.
const WIDEST_MS = 6 * 3_600_000;

/** The zones a lead may be in; null where nothing says, or nothing that helps. */
export function whereaboutsOf(lead: Known, now: Date): Whereabouts | null {
  const where = guess(lead, now);
  const [west] = where?.zones ?? [];
  const east = where?.zones.at(-1);
  if (west === undefined || east === undefined) return null;
  const spread = offsetAt(east, now.getTime()) - offsetAt(west, now.getTime());
  return spread <= WIDEST_MS ? where : null;
}

function guess({ person, account }: Known, now: Date): Whereabouts | null {
  const told = timeZone.safeParse(person.time_zone);
  if (told.success) return { zones: [told.data], basis: 'told' };
  const country = codeOf(person.country ?? account.country);
  const region = person.region ?? account.region;
  const ofRegion = country && region ? zonesOfRegion(country, region) : [];
  if (ofRegion.length > 0) return { zones: apart(ofRegion, now), basis: 'region' };
  const ofPhone = zonesOfPhone(person.phone, country);
  const ofCountry = country ? zonesOfCountry(country) : [];
  if (country === null || ofCountry.length === 0) {
    return ofPhone.length > 0 ? { zones: apart(ofPhone, now), basis: 'phone' } : null;
  }
  // The number may say which part of a large country it is.
  const inCountry = apart(
    ofPhone.filter((zone) => isIn(zone, country)),
    now,
  );
  const zones = apart(ofCountry, now);
  if (inCountry.length > 0 && inCountry.length < zones.length) return { zones: inCountry, basis: 'phone' };
  return { zones, basis: person.country === undefined ? 'company' : 'country' };
}

const codeOf = (country: string | undefined): string | null => (country ? countryCode(country) : null);

const zonesOfCountry = (country: string): readonly string[] =>
  REGION_ZONES[country]?.usual ?? known(country)?.timezones ?? [];

const isIn = (zone: string, country: string): boolean =>
  Object.hasOwn(REGION_ZONES[country]?.regions ?? {}, zone) ||
  (known(country)?.timezones.includes(zone) ?? false);

const known = (country: string): { timezones: string[] } | null =>
  /^[A-Z]{2}$/.test(country) ? getCountry(country) : null;

function zonesOfRegion(country: string, region: string): string[] {
  const wanted = fold(region).replace(new RegExp(`^${country.toLowerCase()}-`), '');
  const { regions = {} } = REGION_ZONES[country] ?? {};
  return Object.keys(regions).filter((zone) => namesIn(regions[zone] ?? '').includes(wanted));
}

/** Of `CA California, WA Washington|Washington State` each code and each name. */
const namesIn = (regions: string): string[] =>
  regions.split(', ').flatMap((region) => {
    const [code = '', ...name] = region.split(' ');
    return [code, ...name.join(' ').split('|')].map(fold);
  });

let beginnings: Map<string, string> | undefined;

function zonesOfPhone(phone: string | undefined, country: string | null): readonly string[] {
  const digits = phone ? internationalDigits(phone, country) : null;
  if (digits === null) return [];
  beginnings ??= new Map(
    Object.entries(PHONE_ZONES).flatMap(([zones, numbers]) =>
      numbers.split(' ').map((number) => [number, zones] as const),
    ),
  );
  for (let length = Math.min(digits.length, LONGEST_BEGINNING); length > 0; length -= 1) {
    const zones = beginnings.get(digits.slice(0, length));
    if (zones !== undefined) return zones.split(' ');
  }
  return [];
}

// As long as the longest of the data.
const LONGEST_BEGINNING = 8;
const SHARE_ONE = ['US', 'CA'];

/** The digits of a number that says its country, or that is written as people in North America write theirs. */
function internationalDigits(phone: string, country: string | null): string | null {
  const [number = ''] = phone.trim().split(/ext|x|#|,|;/i);
  const digits = number.replace('(0)', '').replace(/\D/g, '');
  if (/^\s*\+/.test(number)) return digits;
  if (digits.startsWith('00')) return digits.slice(2);
  const isHome = country !== null && SHARE_ONE.includes(country);
  if (isHome && /^1?\d{10}$/.test(digits)) return digits.length === 10 ? `1${digits}` : digits;
  return null;
}

/** One of those that show one time now, the westernmost first. */
function apart(zones: readonly string[], now: Date): string[] {
  const byOffset = new Map<number, string>();
  for (const zone of zones) {
    const offset = offsetAt(zone, now.getTime());
    if (!byOffset.has(offset)) byOffset.set(offset, zone);
  }
  return [...byOffset].sort(([a], [b]) => a - b).map(([, zone]) => zone);
}
