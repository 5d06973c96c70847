import { leftOutOf } from '#db/deliveries.ts';
import { addIdentities, findCandidates, type LeadRow, lockIdentities, updateLead } from '#db/leads.ts';
import type { Facts } from '#domain/handoff.ts';
import { type Identity, identitiesOf } from '#domain/identities.ts';
import { unreadAddress } from '#domain/mend-address.ts';
import { putRight } from '#domain/merge-lead.ts';
import { knownFrom, storedOrigins } from '#domain/origin.ts';
import { statedName } from '#domain/person-names.ts';
import { readEmail } from '#domain/read-email.ts';
import type { Work } from '#src/core/core.ts';

/** An address that nobody could read, put right by somebody who can. */

/** Keeps whoever else has the address from coming in meanwhile. Before the lead is locked. */
export async function lockTyped(work: Work, typed: string): Promise<void> {
  await lockIdentities(work.tx, namedBy(work, typed));
}

export async function mendingOf(work: Work, lead: LeadRow, typed: string): Promise<Facts['mending']> {
  const { tx } = work;
  const isOwed = unreadAddress(lead.record.person, await leftOutOf(tx, lead.id)) !== null;
  const found = await findCandidates(tx, namedBy(work, typed));
  // An address that several share may be theirs as well.
  const other = found.find(({ lead: { id }, by }) => id !== lead.id && !by.isShared);
  return { isOwed, other: other ? { name: statedName(other.lead.record) } : null };
}

/** What a person says of an address counts more than what any source says of it later. */
export async function mendAddress(
  work: Work,
  lead: LeadRow,
  { by, email }: { by: string; email: string },
): Promise<void> {
  const at = work.now.toISOString();
  const mended = putRight(knownFrom(lead), { email }, { by: 'rep', id: by, at, received: at });
  const { record, origins } = mended;
  await updateLead(work.tx, lead.id, { record, origins: storedOrigins(origins, lead) });
  const names = namedBy(work, email);
  addIdentities(
    work.tx,
    names.map((identity) => ({ ...identity, leadId: lead.id })),
  );
}

function namedBy({ settings }: Pick<Work, 'settings'>, typed: string): Identity[] {
  const email = readEmail(typed)?.address;
  return email === undefined ? [] : identitiesOf(settings, { person: { email }, refs: [] });
}
