import { setImmediate } from 'node:timers/promises';
import type { Db } from '#db/db.ts';
import {
  countHistory,
  type HistoryPeriod,
  medianCourse,
  readCompanyFacts,
  readHistory,
} from '#db/history.ts';
import { type Arrival, type UsualCourse, usualFrom } from '#domain/simulate/arrival.ts';
import { type Changes, createChanges } from '#domain/simulate/changes.ts';
import { createPastTally, createTally, type Figures } from '#domain/simulate/figures.ts';
import { createSimulation, type Outcome } from '#domain/simulate/simulation.ts';
import type { Named } from './settings.ts';

/** What became of the leads of a period, under each of these settings and as it was. */
export type Replayed = {
  period: HistoryPeriod;
  usual: UsualCourse;
  happened: Figures;
  simulated: { name: string; version: string; figures: Figures }[];
  /** From the settings in force to the others; with one settings file only, from what happened to it. */
  changes: Changes;
};

const PAGE = 1_000;

/** Plays the leads of a period through these settings, page by page, so that memory does not grow with them. */
export async function replayHistory(
  db: Db,
  settings: readonly [Named, ...Named[]],
  period: HistoryPeriod,
  onProgress: (done: number, all: number) => void,
): Promise<Replayed> {
  const usual = usualFrom(await medianCourse(db, period));
  const facts = await readCompanyFacts(db, period);
  const past = createPastTally();
  const changes = createChanges();
  const [here, there] = settings.length > 1 ? [changes.from, changes.to] : [changes.to, () => {}];
  const runs = settings.map((named, index) => {
    const tally = createTally(named.settings);
    const compare = index === 0 ? here : there;
    const simulation = createSimulation({
      settings: named.settings,
      usual,
      facts,
      onDecided: (arrival, outcome) => {
        tally.add(arrival, outcome);
        compare(arrival.id, handsOf(arrival, outcome));
      },
    });
    return { named, tally, simulation };
  });
  const all = await countHistory(db, period);
  let leads = 0;
  for await (const page of readHistory(db, period, PAGE)) {
    for (const arrival of page) {
      past.add(arrival);
      if (runs.length === 1) changes.from(arrival.id, handsThen(arrival));
      for (const { simulation } of runs) simulation.arrive(arrival);
    }
    leads += page.length;
    onProgress(leads, all);
    // The running app may carry this out: presses go before.
    await setImmediate();
  }
  for (const { simulation } of runs) simulation.runUntil(period.until);
  return {
    period,
    usual,
    happened: past.figures(leads),
    simulated: runs.map(({ named, tally }) => ({
      name: named.name,
      version: named.version,
      figures: tally.figures(leads),
    })),
    changes: changes.changes(),
  };
}

/** Where a lead was laid for whoever comes first, it is nobody's doing who came. */
const handsThen = ({ lay, repId, poolId }: Arrival): string | null =>
  lay === null ? repId : `${LAID[lay]} ${poolId}`;

const LAID = { claim: 'claim in', batch: 'batch of' };

/** A batch is played as single leads: whoever of its pool has the turn stands for whoever took it. */
function handsOf(arrival: Arrival, outcome: Outcome): string | null {
  switch (outcome.type) {
    case 'offered':
      return arrival.lay === 'batch' && arrival.poolId === outcome.poolId
        ? handsThen(arrival)
        : outcome.repId;
    case 'claim':
      return `${LAID.claim} ${outcome.poolId}`;
    case 'unmatched':
      return null;
  }
}
