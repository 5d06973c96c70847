import { card } from '#blocks/card.ts';
import { ephemeral } from '#blocks/explain.ts';
import { leadList } from '#blocks/lead-list.ts';
import type { Message } from '#blocks/lines.ts';
import { NOT_SHOWN } from '#blocks/not-shown.ts';
import type { LeadListKind } from '#domain/lead-lists.ts';
import { may } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import type { Core } from '#src/core/core.ts';
import { loadCard } from '#src/view/card.ts';
import { loadLeadList } from '#src/view/lead-list.ts';

export const notForThem: Message = ephemeral(NOT_SHOWN);

/** A page of a list as this person may see it. */
export async function showList(
  core: Core,
  person: Person,
  asked: { kind: LeadListKind; text: string; page: number },
): Promise<Message> {
  if (!may('read_lead', person)) return notForThem;
  const request = { ...asked, personId: person.id };
  return leadList(await loadLeadList(core.db, core.inForce(), request, core.now()));
}

/** The card of one handoff, for them alone; null when it is not there any more. */
export async function showCard(
  core: Core,
  person: Person,
  of: { handoffId: string; offerNo: number },
): Promise<Message | null> {
  if (!may('read_lead', person)) return notForThem;
  const model = await loadCard(core.db, core.inForce(), { ...of, readerId: person.id }, core.now());
  return model && card(model);
}
