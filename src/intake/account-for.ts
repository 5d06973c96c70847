import { findOrAddAccount } from '#db/accounts.ts';
import { accountDomain, companyAt, domainsOf } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { accountAmong, type MirroredAccount } from '#domain/mirrored-account.ts';
import type { Work } from '#src/core/core.ts';

/**
 * The account of the company that is told of, made when it is new, and what is mirrored of it; null where nothing tells a
 * company.
 */
export async function accountFor(
  work: Work,
  record: CanonicalLead,
): Promise<{ id: string | null; mirrored: MirroredAccount | null } | null> {
  const { settings, tx, now, newId } = work;
  const domain = accountDomain(settings, record);
  if (domain === null) return null;
  const name = record.account.name ?? null;
  const made = { id: newId(), domain, name, nameKey: companyNameKey(name ?? ''), createdAt: now };
  const isTheirs = (other: string) => companyAt(settings, other) === domain;
  const { row, mirrored } = await findOrAddAccount(tx, made, isTheirs, domainsOf(settings, domain));
  return { id: row?.id ?? null, mirrored: accountAmong(settings, domain, mirrored, now) };
}
