import type { HandoffEvent } from '#domain/handoff.ts';
import type { ToldTouch } from '#domain/response.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import { makerOf, touchesIn } from '#domain/touch.ts';
import type { TouchModel } from './models.ts';

type Events = readonly { at: Date; event: HandoffEvent }[];

/** What was done to reach a lead, the latest first. */
export function loadTouches(settings: Settings, events: Events): TouchModel[] {
  // Of two at one instant the one that was told last comes first.
  return touchesIn(events)
    .toReversed()
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map((touch) => toModel(settings, touch));
}

/** The first source that told of it says where it came from, also where somebody logged it too. */
function toModel(settings: Settings, touch: ToldTouch): TouchModel {
  const { at, by, channel, outcome, tellings } = touch;
  const via = tellings.find((telling) => telling.via !== null)?.via ?? null;
  return {
    ...{ at, channel, outcome },
    byName: by === null ? null : nameOf(settings, by),
    sourceName: via === null ? null : sourceName(settings, via),
    isLogged: tellings.some((telling) => telling.via === null),
    isAutomatic: makerOf(touch) === 'machine',
  };
}

type TouchEvent = Extract<HandoffEvent, { type: 'responded' | 'activity_seen' | 'told_again' }>;

/** A try to reach a lead, as the history tells it: by whom, what came of it, and who told of it. */
export function touchWords(settings: Settings, event: TouchEvent): string {
  const { by, channel, outcome, note, via = null, madeBy } = event;
  const cameOfIt = `${outcome.replace('_', ' ')}${note === '' ? '' : ` (${note})`}`;
  const who = by === null ? 'Somebody' : nameOf(settings, by);
  const from = via === null ? null : sourceName(settings, via);
  if (madeBy === 'machine' && from !== null) {
    return event.type === 'told_again'
      ? `${from} told that this ${channel} was automatic: ${cameOfIt}`
      : `Automatic ${channel}: ${cameOfIt} · from ${from}`;
  }
  switch (event.type) {
    case 'responded':
      return `${who} responded by ${channel}: ${cameOfIt}${from === null ? '' : ` · from ${from}`}`;
    case 'activity_seen':
      return `${who} tried to reach them by ${channel}: ${cameOfIt}${from === null ? '' : ` · from ${from}`}`;
    case 'told_again':
      return from === null
        ? `${who} added to that ${channel}: ${cameOfIt}`
        : `${from} told of the same ${channel}: ${cameOfIt}`;
  }
}

/** When it happened, which may be before it was told. */
export const happenedAt = (at: Date, event: HandoffEvent): Date =>
  'doneAt' in event && event.doneAt !== undefined ? new Date(event.doneAt) : at;
