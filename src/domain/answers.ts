import type { Clock, ClockChange } from './clock.ts';
import type { Handoff } from './handoff.ts';
import type { Telling, ToldTouch } from './response.ts';
import { PROMPT_CLOCKS } from './sla.ts';
import { isAlike, type NewTelling } from './touch.ts';

/**
 * What of all that was told answers a lead, and when. It knows no order: whoever tells first or last, the earliest
 * answer counts, and what a machine made is none.
 */

/** Who has the lead, and since when. */
type Standing = Pick<Handoff, 'ownerId' | 'offeredAt' | 'firstOfferedAt' | 'acceptedAt'>;
type Told = NewTelling & Pick<Telling, 'isResponse'>;
type PromptClock = (typeof PROMPT_CLOCKS)[number];

/** Every telling of these touches. */
export const tellingsOf = (touches: readonly ToldTouch[]): Told[] =>
  touches.flatMap(({ tellings, channel }) => tellings.map((telling) => ({ ...telling, channel })));

/**
 * Whether a person made it. Where nobody says, it is what another teller says that a machine made, at about the same
 * time and by the same channel: a CRM copies the mails of sequences.
 */
export const isPersons = (one: NewTelling, all: readonly NewTelling[]): boolean =>
  one.madeBy === 'person' ||
  (one.madeBy === null &&
    !all.some((other) => other.madeBy === 'machine' && other.via !== one.via && isAlike(one, other)));

/** What a telling does to a handoff, in this order. Whoever works on what is offered to them has accepted it. */
export function consequencesOf(
  { ownerId, acceptedAt }: Standing,
  told: NewTelling,
  known: readonly NewTelling[],
): ('activity' | 'accept' | 'respond')[] {
  if (!isPersons(told, known)) return ['activity'];
  const isOwners = told.by !== null && told.by === ownerId;
  if (acceptedAt === null) return isOwners ? ['accept', 'respond'] : ['activity'];
  return isOwners || told.by === null || told.at >= acceptedAt ? ['respond'] : ['activity'];
}

/** When a lead was accepted and when first responded to, by all that is told; its clocks follow from the same. */
export function answersIn(
  standing: Standing,
  all: readonly Told[],
): Pick<Handoff, 'acceptedAt' | 'respondedAt'> {
  const acceptedAt = acceptance(standing, all);
  const respondedAt = earliest(responsesIn({ ...standing, acceptedAt }, all));
  return { acceptedAt, respondedAt: notBefore(standing.firstOfferedAt, respondedAt) };
}

/** An owner who reached for the lead before they pressed had accepted it by that, where it is certain that they did. */
function acceptance({ ownerId, offeredAt, acceptedAt }: Standing, all: readonly Told[]): Date | null {
  if (acceptedAt === null || ownerId === null) return acceptedAt;
  const own = all.filter(({ by, at, madeBy }) => by === ownerId && at < acceptedAt && madeBy === 'person');
  return own.length === 0 ? acceptedAt : notBefore(offeredAt, earliest(own));
}

/** What was no response when it was told is one where it turns out that its lead was accepted. */
function responsesIn({ ownerId, offeredAt, acceptedAt }: Standing, all: readonly Told[]): Told[] {
  if (acceptedAt === null) return [];
  const isOfOwner = ({ by, at }: Told) => by === null || by === ownerId || at >= acceptedAt;
  const isOfOffer = (one: Told) => offeredAt !== null && one.at >= offeredAt && isOfOwner(one);
  return all.filter((one) => isPersons(one, all) && (one.isResponse || isOfOffer(one)));
}

/**
 * What the clocks of a handoff do by all that is told: one that runs stops, one that stopped later than it had to
 * moves. `isAnew` where something told before is no answer: then one may run on as well, or stop later.
 */
export function clocksFor(
  standing: Standing,
  all: readonly Told[],
  clocks: readonly Clock[],
  { isAnew }: { isAnew: boolean },
): ClockChange[] {
  return PROMPT_CLOCKS.flatMap((kind): ClockChange[] => {
    const clock = clocks.findLast((one) => one.kind === kind);
    if (!clock || (kind === 'accept' && isOfOfferBefore(clock, standing))) return [];
    // What was known when it started did not keep it from starting.
    const fresh = all.filter(({ toldAt }) => toldAt >= clock.startedAt);
    const at = notBefore(clock.startedAt, answeredAt(kind, standing, fresh));
    if (clock.stoppedAt === null) return at ? [{ do: 'stop', kind, met: true, at }] : [];
    if (clock.met !== true) return [];
    if (at === null) return isAnew ? [{ do: 'reopen', kind }] : [];
    const isOther = isAnew ? at.getTime() !== clock.stoppedAt.getTime() : at < clock.stoppedAt;
    return isOther ? [{ do: 'move', kind, at }] : [];
  });
}

const isOfOfferBefore = ({ startedAt }: Clock, { offeredAt }: Standing): boolean =>
  offeredAt !== null && startedAt < offeredAt;

/** When what a clock waits for happened. Who has a meeting in the calendar is owed nothing else. */
function answeredAt(kind: PromptClock, standing: Standing, all: readonly Told[]): Date | null {
  const booked = all.filter((one) => one.outcome === 'meeting_booked' && isPersons(one, all));
  const responses = responsesIn(standing, all);
  const by = (channel: NewTelling['channel']) =>
    earliest([...booked, ...responses.filter((one) => one.channel === channel)]);
  switch (kind) {
    case 'accept':
      return earliest([...booked, ...(standing.acceptedAt ? [{ at: standing.acceptedAt }] : [])]);
    case 'response':
      return earliest([...booked, ...responses]);
    case 'first_email':
      return by('email');
    case 'first_call':
      return by('call');
  }
}

const earliest = (times: readonly { at: Date }[]): Date | null =>
  times.reduce<Date | null>((first, { at }) => (first === null || at < first ? at : first), null);

const notBefore = (first: Date | null, at: Date | null): Date | null =>
  first !== null && at !== null && at < first ? first : at;
