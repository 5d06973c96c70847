import { emailDomain, isFreeMail } from './email-domains.ts';
import type { CanonicalLead } from './lead.ts';
import type { NamedOwner } from './routing.ts';
import { type Leg, type Settings, USUAL_LEG } from './settings.ts';

/** Who owns a lead before any route is asked, as far as the lead and the settings say so. */

/**
 * The owner its sender names, where that source governs only, then the owner of a named account. Both hold for
 * whoever takes the lead first; later legs go by their own routes.
 */
export function ownersInSettings(
  settings: Settings,
  leg: Leg,
  { record, sourceId }: { record: CanonicalLead; sourceId: string },
): NamedOwner[] {
  if (leg !== USUAL_LEG) return [];
  const owners: NamedOwner[] = [];
  const source = settings.sources.find(({ id }) => id === sourceId);
  if (source?.owner === 'senders' && record.owner_email) {
    const rule = `owner named by ${source.id}`;
    owners.push({ by: 'senders_owner', repId: idOf(settings, record.owner_email), rule });
  }
  const domain = accountDomain(record);
  const named = settings.named_accounts.find((account) =>
    [account.domain, ...account.aliases].includes(domain ?? ''),
  );
  if (named) owners.push({ by: 'account_owner', repId: named.owner, rule: 'named account' });
  return owners;
}

/** The person with this e-mail address; null when the settings know nobody with it. */
export function idOf(settings: Settings, email: string): string | null {
  const wanted = email.toLowerCase();
  return settings.people.find((person) => person.email.toLowerCase() === wanted)?.id ?? null;
}

/** The domain that stands for a lead's company; null for free-mail, which stands for nobody. */
export function accountDomain({ person, account }: CanonicalLead): string | null {
  const domain = emailDomain(person.email ?? '') ?? account.domain?.toLowerCase() ?? null;
  if (domain && !isFreeMail(domain)) return domain;
  const stated = account.domain?.toLowerCase() ?? null;
  return stated && !isFreeMail(stated) ? stated : null;
}
