import type { ReadAccount } from '#db/mirrored-accounts.ts';
import { domainsAbove, emailDomain, normaliseDomain } from '#domain/email-domains.ts';
import { TEAM_ROLES, type TeamRole } from '#domain/leg-roles.ts';
import { storableText } from '#domain/storable.ts';

/** An account as a CRM writes it: in whatever way, and with everything missing that may be. */
export type ToldAccount = {
  recordId: string;
  name?: unknown;
  /** Domains and sites; several may stand in one text. */
  domains: readonly unknown[];
  ownerEmail?: unknown;
  team?: readonly unknown[];
  byRole?: Partial<Record<TeamRole, unknown>>;
  customer?: unknown;
  customerSince?: unknown;
  opportunity?: unknown;
  tier?: unknown;
  churned?: unknown;
};

const LONGEST_ID = 200;
const LONGEST_NAME = 300;
const MOST_DOMAINS = 50;
const MOST_TEAM = 20;

/** What it says, as it is kept. What cannot be read is not known. */
export function readAccountTold(told: ToldAccount): ReadAccount {
  const name = textOf(told.name);
  return {
    recordId: storableText(told.recordId).slice(0, LONGEST_ID),
    name: name === null ? null : Array.from(name).slice(0, LONGEST_NAME).join(''),
    facts: {
      domains: [...new Set(told.domains.flatMap(domainsIn))].slice(0, MOST_DOMAINS),
      ownerEmail: emailOf(told.ownerEmail),
      team: [...new Set((told.team ?? []).flatMap((email) => emailOf(email) ?? []))].slice(0, MOST_TEAM),
      ...rolesIn(told.byRole),
      isCustomer: yesOrNo(told.customer),
      customerSince: dayOf(told.customerSince),
      hasOpportunity: yesOrNo(told.opportunity),
      tier: textOf(told.tier),
      isChurned: yesOrNo(told.churned),
    },
  };
}

/** Nothing where nobody is named: most accounts have no team. */
function rolesIn(told: ToldAccount['byRole'] = {}): { byRole?: Partial<Record<TeamRole, string>> } {
  const named = TEAM_ROLES.flatMap((role) => {
    const email = emailOf(told[role]);
    return email === null ? [] : [[role, email] as const];
  });
  return named.length === 0 ? {} : { byRole: Object.fromEntries(named) };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = storableText(value).trim();
  return text === '' ? null : text.slice(0, LONGEST_NAME);
}

function emailOf(value: unknown): string | null {
  const text = textOf(value)?.toLowerCase() ?? null;
  return text !== null && emailDomain(text) !== null ? text : null;
}

/** Domains in a text: of a site, of an address, or one beside the other. */
function domainsIn(value: unknown): string[] {
  const text = textOf(value);
  if (text === null) return [];
  return text.split(/[\s,;]+/).flatMap((part) => {
    const host = part
      .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
      .replace(/[/?#].*$/s, '')
      .replace(/^.*@/s, '')
      .replace(/:\d*$/, '')
      .replace(/^www\./i, '');
    const domain = normaliseDomain(host);
    return domain !== null && domainsAbove(domain).length > 0 ? [domain] : [];
  });
}

const YES = new Set(['true', 'yes', 'y', '1', 'ja', 'oui', 'si', 'sí', 'x', 'churned', 'customer']);
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'non', 'active', '-']);

/** Yes or no as a field, a cell or a count says it; a day on which it came to be so is a yes. */
export function yesOrNo(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value > 0;
  const text = textOf(value)?.toLowerCase() ?? null;
  if (text === null) return null;
  if (YES.has(text) || NO.has(text)) return YES.has(text);
  if (/^\d+$/.test(text)) return Number(text) > 0;
  return dayOf(text) === null ? null : true;
}

const FIRST_YEAR = 1950;

/** A day, of a date, an instant or milliseconds; null for anything else, as for a day nobody can mean. */
export function dayOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const written = /^\d{12,13}$/.test(text) ? new Date(Number(text)).toISOString() : text;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(written) ?? [];
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || Number(year) < FIRST_YEAR) return null;
  // The 31st of February is another day to Date.
  return at.toISOString().slice(0, 10) === `${year}-${month}-${day}` ? `${year}-${month}-${day}` : null;
}
