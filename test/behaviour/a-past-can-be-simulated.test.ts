import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { readSimulateOptions } from '#src/cli/simulate/options.ts';
import { runSimulate } from '#src/cli/simulate.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { pastAt } from '../support/past.ts';
import { POOL_CHANNEL, toBeClaimed, withoutCaps } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** The command on the database of a running app, as its command line asks for it. */
const simulate = (stage: TestStage, ...args: string[]) => simulateUnder('handoff.yaml', stage, ...args);

/** With another file in force. */
async function simulateUnder(settingsFile: string, stage: TestStage, ...args: string[]) {
  const asked = readSimulateOptions(args, settingsFile);
  if (asked.type !== 'request') throw new Error(JSON.stringify(asked));
  const { db, now } = stage.app.core;
  const reach = { db, env: {}, now };
  return runSimulate(reach, [JSON.stringify(asked.request)]);
}

function fileWith(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'handoff-simulate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The example's settings with another weight. */
const benTwice = () =>
  fileWith(
    'new.yaml',
    readFileSync('handoff.yaml', 'utf8').replace('{ person: ben, weight: 1 }', '{ person: ben, weight: 2 }'),
  );

/** The example's settings with a European pool whose leads are claimed. */
const claimConfig = () =>
  fileWith(
    'claim.yaml',
    readFileSync('handoff.yaml', 'utf8')
      .replace('mode: round_robin', 'mode: claim')
      .replace('deliver_to: dm', `deliver_to: ${POOL_CHANNEL}`),
  );

const counts = (figures: { byRep: { repId: string; count: number }[] }) =>
  Object.fromEntries(figures.byRep.map(({ repId, count }) => [repId, count]));

/** Six leads by turns, a minute from one to the next, all answered. */
async function history(stage: TestStage): Promise<void> {
  const [ana, ben] = [deskOf(stage, 'ana'), deskOf(stage, 'ben')];
  for (const company of ['a', 'b', 'c']) {
    await stage.send(leadAt(`${company}-one`));
    await stage.pass(1);
    await stage.send(leadAt(`${company}-two`));
    await stage.settle();
    await ana.press(ana.card(), ids.accept);
    await ben.press(ben.card(), ids.accept);
    await stage.pass(1);
  }
}

test('simulated under the settings that decided, a past comes out as it was', async () => {
  const stage = await startStage();
  await history(stage);

  const { output, exitCode } = await simulate(stage, '--since', '1d', '--json');

  const { happened, simulated, changes } = JSON.parse(output);
  expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: { count: 0, first: [] } });
  expect(happened).toMatchObject({ leads: 6, offered: 6, waiting: 0 });
  expect(counts(happened)).toEqual({ ana: 3, ben: 3 });
  expect(counts(simulated[0].figures)).toEqual({ ana: 3, ben: 3 });
});

test('under other weights it says who would have got what, and which leads would be in other hands', async () => {
  const stage = await startStage();
  await history(stage);

  const { output } = await simulate(stage, '--since', '1d', '--json', '--config', benTwice());

  const { simulated, changes } = JSON.parse(output);
  expect(simulated.map(({ figures }: { figures: Parameters<typeof counts>[0] }) => counts(figures))).toEqual([
    { ana: 3, ben: 3 },
    { ana: 2, ben: 4 },
  ]);
  expect(simulated[1].figures.byRep).toEqual([
    { repId: 'ben', count: 4, share: 4 / 6, due: 4 },
    { repId: 'ana', count: 2, share: 2 / 6, due: 2 },
  ]);
  expect(changes.count).toBeGreaterThan(0);
  const told = await simulate(stage, '--since', '1d', '--config', benTwice());
  expect(told.output).toContain('6 leads from 2026-11-22 to 2026-11-23, by first offer');
  expect(told.output).toContain('3 (50.0 %; 50.0 %)');
  expect(told.output).toContain('4 (66.7 %; 66.7 %)');
  expect(told.output).toMatch(/Other hands, in force → others: \d/);
  expect(told.output).not.toMatch(/Lead of|@|-one/);
});

test('leads that were only looked at are simulated as well', async () => {
  const stage = await startStage({ settings: (settings) => ({ ...settings, mode: 'shadow' }) });
  await stage.send(leadAt('one'));
  await stage.pass(1);
  await stage.send(leadAt('two'));
  await stage.settle();

  const { output } = await simulate(stage, '--since', '1d', '--json');

  const { happened, simulated } = JSON.parse(output);
  expect(counts(happened)).toEqual({ ana: 1, ben: 1 });
  expect(counts(simulated[0].figures)).toEqual({ ana: 1, ben: 1 });
});

test('one lead is walked with the people, the work and the turns of the database, and nothing is stored', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await stage.send(leadAt('first'));
  await stage.settle();
  await ana.ask('/handoff away 2h');
  const before = await stage.query(
    'select (select count(*) from handoffs)::int as h, (select count(*) from routing_log)::int as r, (select count(*) from accounts)::int as a',
  );
  const file = fileWith('lead.json', JSON.stringify(leadAt('second')));

  const { output, exitCode } = await simulate(stage, '--lead', file);

  expect(exitCode).toBe(0);
  expect(output).toContain('ana: away, until 2026-11-23 12:00 Europe/Berlin');
  expect(output).toContain('→ ben: can take it, weight 1, behind their share by 0.50');
  expect(output).toContain('→ ben (Ben Okafor)');
  expect(output).toContain('SLA policy hot: an answer is due 2026-11-23 10:05 Europe/Berlin');
  expect(
    await stage.query(
      'select (select count(*) from handoffs)::int as h, (select count(*) from routing_log)::int as r, (select count(*) from accounts)::int as a',
    ),
  ).toEqual(before);
});

test('a colleague of somebody who was accepted goes to the same rep in the simulation too', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await stage.send(leadAt('globex'));
  await stage.settle();
  await ana.press(ana.card(), ids.accept);
  const other = {
    ...leadAt('globex'),
    person: { full_name: 'Other', email: 'other@globex.example', country: 'DE' },
  };

  const { output } = await simulate(stage, '--lead', fileWith('lead.json', JSON.stringify(other)));

  expect(output).toContain('owner of the account: goes to ana');
});

test('a lead that would wait is an answer of its own, and a wrong one is told as intake tells it', async () => {
  const stage = await startStage();
  const file = fileWith('lead.json', JSON.stringify(leadAt('one')));
  const wrong = fileWith('lead.json', JSON.stringify({ person: { emial: 'a@b.example' } }));

  const night = await simulate(stage, '--lead', file, '--at', '2026-11-23T22:00:00Z');
  expect(night.exitCode).toBe(2);
  expect(night.output).toContain('→ nobody now: it waits');
  expect(await simulate(stage, '--lead', wrong)).toEqual({
    output: `${wrong}:
  person.emial: not a field here; did you mean email?
  person: names nobody: expected person.email, person.phone or refs`,
    exitCode: 1,
  });
});

const colleagueAt = (company: string) => {
  const lead = leadAt(company);
  const person = { ...lead.person, full_name: 'Colleague', email: `colleague@${company}.example` };
  return { ...lead, person, account: { ...lead.account, existing_customer: true } };
};

const won = { stage: 'closed_won', leg: 'won_to_cs', owner: 'vic' };
const lastLines = (output: string, from: string) =>
  output.split('\n').filter((line) => line.startsWith(from));

test('a colleague of a customer who asks for a demo is the customer’s owner’s to answer, as intake decides it', async () => {
  const stage = await startStage();
  await pastAt(stage, 'initech', won);
  const file = fileWith('lead.json', JSON.stringify(colleagueAt('initech')));

  const { output, exitCode } = await simulate(stage, '--lead', file);

  expect(exitCode).toBe(0);
  expect(lastLines(output, 'Qualified')).toEqual([
    'Qualified by definition 2026.4: no, but it is for the owner of the company to answer',
  ]);
  expect(lastLines(output, '→')).toEqual(['→ vic (Vic Tanaka), who is asked again']);
});

test('whoever was disqualified here is only noted, and whoever is being worked on joins', async () => {
  const stage = await startStage();
  const ana = deskOf(stage, 'ana');
  await stage.send(leadAt('initech'));
  await stage.settle();
  const file = fileWith('lead.json', JSON.stringify(leadAt('initech')));
  const [handoff] = await stage.query<{ id: string }>('select id from handoffs');

  const open = await simulate(stage, '--lead', file);
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.more, 'Disqualify…');
  await ana.submit({ reason: 'no_need' });
  const over = await simulate(stage, '--lead', file);

  expect([open.exitCode, lastLines(open.output, '→')]).toEqual([
    0,
    [`→ joins the open handoff ${handoff?.id}, which is with ana (Ana Duarte)`],
  ]);
  expect([over.exitCode, lastLines(over.output, '→')]).toEqual([
    2,
    ['→ nobody is told, it is only noted: sales disqualified them here'],
  ]);
});

test('a known person is judged by what was told and done before as well, and nothing of it is stored', async () => {
  const stage = await startStage();
  const reader = leadAt('initech');
  const looked = (at: string) => [{ type: 'pricing_view', at }];
  await stage.send({
    ...reader,
    channel: 'content',
    signals: looked('2026-11-20T10:00:00Z'),
    account: { ...reader.account, employees: undefined },
  });
  await stage.settle();
  const again = {
    kind: 'signal',
    person: { email: reader.person.email },
    account: { employees: 420 },
    signals: looked('2026-11-20T11:00:00Z'),
  };
  const file = fileWith('lead.json', JSON.stringify(again));
  const stored = () =>
    stage.query('select l.stage, l.record, (select count(*)::int from signals) as signals from leads l');
  const before = await stored();

  const { output, exitCode } = await simulate(stage, '--lead', file);

  expect(exitCode).toBe(0);
  expect(output).toContain('told together with what was known');
  expect(output).toContain('industry: software');
  expect(output).toContain('employees: 420');
  expect(lastLines(output, '→')).toEqual(['→ ana (Ana Duarte)']);
  expect(await stored()).toEqual(before);
});

const played = async (stage: TestStage, ...args: string[]) =>
  JSON.parse((await simulate(stage, '--since', '1d', '--json', ...args)).output);

test('who had a customer, an opportunity and a company then has their leads in the simulation as well', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await pastAt(stage, 'won', won);
  await pastAt(stage, 'open', { stage: 'opportunity', leg: 'sql_to_ae', owner: 'eva' });
  await stage.pass(1);
  await stage.send(colleagueAt('won'));
  await stage.pass(1);
  await stage.send(colleagueAt('open'));
  await stage.settle();

  const { happened, changes } = await played(stage);

  expect(counts(happened)).toEqual({ vic: 1, eva: 1 });
  expect(changes).toEqual({ count: 0, first: [] });
});

test('whoever claimed a lead is not told as other hands', async () => {
  const stage = await startStage({ settings: toBeClaimed });
  await stage.send(leadAt('one'));
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  const message = ana.channel(POOL_CHANNEL).find(({ ephemeral }) => !ephemeral);
  if (!message) throw new Error('nothing to claim');
  await ana.press(message, ids.claim);
  await stage.pass(1);
  await stage.send(leadAt('two'));
  await stage.settle();

  const { output } = await simulateUnder(claimConfig(), stage, '--since', '1d', '--json');
  const { happened, changes, simulated } = JSON.parse(output);
  expect(happened).toMatchObject({ leads: 2, offered: 0, claims: 2, waiting: 0 });
  expect(simulated[0].figures).toMatchObject({ offered: 0, claims: 2, waiting: 0 });
  expect(changes).toEqual({ count: 0, first: [] });
});
