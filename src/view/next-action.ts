import type { Handoff } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';

/** What to do first, by what may be done at all and by how the lead came. */
export function nextAction(
  handoff: Pick<Handoff, 'temperature' | 'state' | 'leg'>,
  lead: CanonicalLead,
): string {
  const { person, consent, meeting, channel } = lead;
  const isOpenToCalls = person.phone !== undefined && !consent?.do_not_call && !consent?.do_not_contact;
  const isOpenToMail = person.email !== undefined && !consent?.unsubscribed && !consent?.do_not_contact;
  if (meeting) return 'Confirm the meeting that is booked.';
  if (consent?.do_not_contact) return 'Do not contact: check the record before anything else.';
  if (handoff.leg === 'won_to_cs') return 'Read what was promised, then plan the kick-off.';
  if (handoff.state === 'working') return 'Qualify, recycle or disqualify; else follow up.';
  if (handoff.temperature === 'hot' && isOpenToCalls) return `Call now${askedFor(channel)}.`;
  if (isOpenToMail && isOpenToCalls) return 'E-mail today, call within two days.';
  if (isOpenToCalls) return 'Call; there is no address to write to.';
  if (isOpenToMail) return `E-mail now${askedFor(channel)}.`;
  return 'Find a way to reach them: no phone and no e-mail may be used.';
}

function askedFor(channel: CanonicalLead['channel']): string {
  if (channel === 'demo_request') return ': they asked for a demo';
  if (channel === 'pricing_request') return ': they asked for prices';
  if (channel === 'chat') return ': they wrote in the chat';
  return '';
}
