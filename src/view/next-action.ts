import type { Handoff } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import type { ResponseChannel } from '#domain/response.ts';
import type { CardModel, MeetingModel, TouchModel } from './models.ts';

type Circumstances = {
  touch: Pick<TouchModel, 'channel' | 'outcome'> | null;
  isDecentHour: boolean;
  meeting: Pick<MeetingModel, 'standing'> | null;
  /** Who passed it on. */
  handedOn: Pick<NonNullable<CardModel['handedOn']>, 'byName' | 'words'> | null;
};

/** What to do first, by what may be done at all, by how the lead came and by what came of the last try. */
export function nextAction(
  handoff: Pick<Handoff, 'temperature' | 'state' | 'leg' | 'exhaustedAt' | 'deal'>,
  lead: CanonicalLead,
  { touch, isDecentHour, meeting, handedOn }: Circumstances,
): string {
  const { person, consent, channel } = lead;
  const isOpenToCalls = person.phone !== undefined && !consent?.do_not_call && !consent?.do_not_contact;
  const isOpenToMail = person.email !== undefined && !consent?.unsubscribed && !consent?.do_not_contact;
  if (meeting?.standing === 'to_come') return 'Confirm the meeting that is booked.';
  if (consent?.do_not_contact) return 'Do not contact: check the record before anything else.';
  if (meeting?.standing === 'over') return 'Say whether the meeting took place.';
  if (meeting?.standing === 'cancelled') return 'The meeting is off: offer them a new time.';
  if (handoff.leg === 'won_to_cs' && handoff.state === 'working')
    return 'Bring them to what they bought it for; then Complete….';
  if (handoff.leg === 'won_to_cs') return 'Read what was promised, then plan the kick-off.';
  if (handedOn?.words === 'Sent back' && handoff.state !== 'working')
    return 'Clear up what was missing, then pass it on again, or recycle or disqualify it.';
  if (handedOn?.words === 'Came back' && handoff.state !== 'working')
    return 'Read why it was put off, then reach for them: it is the day for it.';
  if (handoff.deal !== null) return 'Keep amount and close date true; then Won… or Lost….';
  const isUnanswered = handoff.state === 'working' && touch?.outcome === 'no_answer';
  if (handoff.state === 'working' && handoff.exhaustedAt !== null)
    return 'Nobody answers: recycle it, or try once more.';
  if (isUnanswered) return tryNext(touch.channel, { calls: isOpenToCalls, mail: isOpenToMail });
  if (handoff.leg === 'sql_to_ae' || handoff.leg === 'cs_to_ae') return sell(handoff, handedOn);
  if (handoff.state === 'working') return 'Qualify, recycle or disqualify; else follow up.';
  if (handoff.temperature === 'hot' && isOpenToCalls)
    return reachNow(channel, { isOpenToMail, isDecentHour });
  if (isOpenToMail && isOpenToCalls) return 'E-mail today, call within two days.';
  if (isOpenToCalls) return 'Call; there is no address to write to.';
  if (isOpenToMail) return `E-mail now${askedFor(channel)}.`;
  return 'Find a way to reach them: no phone and no e-mail may be used.';
}

/** Who was qualified was spoken with already: what an AE does first is to go on from there. */
function sell({ state }: Pick<Handoff, 'state'>, handedOn: Circumstances['handedOn']): string {
  if (state === 'working') return 'Agree the next step; once there is a deal, Opportunity….';
  if (handedOn?.words === 'Expansion') return 'Read what they may need, then agree a conversation with them.';
  const from = handedOn === null ? 'what is known' : `what ${handedOn.byName} learnt`;
  return `Read ${from}, then agree a first conversation with them.`;
}

/** Nobody who asked is called at night: they are written to at once. */
function reachNow(
  channel: CanonicalLead['channel'],
  { isOpenToMail, isDecentHour }: { isOpenToMail: boolean; isDecentHour: boolean },
): string {
  if (isDecentHour) return `Call now${askedFor(channel)}.`;
  if (isOpenToMail) return `E-mail now${askedFor(channel)}; call when it is a decent hour there.`;
  return `Call when it is a decent hour there${askedFor(channel)}.`;
}

/** After a try without an answer: by mail at once where they were called, else by phone a day later. */
function tryNext(last: ResponseChannel, isOpenTo: { calls: boolean; mail: boolean }): string {
  if (last === 'meeting') return 'They did not come: e-mail at once with a new time.';
  if (last === 'call' && isOpenTo.mail) return 'E-mail at once: they did not pick up.';
  if (isOpenTo.calls) return `Call ${last === 'call' ? 'again ' : ''}on the next working day.`;
  if (isOpenTo.mail) return `E-mail ${last === 'email' ? 'again ' : ''}on the next working day.`;
  return 'Find another way to reach them.';
}

function askedFor(channel: CanonicalLead['channel']): string {
  if (channel === 'demo_request') return ': they asked for a demo';
  if (channel === 'pricing_request') return ': they asked for prices';
  if (channel === 'chat') return ': they wrote in the chat';
  return '';
}
