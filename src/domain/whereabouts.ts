import { getCountry } from 'countries-and-timezones';
import { countryCode, countryName, fold } from './countries.ts';
import type { CanonicalLead } from './lead.ts';
import { offsetAt, zoneNamed } from './local-time.ts';
import { PHONE_ZONES } from './phone-zones.ts';
import { REGION_ZONES } from './region-zones.ts';

/** Where a lead is by the clock: told by the source, or guessed from their region, country or phone number. */

/** `told` is no guess; `company` is where their company is. Nothing is ever guessed from an e-mail address. */
export type Basis = 'told' | 'region' | 'country' | 'company' | 'phone';
export type Whereabouts = {
  /** They show different times now, the westernmost first. */
  zones: readonly string[];
  basis: Basis;
  /** What to call it: their zone's city where that says where they are, else their country; null where neither is known. */
  place: string | null;
};

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
  const told = person.time_zone === undefined ? null : zoneNamed(person.time_zone);
  if (told !== null) return { zones: [told], basis: 'told', place: cityOf([told]) };
  const country = codeOf(person.country ?? account.country);
  const region = person.region ?? account.region;
  const ofRegion = country && region ? zonesOfRegion(country, region) : [];
  if (country !== null && ofRegion.length > 0) {
    const zones = apart(ofRegion, now);
    return { zones, basis: 'region', place: cityOf(zones) ?? countryName(country) };
  }
  const ofPhone = zonesOfPhone(person.phone, country);
  if (country === null) return guessByPhone(ofPhone, now);
  // The number may say which part of a large country it is.
  const inCountry = apart(
    ofPhone.zones.filter((zone) => isIn(zone, country)),
    now,
  );
  const zones = apart(zonesOfCountry(country), now);
  if (inCountry.length > 0 && inCountry.length < zones.length)
    return { zones: inCountry, basis: 'phone', place: cityOf(inCountry) ?? countryName(country) };
  const basis = person.country === undefined ? 'company' : 'country';
  return { zones, basis, place: countryName(country) };
}

function guessByPhone({ zones: possible, isOfArea }: PhoneZones, now: Date): Whereabouts | null {
  if (possible.length === 0) return null;
  const zones = apart(possible, now);
  return { zones, basis: 'phone', place: isOfArea ? cityOf(zones) : null };
}

/** `America/Argentina/Buenos_Aires` as people call it. Names such as `Etc/GMT+5` are of no city. */
function cityOf([zone, another]: readonly string[]): string | null {
  if (zone === undefined || another !== undefined || zone.startsWith('Etc/')) return null;
  return zone.includes('/') ? (zone.split('/').at(-1)?.replaceAll('_', ' ') ?? null) : null;
}

/** The code of a country that is known. */
function codeOf(country: string | undefined): string | null {
  const code = country ? countryCode(country) : '';
  return /^[A-Z]{2}$/.test(code) && zonesOfCountry(code).length > 0 ? code : null;
}

const zonesOfCountry = (country: string): readonly string[] =>
  REGION_ZONES[country]?.usual ?? zonesKnownOf(country);

const isIn = (zone: string, country: string): boolean =>
  Object.hasOwn(REGION_ZONES[country]?.regions ?? {}, zone) || zonesKnownOf(country).includes(zone);

const zonesKnownOf = (country: string): readonly string[] => getCountry(country)?.timezones ?? [];

function zonesOfRegion(country: string, region: string): string[] {
  const written = fold(region);
  const prefix = `${country.toLowerCase()}-`;
  const wanted = written.startsWith(prefix) ? written.slice(prefix.length) : written;
  const { regions = {} } = REGION_ZONES[country] ?? {};
  return Object.keys(regions).filter((zone) => namesIn(regions[zone] ?? '').includes(wanted));
}

/** Of `CA California, WA Washington|Washington State` each code and each name. */
const namesIn = (regions: string): string[] =>
  regions.split(', ').flatMap((region) => {
    const [code = '', ...name] = region.split(' ');
    return [code, ...name.join(' ').split('|')].map(fold);
  });

/** `isOfArea` where the number says more than its country. */
type PhoneZones = { zones: readonly string[]; isOfArea: boolean };

let beginnings: Map<string, string> | undefined;

function zonesOfPhone(phone: string | undefined, country: string | null): PhoneZones {
  const digits = phone ? (internationalDigits(phone, country) ?? '') : '';
  beginnings ??= new Map(
    Object.entries(PHONE_ZONES).flatMap(([zones, numbers]) =>
      numbers.split(' ').map((number) => [number, zones] as const),
    ),
  );
  const fitting: string[] = [];
  for (let length = Math.min(digits.length, LONGEST_BEGINNING); length > 0; length -= 1) {
    const zones = beginnings.get(digits.slice(0, length));
    if (zones !== undefined) fitting.push(zones);
  }
  return { zones: fitting[0]?.split(' ') ?? [], isOfArea: fitting.length > 1 };
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
