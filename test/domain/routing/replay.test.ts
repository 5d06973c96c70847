import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVEL } from '#domain/routing/choose.ts';
import { decideRoute, inputsOf } from '#domain/routing/decide-route.ts';
import { packRecord, unpackRecord } from '#domain/routing/pack-record.ts';
import type { RoutingRecord } from '#domain/routing/record.ts';
import { replay } from '#domain/routing/replay.ts';
import { make } from '../make.ts';
import { anyQuestion, anySettings, decideByChance } from './random.ts';

/** A decision is made again from what was kept of it. */

const asRow = (record: RoutingRecord): RoutingRecord =>
  unpackRecord(JSON.parse(JSON.stringify(packRecord(record))));

test('whatever a decision was made from, made again from its row it is the same', () => {
  fc.assert(
    fc.property(anySettings, anyQuestion, (settings, chance) => {
      const { question, decision } = decideByChance(settings, chance);
      const row = asRow({ ...decision.record, inputs: inputsOf(question, decision) });
      expect(replay(settings, row)).toEqual({ ok: true, agrees: true, again: decision.record });
    }),
    { numRuns: 3_000 },
  );
}, 60_000);

test('the same question has the same answer, and nothing that was asked is changed by it', () => {
  fc.assert(
    fc.property(anySettings, anyQuestion, (settings, chance) => {
      const { question, decision } = decideByChance(settings, chance);
      const before = structuredClone(question);
      expect(decideRoute(settings, question)).toEqual({ ask: null, decision });
      expect(question).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

const settings = make.settings();
function decided(): RoutingRecord {
  const question = make.routingQuestion({
    people: [make.repStatus(), make.repStatus({ id: 'ben' })],
    standings: { sdr: LEVEL },
  });
  const answer = decideRoute(settings, question);
  if (answer.ask !== null) throw new Error(`asks for ${answer.ask}`);
  return asRow({ ...answer.decision.record, inputs: inputsOf(question, answer.decision) });
}

test('a row that was changed afterwards does not agree', () => {
  const { chosenId: _, ...rest } = decided();
  expect(replay(settings, { ...rest, chosenId: 'ben' })).toMatchObject({
    ok: true,
    agrees: false,
    again: { chosenId: 'ana' },
  });
});

test('under settings that would have decided otherwise it does not agree', () => {
  const reversed = make.settings({
    pools: [{ id: 'sdr', name: 'SDRs', members: [{ person: 'ben' }, { person: 'ana' }] }],
  });
  expect(replay(reversed, decided())).toMatchObject({ ok: true, agrees: false, again: { chosenId: 'ben' } });
});

test('settings that ask somebody else, of whom nothing was kept, are said to differ', () => {
  const others = make.settings({ routes: [{ id: 'all', to: { person: 'mia' } }] });
  expect(replay(others, decided())).toEqual({ ok: false, because: 'settings_differ' });
});

test('what a person decided cannot be decided again, nor what was decided before inputs were kept', () => {
  const { inputs: _, ...old } = decided();
  expect(replay(settings, { ...decided(), by: 'manager' })).toEqual({ ok: false, because: 'by_a_person' });
  expect(replay(settings, old)).toEqual({ ok: false, because: 'no_inputs' });
});
