import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import type { Pool, Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const withPool =
  (id: string, change: Partial<Pool>) =>
  (settings: Settings): Settings => ({
    ...settings,
    pools: settings.pools.map((pool) => (pool.id === id ? { ...pool, ...change } : pool)),
  });

const idOf = async (stage: TestStage, company: string): Promise<string> => {
  const [row] = await stage.query<{ id: string }>(
    `select h.id from handoffs h join leads l on l.id = h.lead_id where l.record -> 'account' ->> 'name' = '${company}'`,
  );
  return row?.id.slice(0, 8) ?? '';
};

const answer = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

test('who lost a turn reads whose it was, why they were passed over, and every rule that was asked', async () => {
  const stage = await startStage();
  await answer(stage, 'ben', '/handoff away 2h');
  await stage.send(leadAt('first'));
  await stage.settle();
  await answer(stage, 'ben', '/handoff back');
  await stage.send(leadAt('second'));
  await stage.settle();

  expect(await answer(stage, 'ben', `/leads why ${await idOf(stage, 'first')}`)).toEqual([
    'Lead of first: Ana Duarte was the only one in SDRs in Europe who could take it. Passed over: Ben Okafor (away).',
    'Decided today at 10:00 AM, because: new lead',
    'Rules, in order',
    '• territory dach: the lead lies in it',
    '• segment mid-market: the lead lies in it',
    '• route strategic-uk: does not match',
    '• route americas: does not match',
    '• route rest-of-world: matches: SDRs in Europe',
    'People of SDRs in Europe',
    '• Ana Duarte: has it: level with their share',
    '• Ben Okafor: away until today at 12:00 PM',
    expect.stringMatching(/^Settings [0-9a-f]{8}, first in force today at 10:00 AM\.$/),
  ]);

  const ana = deskOf(stage, 'ana');
  expect((await ana.open(ana.card(), ids.more, 'Why me?')).split('\n')[1]).toBe(
    'Lead of second: It was Ana Duarte’s turn in SDRs in Europe: level with their share, as others were: of equals whoever stands first in the pool comes first.',
  );
});

test('a lead that was decided twice tells the last decision whole and the one before in a sentence', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'wrong_territory' });

  const lines = await answer(stage, 'ben', `/leads why ${await idOf(stage, 'initech')}`);
  expect(lines.slice(0, 2)).toEqual([
    'Lead of initech: Ben Okafor was the only one in SDRs in Europe who could take it.' +
      ' Passed over: Ana Duarte (rejected this lead before).',
    'Decided today at 10:00 AM, because: Belongs to another territory',
  ]);
  expect(lines.slice(-2)).toEqual([
    'Before that',
    '• today at 10:00 AM: It was Ana Duarte’s turn in SDRs in Europe: level with their share, as others were: of equals whoever stands first in the pool comes first.',
  ]);
});

test('a pool that goes by open work says how much each had', async () => {
  const stage = await startStage({ settings: withPool('sdr-emea', { mode: 'load_balance' }) });
  await stage.send(leadAt('first'));
  await stage.settle();
  await stage.send(leadAt('second'));
  await stage.settle();

  const lines = await answer(stage, 'ana', `/leads why ${await idOf(stage, 'second')}`);
  expect(lines[0]).toBe(
    'Lead of second: Ben Okafor had the least open work in SDRs in Europe (0 open leads).',
  );
  expect(lines.filter((line) => line.startsWith('• Ana') || line.startsWith('• Ben'))).toEqual([
    '• Ben Okafor: has it: 0 open leads, owed 0.50 of a turn',
    '• Ana Duarte: could take it: 1 open lead, ahead by 0.50 of a turn',
  ]);
});

test('of five hundred rules only those that came to something are told', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      routes: [
        ...Array.from({ length: 500 }, (_, n) => ({
          id: `never-${n}`,
          leg: 'mql_to_sdr' as const,
          when: { country: 'JP' },
          to: { pool: 'sdr-americas' },
        })),
        ...settings.routes,
      ],
    }),
  });
  await stage.send(leadAt('initech'));
  await stage.settle();

  const lines = await answer(stage, 'ana', `/leads why ${await idOf(stage, 'initech')}`);
  expect(lines.slice(2, 7)).toEqual([
    'Rules, in order',
    '• territory dach: the lead lies in it',
    '• segment mid-market: the lead lies in it',
    '• route rest-of-world: matches: SDRs in Europe',
    '• and 502 that did not match',
  ]);
});

test('why somebody gets no leads: all that speaks against it, until when, and how often it cost them one', async () => {
  const stage = await startStage({
    settings: withPool('sdr-emea', { caps: { unanswered: 1, uncontacted: 15, per_day: 30 } }),
  });
  await stage.send(leadAt('first'));
  await stage.settle();
  await stage.send(leadAt('second'));
  await stage.send(leadAt('third'));
  await stage.settle();
  await answer(stage, 'ana', '/handoff away 2h');

  expect(await answer(stage, 'mia', '/handoff why @ana')).toEqual([
    'Ana Duarte gets no leads now.',
    '• SDRs in Europe: away until today at 12:00 PM; has as many unanswered offers as allowed',
    '   unanswered 1 of 1 · uncontacted 0 of 15 · offered today 1 of 30',
    '   chooses by turns, in proportion to weights; next in turn, once they can take leads',
    '   leads come by route rest-of-world',
    'Named by a named account: such leads come without a turn.',
    'In the last 7 days: chosen 1 time, later in turn 0 times, passed over 2 times (2 × has as many unanswered offers as allowed).',
  ]);
  expect((await answer(stage, 'olga', '/handoff why @mia'))[0]).toBe(
    'Mia Lindqvist is in no pool, and no rule names them, so no leads come. Ops change pools in /handoff setup.',
  );
});

test('who sleeps reads when their hours begin, and a pool without a route says that no lead comes', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      routes: settings.routes.filter(({ id }) => id !== 'americas'),
    }),
  });
  expect(await answer(stage, 'olga', '/handoff why @cleo')).toEqual([
    'Cleo Marsh gets no leads now.',
    '• SDRs in the Americas: outside working hours until today at 3:00 PM',
    '   unanswered 0 of 3 · uncontacted 0 of 15 · offered today 0 of 30',
    '   chooses by turns, in proportion to weights; next in turn, once they can take leads',
    '   no route leads here, so no lead comes: ops add one to the settings, or in /handoff setup',
    'In the last 7 days: not once looked at by a pool.',
  ]);
});

test('a balance is read turn by turn, in words, and a whole pool by its manager alone', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  await stage.send(leadAt('globex'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'wrong_person' });

  const [initech, globex] = [await idOf(stage, 'initech'), await idOf(stage, 'globex')];
  expect((await answer(stage, 'ana', '/handoff balance')).slice(0, 6)).toEqual([
    'Round-robin balance of Ana Duarte, since Oct 24, 2026',
    '• Ana Duarte in SDRs in Europe',
    '   1 turn, 1 credit, 0 debits · owed 0.5 of a turn · next in turn',
    'The last entries',
    `• today at 10:00 AM: credit: a turn given back, Lead of initech (initech) · ${initech}`,
    `• today at 10:00 AM: turn taken, Lead of initech (initech) · ${initech}`,
  ]);
  expect((await answer(stage, 'mia', '/handoff balance sdr-emea')).slice(5, 9)).toEqual([
    'The last entries',
    `• today at 10:00 AM: Ana Duarte, credit: a turn given back, Lead of initech (initech) · ${initech}`,
    `• today at 10:00 AM: Ben Okafor, turn taken, Lead of globex (globex) · ${globex}`,
    `• today at 10:00 AM: Ana Duarte, turn taken, Lead of initech (initech) · ${initech}`,
  ]);
  expect(await answer(stage, 'ben', '/handoff balance sdr-emea')).toEqual([
    'A whole pool is shown to its managers and ops. Yours alone: /handoff balance',
  ]);
});

test('a Home says how the turns stand: a rep’s own, and of each pool to its manager', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.settle();
  expect((await deskOf(stage, 'ben').openHome()).slice(-2)).toEqual([
    'SDRs in Europe: owed 0.5 of a turn · next in turn',
    'Turn by turn: /handoff balance',
  ]);
  expect((await deskOf(stage, 'max').openHome()).slice(-3)).toEqual([
    'Turns',
    '• SDRs in the Americas · everybody is level · nobody can take leads now: Cleo Marsh (outside working hours), Dan Whitfield (outside working hours)',
    'A whole pool: /handoff balance and its name',
  ]);
});
