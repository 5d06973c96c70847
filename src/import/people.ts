import { type Identity, identitiesOf, identityName } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { Settings } from '#domain/settings.ts';
import { MOST_COMPARED, whoIsMeant } from '#domain/who-is-meant.ts';
import type { ImportedLead } from './imported-lead.ts';

type Person = { id: string; no: number; record: CanonicalLead };

/** Tells the people of an export apart, row by row, as intake does: which one a row is about, by number, and if for the first time. */
export function createPeople(settings: Settings): {
  find: (imported: ImportedLead) => { no: number; isNew: boolean };
} {
  const byKey = new Map<string, Person>();
  const byIdentity = new Map<string, Person[]>();
  let count = 0;

  const known = (key: string, record: CanonicalLead, names: readonly Identity[]): Person | null => {
    const candidates = names.flatMap((by) =>
      (byIdentity.get(identityName(by)) ?? []).slice(-MOST_COMPARED).map((lead) => ({ lead, by })),
    );
    const inOrder = candidates.toSorted((a, b) => a.lead.no - b.lead.no);
    return byKey.get(key) ?? whoIsMeant(settings, record, inOrder);
  };

  return {
    find: ({ key, lead }) => {
      const names = identitiesOf(settings, lead);
      const found = known(key, lead, names);
      const person = found ?? { id: String(count), no: count, record: naming(lead) };
      if (found === null) count += 1;
      byKey.set(key, person);
      for (const name of names.map(identityName)) {
        const people = byIdentity.get(name) ?? [];
        if (!people.includes(person)) byIdentity.set(name, [...people, person]);
      }
      return { no: person.no, isNew: found === null };
    },
  };
}

/** Only what tells people apart: an export may be long. */
const naming = (lead: CanonicalLead): CanonicalLead => ({
  ...lead,
  discovery: undefined,
  signals: [],
  tags: [],
  campaign: undefined,
});
