import { setImmediate } from 'node:timers/promises';
import type { Db } from '#db/db.ts';
import { medianCourse, readCompanyFacts } from '#db/history.ts';
import { countPastLeads, type PastPeriod, readPastLeads } from '#db/past-leads.ts';
import type { Backtest } from '#domain/backtest/backtest.ts';
import { createVerdicts } from '#domain/backtest/compare-verdicts.ts';
import { createLoad, type Load } from '#domain/backtest/load.ts';
import type { PastLead } from '#domain/backtest/past-lead.ts';
import type { Settings } from '#domain/settings.ts';
import { type UsualCourse, usualFrom } from '#domain/simulate/arrival.ts';
import type { CompanyFact } from '#domain/simulate/company-facts.ts';
import { createSimulation } from '#domain/simulate/simulation.ts';

const PAGE = 1_000;

type Both = { inForce: Settings; proposed: Settings };
type OnProgress = (done: number, all: number) => void;

/** Begins to replay the leads of a period, and says how many there are. Stores nothing. */
export async function beginBacktest(
  db: Db,
  settings: Both,
  period: PastPeriod,
  onProgress: OnProgress,
): Promise<{ leads: number; found: Promise<Backtest> }> {
  const leads = await countPastLeads(db, period);
  const found = replay(db, settings, period, (done) => onProgress(done, leads));
  return { leads, found };
}

/** Page by page, so that memory does not grow with history. */
async function replay(
  db: Db,
  settings: Both,
  period: PastPeriod,
  onProgress: (done: number) => void,
): Promise<Backtest> {
  const whole = { ...period, withImported: true };
  const usual = usualFrom(await medianCourse(db, whole));
  const facts = await readCompanyFacts(db, whole);
  const verdicts = createVerdicts(settings.inForce, settings.proposed);
  const inForce = play(settings.inForce, usual, facts);
  const proposed = play(settings.proposed, usual, facts);
  let done = 0;
  for await (const page of readPastLeads(db, period, PAGE)) {
    for (const lead of page) {
      const change = verdicts.add(lead);
      if (lead.wasHandedOver) inForce.arrive(lead);
      if (lead.wasHandedOver ? change !== 'kept_out' : change === 'let_in') proposed.arrive(lead);
    }
    done += page.length;
    onProgress(done);
    // The running app may carry this out: presses go before.
    await setImmediate();
  }
  return {
    period,
    verdicts: verdicts.verdicts(),
    inForce: inForce.load(period.until),
    proposed: proposed.load(period.until),
  };
}

function play(settings: Settings, usual: UsualCourse, facts: readonly CompanyFact[]) {
  const load = createLoad(settings, usual);
  const arrived = new Map<string, PastLead>();
  const simulation = createSimulation({
    ...{ settings, usual, facts },
    onDecided: ({ id }, outcome) => {
      const lead = arrived.get(id);
      if (!lead) throw new Error(`decided about ${id}, which never came`);
      arrived.delete(id);
      load.add(lead, outcome);
    },
  });
  let leads = 0;
  return {
    arrive: (lead: PastLead) => {
      leads += 1;
      arrived.set(lead.id, lead);
      simulation.arrive(lead);
    },
    load: (until: Date): Load => {
      simulation.runUntil(until);
      return load.load(leads);
    },
  };
}
