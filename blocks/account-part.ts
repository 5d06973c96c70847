import type { AccountModel } from '#src/view/models.ts';
import { shown } from './limits.ts';
import { ago, join, type Line, stranger } from './lines.ts';

/** What a CRM says of the company, where it says so, and how old that is. Null where it says nothing to act on. */
export function accountPart(account: AccountModel | null): Line | null {
  if (account === null) return null;
  const { customerSince, standing, hasOpportunity, tier, ownerName } = account;
  const since: Line = customerSince === null ? [] : [' since ', stranger(customerSince, shown.name)];
  const says = join(
    [
      standing === 'customer'
        ? ['customer', ...since]
        : standing === 'left'
          ? ['no customer any more']
          : null,
      hasOpportunity ? ['open opportunity'] : null,
      tier === null ? null : ['tier ', stranger(tier, shown.name)],
      ownerName === null ? null : ['owner ', stranger(ownerName, shown.name)],
    ],
    ', ',
  );
  return says.length === 0 ? null : [...says, ...ageOf(account)];
}

const ageOf = ({ systemName, mirroredAt, isStale }: AccountModel): Line =>
  isStale
    ? [' (', stranger(systemName, shown.name), ', read last ', ago(mirroredAt), ': may be out of date)']
    : [' (', stranger(systemName, shown.name), ', ', ago(mirroredAt), ')'];
