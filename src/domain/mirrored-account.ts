import { companyAt } from './accounts.ts';
import { registrableDomain } from './email-domains.ts';
import type { CanonicalLead } from './lead.ts';
import type { TeamRole } from './leg-roles.ts';
import { type AccountSystem, FILE_OF_ACCOUNTS } from './mirror-systems.ts';
import type { Settings } from './settings.ts';

/** What a CRM, or a file in its place, says of a company: who looks after it, and what it is to us. */

/** What is said of an account; null is not known. */
export type AccountFacts = {
  /** As they are compared. */
  domains: string[];
  ownerEmail: string | null;
  /** Addresses of the others who look after it. */
  team: string[];
  /** The address of whoever of them has which role; absent where none is said, as in older rows. */
  byRole?: Partial<Record<TeamRole, string>>;
  isCustomer: boolean | null;
  /** The day: 2024-03-01. */
  customerSince: string | null;
  hasOpportunity: boolean | null;
  tier: string | null;
  isChurned: boolean | null;
};

export type MirroredAccount = AccountFacts & {
  system: AccountSystem;
  recordId: string;
  name: string | null;
  /** When it was read there last. */
  mirroredAt: Date;
  /** Whether a person here said that the lead is of this account, which no domain tells. */
  isConfirmed: boolean;
};

const STALE_MS = 2 * 24 * 60 * 60_000;

/** Whether it is so old that it may be otherwise by now. It is used all the same, and says so. */
export const isStale = ({ mirroredAt }: Pick<MirroredAccount, 'mirroredAt'>, now: Date): boolean =>
  now.getTime() - mirroredAt.getTime() > STALE_MS;

/** By what domains an account is looked up: its own, and the registered ones above them. */
export const lookedUpBy = (domains: readonly string[]): string[] => [
  ...new Set(domains.flatMap((domain) => [domain, registrableDomain(domain) ?? domain])),
];

/**
 * Of all accounts that may be a lead's, the one that is used, as a whole: what a person said before any domain, a CRM before
 * a file, what is fresh before what is stale, then the one that says most about whose the company is.
 */
export function accountAmong(
  settings: Pick<Settings, 'named_accounts' | 'free_mail'>,
  company: string | null,
  found: readonly MirroredAccount[],
  now: Date,
): MirroredAccount | null {
  const theirs = found.filter(
    ({ isConfirmed, domains }) =>
      isConfirmed || (company !== null && domains.some((domain) => companyAt(settings, domain) === company)),
  );
  const [first = null] = theirs.toSorted((a, b) => {
    const [weightsOfA, weightsOfB] = [weightsOf(a, now), weightsOf(b, now)];
    const at = weightsOfA.findIndex((weight, index) => weight !== weightsOfB[index]);
    if (at !== -1) return Number(weightsOfB[at]) - Number(weightsOfA[at]);
    return a.recordId < b.recordId ? -1 : 1;
  });
  return first;
}

const weightsOf = (account: MirroredAccount, now: Date): boolean[] => [
  account.isConfirmed,
  account.system !== FILE_OF_ACCOUNTS,
  !isStale(account, now),
  isCustomerOf(account),
  account.hasOpportunity === true,
  account.ownerEmail !== null,
];

/** Whether it buys from us now. */
export const isCustomerOf = ({ isCustomer, isChurned }: AccountFacts): boolean =>
  isCustomer === true && isChurned !== true;

type Stated = Pick<CanonicalLead['account'], 'existing_customer' | 'open_opportunity' | 'abm_tier'>;

/**
 * What is known of a lead's company with what its account says. A customer that left is none, whoever says otherwise; a
 * sender who says that somebody is a customer may know what the account does not tell.
 */
export function withAccount(stated: Stated, account: MirroredAccount | null): Stated & { churned?: boolean } {
  if (account === null) return stated;
  const { isCustomer, isChurned, hasOpportunity, tier } = account;
  const told = stated.existing_customer === true ? true : (isCustomer ?? stated.existing_customer);
  return {
    existing_customer: isChurned === true ? false : told,
    open_opportunity: hasOpportunity ?? stated.open_opportunity,
    abm_tier: tier ?? stated.abm_tier,
    ...(isChurned !== null && { churned: isChurned }),
  };
}
