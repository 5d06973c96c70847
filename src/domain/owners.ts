import { teamOf } from './account-team.ts';
import { accountDomain, namedAccountsOf } from './accounts.ts';
import type { CanonicalLead } from './lead.ts';
import { accountSystemName } from './mirror-systems.ts';
import { isCustomerOf, type MirroredAccount } from './mirrored-account.ts';
import type { NamedOwner, TriedRule } from './routing/record.ts';
import type { Settings } from './settings.ts';
import { type Leg, USUAL_LEG } from './settings-shapes.ts';
import { idOf } from './team.ts';

/** Who owns a lead before any route is asked: by its sender, its company's history and the settings. */

/** What is known here of a company's owners. */
export type KnownOwners = {
  /** Whether somebody of the company, or of its group, is a customer. */
  isCustomer: boolean;
  /** Whoever had the customer last: after the sale, else as it was made. */
  customer: string | null;
  /** Whoever had the customer or the opportunity by the CRM it was imported from. */
  importedCustomer: string | null;
  hasOpportunity: boolean;
  opportunity: string | null;
  importedOpportunity: string | null;
  account: string | null;
  /** The owner of an account of the same group. */
  group: string | null;
  /** Whoever works on somebody else of the company. */
  colleague: string | null;
  /** What a CRM, or a file, says of the company now. */
  mirrored: MirroredAccount | null;
};
export const NOBODY_KNOWN: KnownOwners = {
  isCustomer: false,
  customer: null,
  importedCustomer: null,
  hasOpportunity: false,
  opportunity: null,
  importedOpportunity: null,
  account: null,
  group: null,
  colleague: null,
  mirrored: null,
};

type Owned = { record: CanonicalLead; sourceId: string };

/** Everybody who is named, strongest first. They hold for whoever takes the lead first; later legs go by their routes. */
export function ownersOf(
  settings: Settings,
  leg: Leg,
  { record, sourceId }: Owned,
  known: KnownOwners,
): NamedOwner[] {
  if (leg !== USUAL_LEG) return [];
  const company = accountDomain(settings, record);
  const entries = company === null ? [] : namedAccountsOf(settings, company);
  const entry = entries.find(({ account }) => account.owner !== undefined);
  const named = entry?.account.owner ?? null;
  const { mirrored } = known;
  const sdrs = teamOf(settings, 'sdr', record, mirrored);
  const hasLeft = mirrored?.isChurned === true;
  const isCustomerHere = known.isCustomer && !hasLeft;
  const isToldCustomer = record.account.existing_customer === true && !hasLeft;
  const isMirroredCustomer = mirrored !== null && isCustomerOf(mirrored);
  const isCustomer = isCustomerHere || isToldCustomer || isMirroredCustomer;
  const customer = isCustomerHere
    ? (known.customer ?? known.account ?? known.importedCustomer ?? known.group)
    : null;
  const told = isToldCustomer || isMirroredCustomer ? (known.account ?? named ?? known.group) : null;
  const opportunity = known.hasOpportunity
    ? (known.opportunity ?? known.account ?? known.importedOpportunity)
    : null;
  // What somebody did here is known for sure; what a CRM says now is newer than what was learned on the way.
  const inCrm = (by: MirroredBy, hadBy: string | null) =>
    mirrored === null ? [] : [owner(by, hadBy, OWNER_WORDS[by]), ...mirroredOwners(settings, by, mirrored)];
  const all: (NamedOwner | null)[] = [
    sendersOwner(settings, { record, sourceId }),
    ...(isCustomer ? inCrm('customer', isCustomerHere ? known.customer : null) : []),
    owner('customer', customer ?? told, OWNER_WORDS.customer),
    ...(known.hasOpportunity || mirrored?.hasOpportunity === true
      ? inCrm('opportunity', known.hasOpportunity ? known.opportunity : null)
      : []),
    owner('opportunity', opportunity, OWNER_WORDS.opportunity),
    ...sdrs,
    owner('account_owner', named, entry?.isParent ? 'named account of the same group' : 'named account'),
    ...inCrm('account_owner', null),
    owner('domain', known.account, 'owner of the account'),
    owner('domain', known.group, 'owner of an account of the same group'),
    owner('domain', known.colleague, 'works on a colleague of theirs'),
  ];
  return all.filter((one) => one !== null);
}

/** Those whom the sender and the settings name. */
export const ownersInSettings = (settings: Settings, leg: Leg, lead: Owned): NamedOwner[] =>
  ownersOf(settings, leg, lead, NOBODY_KNOWN);

const OWNER_WORDS = {
  customer: 'owner of the customer',
  opportunity: 'owner of the open opportunity',
  account_owner: 'owner of the account',
} as const;

type MirroredBy = keyof typeof OWNER_WORDS;

/** Its owner, then, of a customer, those of its team whom the settings know; the team of others only helps with it. */
function mirroredOwners(
  settings: Settings,
  by: MirroredBy,
  { system, ownerEmail, team }: MirroredAccount,
): NamedOwner[] {
  const where = accountSystemName(system);
  const own =
    ownerEmail === null
      ? []
      : [{ by, repId: idOf(settings, ownerEmail), rule: `${OWNER_WORDS[by]} in ${where}` }];
  if (by !== 'customer') return own;
  const others = team.flatMap((email) => idOf(settings, email) ?? []);
  return [
    ...own,
    ...others.map((repId) => ({ by, repId, rule: `account team of the customer in ${where}` })),
  ];
}

const owner = (by: NamedOwner['by'], repId: string | null, rule: string): NamedOwner | null =>
  repId === null ? null : { by, repId, rule };

function sendersOwner(settings: Settings, { record, sourceId }: Owned): NamedOwner | null {
  const source = settings.sources.find(({ id }) => id === sourceId);
  if (source?.owner !== 'senders' || !record.owner_email) return null;
  return {
    by: 'senders_owner',
    repId: idOf(settings, record.owner_email),
    rule: `owner named by ${source.id}`,
  };
}

/** Each person once: whoever cannot take a lead for the strongest reason cannot for a weaker one. */
export function eachOnce(owners: readonly NamedOwner[]): NamedOwner[] {
  return owners.filter(({ repId }, index) => owners.findIndex((other) => other.repId === repId) === index);
}

const MOST_HINTS = 3;

/** What speaks for somebody and decides nothing: a sender's owner where we decide, and the same company name. */
export function hintsOf(
  settings: Settings,
  leg: Leg,
  { record, sourceId }: Owned,
  ownersOfSameName: readonly string[],
): TriedRule[] {
  if (leg !== USUAL_LEG) return [];
  const source = settings.sources.find(({ id }) => id === sourceId);
  const isOurs = source?.owner === 'ours';
  const sender = isOurs && record.owner_email ? idOf(settings, record.owner_email) : null;
  return [
    ...(source && sender !== null ? [hint(`owner named by ${source.id}`, sender)] : []),
    ...ownersOfSameName
      .slice(0, MOST_HINTS)
      .map((repId) => hint('same company name as an account of theirs', repId)),
  ];
}

const hint = (rule: string, repId: string): TriedRule => ({ rule, result: 'hint', repId, poolId: null });
