import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Grace Hopper of Globex, from her arrival to a deal: in each open state whoever has her finds her on their Home. */

const BANT = {
  budget: '40,000 EUR a year',
  authority: 'She decides',
  need: 'Leads go cold',
  timeline: 'March',
};
const DEAL = { amount: '40000', currency: 'eur', close_on: '2027-03-31', next_step: 'Demo on Thursday' };

/** The lists of somebody's Home in which she stands, each once. */
async function listsOf(stage: TestStage, desk: Desk): Promise<string[]> {
  await desk.openHome();
  // One Home is drawn once a second at most.
  await stage.pass(0.05);
  const lines = desk.home();
  return lines.flatMap((line, index) =>
    line.startsWith('Grace Hopper (Globex)')
      ? [lines.slice(0, index).findLast((one) => /^[A-Z][\w,: ]* \(\d+\)$/.test(one)) ?? 'no list']
      : [],
  );
}

async function play() {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva, vic] = [deskOf(stage, 'ana'), deskOf(stage, 'eva'), deskOf(stage, 'vic')];
  return { stage, ana, eva, vic };
}

const stateOf = async (stage: TestStage): Promise<string> => {
  const [row] = await stage.query<{ stands: string }>(
    `select leg || ' ' || state as stands from handoffs where closed_at is null`,
  );
  return row?.stands ?? '';
};

test('an SDR finds her as offered, snoozed, accepted and in work, and no more when she was passed on', async () => {
  const { stage, ana, eva } = await play();
  expect([await stateOf(stage), await listsOf(stage, ana)]).toEqual([
    'mql_to_sdr offered',
    ['To answer (1)'],
  ]);

  await ana.press(ana.card(), ids.snooze, '15 minutes');
  expect([await stateOf(stage), await listsOf(stage, ana)]).toEqual(['mql_to_sdr snoozed', ['Snoozed (1)']]);

  await ana.press(ana.card(), ids.wake);
  await ana.press(ana.card(), ids.accept);
  expect([await stateOf(stage), await listsOf(stage, ana)]).toEqual([
    'mql_to_sdr accepted',
    ['Accepted, no response yet (1)'],
  ]);

  await ana.open(ana.card(), ids.respond);
  await ana.submit({ channel: 'Call', outcome: 'Reached them' });
  expect([await stateOf(stage), await listsOf(stage, ana)]).toEqual(['mql_to_sdr working', ['In work (1)']]);

  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  expect([await stateOf(stage), await listsOf(stage, ana), await listsOf(stage, eva)]).toEqual([
    'sql_to_ae offered',
    [],
    ['To answer (1)'],
  ]);
});

test('an AE finds her with her deal and its day, and an SDR what came back', async () => {
  const { stage, ana, eva } = await play();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.press(eva.card(), ids.accept);
  await eva.open(eva.card(), ids.opportunity);
  await eva.submit(DEAL);
  expect([await stateOf(stage), await listsOf(stage, eva)]).toEqual(['sql_to_ae working', ['Deals (1)']]);
  expect(eva.home()).toContain('40,000 EUR · Discovery · closes Mar 31, 2027 · next step: Demo on Thursday');

  await stage.query(
    `update handoffs set deal = jsonb_set(deal, '{closeOn}', '"2026-11-20"') where leg = 'sql_to_ae'`,
  );
  await listsOf(stage, eva);
  expect(eva.home()).toContain(
    '40,000 EUR · Discovery · closes Nov 20, 2026 · next step: Demo on Thursday · that day has passed',
  );
});

test('what an AE sends back stands apart until its SDR answers', async () => {
  const { stage, ana, eva } = await play();
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await eva.open(eva.card(), ids.reject);
  await eva.submit({ reason: 'What was qualified does not hold', note: 'No budget after all' });
  expect([await stateOf(stage), await listsOf(stage, eva), await listsOf(stage, ana)]).toEqual([
    'mql_to_sdr offered',
    [],
    ['Came back to you (1)'],
  ]);
  await ana.press(ana.card(), ids.accept);
  expect(await listsOf(stage, ana)).toEqual(['Accepted, no response yet (1)']);
});

test('500 leads in each list fit on one Home, and it says where the rest is', {
  timeout: 120_000,
}, async () => {
  const { stage, ana } = await play();
  await ana.press(ana.card(), ids.accept);
  const copy = (table: string, columns: string, values: string) =>
    stage.query(`insert into ${table} (${columns}) select ${values}`);
  const columnsOf = async (table: string, but: string[]): Promise<string> => {
    const rows = await stage.query<{ name: string }>(
      `select '"' || attname || '"' as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
    return rows
      .map(({ name }) => name)
      .filter((name) => !but.includes(name))
      .join(', ');
  };
  const leads = await columnsOf('leads', ['"id"']);
  await copy('leads', `id, ${leads}`, `'more' || no, ${leads} from leads, generate_series(1, 2500) no`);
  const handoffs = await columnsOf('handoffs', ['"id"', '"lead_id"', '"state"', '"deal"', '"snoozed_until"']);
  await copy(
    'handoffs',
    `id, lead_id, state, deal, snoozed_until, ${handoffs}`,
    `'more' || no, 'more' || no, (array['offered', 'accepted', 'working', 'working', 'snoozed'])[1 + no % 5],
      case when no % 5 = 3 then '{"amount":40000,"currency":"EUR","closeOn":"2027-03-31","subStage":null,"nextStep":""}'::jsonb end,
      now() + interval '1 day', ${handoffs} from handoffs, generate_series(1, 2500) no`,
  );
  const lines = await ana.openHome();
  expect(lines).toEqual(
    expect.arrayContaining([
      'To answer (500)',
      'Accepted, no response yet (501)',
      'In work (500)',
      'Deals (500)',
      'Snoozed (500)',
    ]),
  );
  expect(lines.filter((line) => /^… and 49\d more: \/leads mine$/.test(line))).toHaveLength(5);
});
