import type { Settings } from '#domain/settings.ts';
import type { Arrival } from '#domain/simulate/arrival.ts';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { createTally, type Figures } from '#domain/simulate/figures.ts';
import { createSimulation, type Outcome } from '#domain/simulate/simulation.ts';
import { make } from '../make.ts';

const MINUTE = 60_000;
export const ALWAYS = ['00:00-24:00'];
export const ROUND_THE_CLOCK = {
  office: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS },
};

/** A lead of a company of its own, answered after a quarter of an hour, reached after one, closed after a day. */
export const arrival = (id: string, at: string, overrides: Partial<Arrival> = {}): Arrival => ({
  id,
  at: new Date(at),
  record: make.lead({ person: { email: `lead@${id}.example` } }),
  sourceId: 'website',
  temperature: 'warm',
  lay: null,
  repId: null,
  poolId: null,
  firstOfferedAt: null,
  course: { answered: 15 * MINUTE, contacted: 60 * MINUTE, closed: 24 * 60 * MINUTE, isAccepted: true },
  ...overrides,
});

export type Played = { id: string; outcome: Outcome }[];

/** Plays leads through these settings until then. */
export function play(
  settings: Settings,
  arrivals: readonly Arrival[],
  until: string,
  facts: readonly CompanyFact[] = [],
): { decided: Played; figures: Figures; waiting: number } {
  const decided: Played = [];
  const tally = createTally(settings);
  const simulation = createSimulation({
    settings,
    usual: { answered: 20 * MINUTE, contacted: 90 * MINUTE, closed: 2 * 24 * 60 * MINUTE },
    facts,
    onDecided: (one, outcome) => {
      decided.push({ id: one.id, outcome });
      tally.add(one, outcome);
    },
  });
  for (const one of arrivals) simulation.arrive(one);
  simulation.runUntil(new Date(until));
  return { decided, figures: tally.figures(arrivals.length), waiting: simulation.waiting() };
}

/** `lead-1 → ana, 09:00`, in the order of the decisions. */
export const told = (decided: Played): string[] =>
  decided.map(({ id, outcome }) => {
    if (outcome.type === 'unmatched') return `${id}: no route`;
    const time = outcome.at.toISOString().slice(0, 16);
    return outcome.type === 'claim' ? `${id} → claim ${time}` : `${id} → ${outcome.repId} ${time}`;
  });
