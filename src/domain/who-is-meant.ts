import { type Declared, type Identity, identitiesOf } from './identities.ts';
import type { CanonicalLead } from './lead.ts';
import { compareNames, statedName } from './person-names.ts';

/** A lead that one of the identities told of leads to. */
export type Candidate<Lead> = { lead: Lead; by: Pick<Identity, 'isShared'> };

/** A number that a whole campaign gives out leads to thousands: only so many are asked for their names. */
export const MOST_COMPARED = 200;

/**
 * The lead that is told of, of those its identities lead to, the one known longest first; null where it is none of
 * them. What is somebody's own names them, whatever they call themselves. What is shared names whoever is called alike.
 * Who gives no name, and nothing of their own, is taken for the only one who is known by it.
 */
export function whoIsMeant<Lead extends { id: string; record: CanonicalLead }>(
  settings: Declared,
  told: CanonicalLead,
  candidates: readonly Candidate<Lead>[],
): Lead | null {
  const own = candidates.find(({ by }) => !by.isShared);
  if (own) return own.lead;
  const leads = new Map(candidates.map(({ lead }) => [lead.id, lead]));
  const compared = [...leads.values()].map((lead) => ({
    lead,
    agreement: compareNames(statedName(told), statedName(lead.record)),
  }));
  const called = (agreement: string) =>
    compared.flatMap((one) => (one.agreement === agreement ? [one.lead] : []));
  const [same] = called('same');
  if (same) return same;
  const ownOfTold = identitiesOf(settings, told).filter(isOwn);
  const like = called('like').filter((lead) => !hasAnother(identitiesOf(settings, lead.record), ownOfTold));
  if (like.length > 0) return only(like);
  if (ownOfTold.length > 0) return null;
  const open = called('unknown');
  return only(open) ?? only(open.filter((lead) => statedName(lead.record) === null));
}

const isOwn = ({ isShared }: Identity): boolean => !isShared;

const only = <Lead>(leads: readonly Lead[]): Lead | null => (leads.length === 1 ? (leads[0] ?? null) : null);

/** Whether both have something of their own of one kind, and not the same. */
function hasAnother(known: readonly Identity[], told: readonly Identity[]): boolean {
  const kinds = new Set(told.map(kindOf));
  return known.some((one) => isOwn(one) && kinds.has(kindOf(one)));
}

/** An address is compared with an address, a record with one of the same system and type. */
const kindOf = ({ kind, value }: Identity): string => (kind === 'ref' ? value.split(':', 2).join(':') : kind);
