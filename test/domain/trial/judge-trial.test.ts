import { expect, test } from 'vitest';
import type { Share } from '#domain/interval.ts';
import { candidatesFor, isAbout } from '#domain/suggest/candidates.ts';
import type { Studied } from '#domain/suggest/studied.ts';
import { ENOUGH, isMissed, judgeTrial } from '#domain/trial/judge-trial.ts';
import { PLANTED, tellYear } from '../suggest/a-year.ts';

const NOBODY: Share = { cases: 0, of: 0 };
const out = { out: true, in: false };

const shareOf = (leads: readonly Studied[]): Share => ({
  cases: leads.filter(({ isBad }) => isBad).length,
  of: leads.length,
});

/** As leads come in one after another, until there is enough to judge by. */
function tried(promised: Share, leads: readonly Studied[], isKeptOut: (lead: Studied) => boolean) {
  const seen = { keptOut: { ...NOBODY }, letIn: NOBODY, both: { ...NOBODY } };
  for (const lead of leads) {
    const side = isKeptOut(lead) ? seen.keptOut : seen.both;
    side.of += 1;
    if (lead.isBad) side.cases += 1;
    const judged = judgeTrial(promised, seen, out);
    if (judged.type !== 'open') return judged.type;
  }
  return 'open';
}

/** The rule that would have removed the most at the least cost, whatever chance made of it. */
function bestLooking(leads: readonly Studied[]) {
  const rated = candidatesFor(leads).map((rule) => {
    const about = shareOf(leads.filter((lead) => isAbout(rule, lead)));
    return { rule, about, rate: about.of < 30 ? 0 : about.cases / about.of };
  });
  const [best] = rated.toSorted((a, b) => b.rate - a.rate);
  if (!best) throw new Error('nothing is told of these leads');
  return best;
}

test('of rules that look good only because they were chosen, at most one in ten is promoted', () => {
  const judged = Array.from({ length: 100 }, (_, seed) => {
    const { rule, about } = bestLooking(tellYear({ seed: 20_000 + seed, leads: 600, isPlanted: false }));
    const since = tellYear({ seed: 30_000 + seed, leads: 2_500, isPlanted: false });
    return tried(about, since, (lead) => isAbout(rule, lead));
  });
  expect(judged.filter((one) => one === 'borne_out').length).toBeLessThanOrEqual(10);
  expect(judged.filter((one) => one === 'refuted').length).toBeGreaterThanOrEqual(60);
}, 120_000);

test('a planted rule is promoted', () => {
  const isSmall = ({ facts }: Studied) => Number(facts.employees) <= PLANTED.employees.max;
  const judged = Array.from({ length: 100 }, (_, seed) => {
    const past = tellYear({ seed: 40_000 + seed, leads: 600, isPlanted: true });
    const since = tellYear({ seed: 50_000 + seed, leads: 1_200, isPlanted: true });
    return tried(shareOf(past.filter(isSmall)), since, isSmall);
  });
  expect(judged.filter((one) => one === 'borne_out').length).toBeGreaterThanOrEqual(90);
}, 120_000);

test('nothing is judged before there is enough on each side that it moves', () => {
  const few = { cases: 30, of: ENOUGH - 1 };
  const enough = { cases: 10, of: ENOUGH };
  expect(judgeTrial(null, { keptOut: few, letIn: NOBODY, both: enough }, out)).toEqual({
    type: 'open',
    missing: 1,
  });
  const inAlone = { out: false, in: true };
  expect(judgeTrial(null, { keptOut: NOBODY, letIn: few, both: enough }, inAlone).type).toBe('open');
  expect(judgeTrial(null, { keptOut: NOBODY, letIn: enough, both: enough }, inAlone).type).toBe('borne_out');
});

test('what is let in and rejected more than the others is refuted, with both rates', () => {
  const judged = judgeTrial(
    null,
    { keptOut: NOBODY, letIn: { cases: 30, of: 40 }, both: { cases: 100, of: 400 } },
    { out: false, in: true },
  );
  expect(judged).toEqual({
    type: 'refuted',
    why: 'Sales rejected 75 % (30 of 40) of those it lets in, more than the 25 % (100 of 400) of the others.',
  });
});

test('once promoted, what it keeps out and sales takes after all is missed', () => {
  const promised = { cases: 70, of: 100 };
  expect(isMissed(promised, { cases: 8, of: 30 })).toBe(true);
  expect(isMissed(promised, { cases: 20, of: 30 })).toBe(false);
});
