import { card } from '#blocks/card.ts';
import { ephemeral } from '#blocks/explain.ts';
import { leadList } from '#blocks/lead-list.ts';
import type { Message } from '#blocks/lines.ts';
import type { LeadListKind } from '#domain/lead-lists.ts';
import type { Person, Role } from '#domain/settings.ts';
import type { Core } from '#src/core/core.ts';
import { loadCard } from '#src/view/card.ts';
import { loadLeadList } from '#src/view/lead-list.ts';

const SALES: Role[] = ['sdr', 'ae', 'csm', 'manager', 'ops'];

/** Marketing learns from rejections, without names. */
export const maySee = (person: Person): boolean => person.roles.some((role) => SALES.includes(role));

export const notForThem: Message = ephemeral([
  'Leads are shown to sales and ops. Rejections and their reasons are in the feedback channel.',
]);

/** A page of a list as this person may see it. */
export async function showList(
  core: Core,
  person: Person,
  asked: { kind: LeadListKind; text: string; page: number },
): Promise<Message> {
  if (!maySee(person)) return notForThem;
  const request = { ...asked, personId: person.id };
  return leadList(await loadLeadList(core.db, core.inForce(), request, core.now()));
}

/** The card of one handoff, for them alone; null when it is not there any more. */
export async function showCard(
  core: Core,
  person: Person,
  of: { handoffId: string; offerNo: number },
): Promise<Message | null> {
  if (!maySee(person)) return notForThem;
  const model = await loadCard(core.db, core.inForce(), { ...of, readerId: person.id }, core.now());
  return model && card(model);
}
