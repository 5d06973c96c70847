import type { Db } from '#db/db.ts';
import type { LeadRow } from '#db/leads.ts';
import { accountSystemName } from '#domain/mirror-systems.ts';
import { isCustomerOf, isStale, type MirroredAccount } from '#domain/mirrored-account.ts';
import { idOf } from '#domain/owners.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf } from '#domain/team.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import type { AccountModel } from './models.ts';

/** What is mirrored of a lead's company, as the card shows it. */
export async function accountOnCard(
  db: Db,
  settings: Settings,
  lead: LeadRow,
  now: Date,
): Promise<AccountModel | null> {
  const account = await readAccount({ tx: db, settings, now }, lead);
  return account && accountModel(settings, account, now);
}

export function accountModel(settings: Settings, account: MirroredAccount, now: Date): AccountModel {
  const { customerSince, hasOpportunity, tier, ownerEmail, system, mirroredAt, isChurned } = account;
  const ownerId = ownerEmail === null ? null : idOf(settings, ownerEmail);
  return {
    customerSince: customerSince === null ? null : monthWords(customerSince),
    standing: isChurned === true ? 'left' : isCustomerOf(account) ? 'customer' : null,
    hasOpportunity: hasOpportunity === true,
    tier,
    ownerName: ownerId === null ? ownerEmail : nameOf(settings, ownerId),
    systemName: accountSystemName(system),
    mirroredAt,
    isStale: isStale(account, now),
  };
}

const monthWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));
