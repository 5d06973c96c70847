import { expect, test } from 'vitest';
import { deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** On Monday, 23 November 2026, in Berlin. */

const said = async (stage: TestStage, personId: string, line: string): Promise<string[]> => {
  const desk = deskOf(stage, personId);
  return desk.read(await desk.ask(line)).split('\n');
};

const spent = (channel: string, amount: number, overrides: object = {}) => ({
  kind: 'spend',
  channel,
  spend: { period: '2026-11', amount, currency: 'EUR', ...overrides },
});

async function openStage(): Promise<TestStage> {
  const stage = await startStage();
  // Two by demo requests, one of which is accepted, and one by a webinar.
  await stage.send(hot);
  await stage.send(leadAt('initech'));
  await stage.send({ ...leadAt('hooli'), channel: 'referral' });
  await stage.settle();
  return stage;
}

test('/funnel cost sets what was spent in the period beside what it brought, channel by channel', async () => {
  const stage = await openStage();
  await stage.send(spent('demo_request', 3_000));
  await stage.send(spent('trade_show', 900));
  await stage.settle();
  // Of November, the 17th to the 23rd are 7 of 30 days.
  const lines = await said(stage, 'mara', '/funnel cost 2026-11-17..2026-11-23');
  expect(lines[0]).toMatch(/^What leads cost, 2026-11-17 to 2026-11-23 .*by channel$/);
  expect(lines[1]).toBe('910 EUR spent, 3 leads in.');
  expect(lines[2]).toBe('Over all of them: a lead 303 EUR');
  const text = lines.join('\n');
  expect(text).toContain('Spent on, without a lead: trade show (210 EUR).');
  expect(text).toContain('Leads without anything told that was spent: referral (1).');
  expect(text).toContain(
    '2 figures are about a longer time: spread evenly over its days, of which those of the period count.',
  );
  const message = await deskOf(stage, 'mara').ask('/funnel cost 2026-11-17..2026-11-23');
  const table = message.blocks?.find((block) => block.type === 'data_table');
  expect(table).toMatchObject({
    rows: [
      [{ text: 'Channel' }, { text: 'Spent' }, { text: 'Leads' }, { text: 'Cost per lead' }],
      [{ text: 'demo request' }, { value: 700 }, { value: 2 }, { value: 350 }],
      [{ text: 'trade show' }, { value: 210 }, { value: 0 }, { text: '–' }],
      [{ text: 'referral' }, { text: 'not told' }, { value: 1 }, { text: '–' }],
    ].map((row) => expect.arrayContaining(row.map((cell) => expect.objectContaining(cell)))),
  });
});

test('amounts in several currencies are never added, and cost nothing together', async () => {
  const stage = await openStage();
  await stage.send(spent('demo_request', 300));
  await stage.send(spent('demo_request', 200, { currency: 'USD' }));
  await stage.settle();
  const lines = await said(stage, 'mara', '/funnel cost 2026-11-01..2026-11-30');
  expect(lines.slice(1, 3)).toEqual([
    '230 EUR and 153.33 USD spent on 3 leads.',
    'Amounts in several currencies are not added: costs stand where one currency was spent.',
  ]);
});

test('spending told of a campaign or a source is found by its name, whatever its case', async () => {
  const stage = await openStage();
  await stage.send({
    ...spent('other', 100, { period: '2026-11-23', source: 'WEBSITE' }),
    campaign: { name: 'AUTUMN demo' },
  });
  await stage.settle();
  const campaigns = (await said(stage, 'mara', '/funnel cost 7d by campaign')).join('\n');
  expect(campaigns).toContain('Autumn demo');
  expect(campaigns).not.toContain('AUTUMN demo');
  const sources = (await said(stage, 'mara', '/funnel cost 7d by source')).join('\n');
  expect(sources).toMatch(/Website[\s\S]*100 EUR/);
  expect(sources).not.toContain('WEBSITE');
});

test('without anything told it says how to tell it, and what it cannot be grouped by', async () => {
  const stage = await openStage();
  expect((await said(stage, 'mara', '/funnel cost 7d')).slice(1, 3)).toEqual([
    'Nothing is told of what was spent in this time, for 3 leads.',
    'A file tells it: npm run handoff -- spend import spend.csv, with the columns month, channel, amount and currency. A source may as well, with kind: spend.',
  ]);
  expect((await said(stage, 'mara', '/funnel cost by rep'))[0]).toBe(
    '"rep" is nothing to group by: expected by channel, campaign or source',
  );
});
