import { findOrAddAccount } from '#db/accounts.ts';
import { accountDomain, companyAt } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Work } from '#src/core/core.ts';

/** The account of the company that is told of, made when it is new; null where nothing tells a company. */
export async function accountFor(work: Work, record: CanonicalLead): Promise<string | null> {
  const { settings, tx, now, newId } = work;
  const domain = accountDomain(settings, record);
  if (domain === null) return null;
  const name = record.account.name ?? null;
  const made = { id: newId(), domain, name, nameKey: companyNameKey(name ?? ''), createdAt: now };
  const account = await findOrAddAccount(tx, made, (other) => companyAt(settings, other) === domain);
  return account?.id ?? null;
}
