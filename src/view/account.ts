import type { Db } from '#db/db.ts';
import type { LeadRow } from '#db/leads.ts';
import { countDeclined, readNear } from '#db/near-accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { accountSystemName } from '#domain/mirror-systems.ts';
import { isCustomerOf, isStale, type MirroredAccount } from '#domain/mirrored-account.ts';
import { MOST_ASKED, nearestAmong } from '#domain/near-name.ts';
import type { Settings } from '#domain/settings.ts';
import { idOf, nameOf } from '#domain/team.ts';
import { readAccount } from '#src/routing/account-owners.ts';
import type { AccountModel, SameCompanyModel } from './models.ts';

/** What is mirrored of a lead's company, and which account it may be of, as the card shows it. */
export async function companyOnCard(
  db: Db,
  settings: Settings,
  lead: LeadRow,
  { isAsked, now }: { isAsked: boolean; now: Date },
): Promise<{ account: AccountModel | null; sameCompany: SameCompanyModel | null }> {
  const account = await readAccount({ tx: db, settings, now }, lead);
  if (account) {
    const sameCompany = account.isConfirmed && isAsked ? sameCompanyModel(settings, account) : null;
    return { account: accountModel(settings, account, now), sameCompany };
  }
  const near = isAsked ? await nearAccount(db, lead) : null;
  return { account: null, sameCompany: near && sameCompanyModel(settings, near) };
}

/** The account whose name is nearest to that of a lead's company, unless somebody said that it is of none of them. */
async function nearAccount(db: Db, lead: LeadRow): Promise<MirroredAccount | null> {
  const nameKey = companyNameKey(lead.record.account.name ?? '');
  if (nameKey === '') return null;
  const near = nearestAmong(
    nameKey,
    await readNear(db, { nameKey, leadId: lead.id, accountId: lead.accountId }),
  );
  return near !== null && (await countDeclined(db, lead.id)) < MOST_ASKED ? near : null;
}

function accountModel(settings: Settings, account: MirroredAccount, now: Date): AccountModel {
  const { customerSince, hasOpportunity, tier, system, mirroredAt, isChurned } = account;
  return {
    customerSince: customerSince === null ? null : monthWords(customerSince),
    standing: isChurned === true ? 'left' : isCustomerOf(account) ? 'customer' : null,
    hasOpportunity: hasOpportunity === true,
    tier,
    ownerName: ownerNameOf(settings, account),
    systemName: accountSystemName(system),
    mirroredAt,
    isStale: isStale(account, now),
  };
}

const sameCompanyModel = (settings: Settings, account: MirroredAccount): SameCompanyModel => ({
  name: account.name ?? account.domains[0] ?? account.recordId,
  domain: account.domains[0] ?? null,
  systemName: accountSystemName(account.system),
  ownerName: ownerNameOf(settings, account),
  record: { system: account.system, recordId: account.recordId },
  isConfirmed: account.isConfirmed,
});

/** Who is nobody here is named as the CRM does. */
export function ownerNameOf(
  settings: Settings,
  { ownerEmail }: Pick<MirroredAccount, 'ownerEmail'>,
): string | null {
  const id = ownerEmail === null ? null : idOf(settings, ownerEmail);
  return id === null ? ownerEmail : nameOf(settings, id);
}

const monthWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));
