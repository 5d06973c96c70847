import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../settings.ts';
import { hoursOf } from '../team.ts';
import { decideRoute, type RoutingQuestion } from './decide-route.ts';
import { type RoutingInputs, type RoutingRecord, standingFrom, statusFrom } from './record.ts';

export type Replay =
  | { ok: true; agrees: boolean; again: RoutingRecord }
  /** A person decided, it was decided before inputs were kept, or the settings do not fit what was kept. */
  | { ok: false; because: 'by_a_person' | 'no_inputs' | 'settings_differ' };

/** Makes a decision again, from what was kept of it and the settings of then. */
export function replay(settings: Settings, record: RoutingRecord): Replay {
  if (record.by === 'manager' || record.by === 'cover' || record.by === 'sent_back' || isTaken(record))
    return { ok: false, because: 'by_a_person' };
  if (!record.inputs) return { ok: false, because: 'no_inputs' };
  const answer = decideRoute(settings, questionFrom(settings, record, record.inputs));
  if (answer.ask !== null) return { ok: false, because: 'settings_differ' };
  const again = answer.decision.record;
  const { inputs: _, ...kept } = record;
  return { ok: true, agrees: isDeepStrictEqual(plain(again), plain(kept)), again };
}

/** Somebody took it from where it lay. */
const isTaken = ({ by, chosenId }: RoutingRecord): boolean =>
  (by === 'claim' || by === 'batch') && chosenId !== null;

/** As a row gives it back. */
const plain = (record: RoutingRecord): unknown => JSON.parse(JSON.stringify(record));

function questionFrom(settings: Settings, record: RoutingRecord, inputs: RoutingInputs): RoutingQuestion {
  const { territory: _t, segment: _s, ...facts } = record.facts;
  const people = Object.entries(inputs.people).map(
    ([id, known]) => [id, statusFrom(id, hoursOf(settings, id), known)] as const,
  );
  const standings = Object.entries(inputs.standings).map(([id, kept]) => [id, standingFrom(kept)] as const);
  return {
    leg: inputs.leg,
    because: record.because,
    now: new Date(inputs.at),
    facts,
    answers: inputs.answers,
    owners: inputs.owners,
    hints: record.rules.filter(({ result }) => result === 'hint'),
    past: { refused: new Set(inputs.past.refused), had: new Set(inputs.past.had) },
    mayRepeat: inputs.mayRepeat,
    isBacklog: inputs.isBacklog,
    isBatch: inputs.isBatch ?? false,
    people: new Map(people),
    standings: new Map(standings),
  };
}
