import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { startHubspotDesk } from '../support/hubspot-desk.ts';

const BANT = {
  ...{ budget: '40,000 EUR a year', authority: 'She decides' },
  ...{ need: 'Leads go cold', timeline: 'March' },
};

/** What other tools are told is seen, approved, tried again and put back without Slack. */

test('what a new tool would be told is listed, approved, and then written', { timeout: 60_000 }, async () => {
  const { account, stage, grace, owners, outcomes, outcomesAlone } = await startHubspotDesk();
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(3);

  const listed = await outcomesAlone('list');
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toContain(
    'crm (HubSpot): dry: nothing is written before it is approved\n  1 would be written:',
  );
  expect(listed.stdout).toContain(`, contacts ${grace}\n`);
  expect(listed.stdout).toContain('      hs_lead_status: empty → "OPEN"\n');
  expect(listed.stdout).not.toMatch(/grace|hopper|globex/i);

  const shown = await outcomes('approve', 'crm');
  expect(shown).toMatchObject({ code: 1, wrong: expect.stringContaining('the same command with --yes') });
  expect(shown.said).toContain(`hubspot_owner_id: empty → "${owners.get('ana')}"`);
  await stage.pass(1);
  expect(account.record(grace)).not.toHaveProperty('hs_lead_status');

  const approved = await outcomes('approve', 'crm', '--yes');
  expect(approved).toMatchObject({ code: 0, wrong: '' });
  expect(approved.said).toContain('crm: approved by the command line on 2026-11-23T09:04Z');
  await stage.pass(1);
  expect(account.record(grace)).toMatchObject({ hs_lead_status: 'OPEN' });
  expect((await outcomes('list')).said.split('\n').slice(0, 2)).toEqual([
    'crm (HubSpot): approved by the command line on 2026-11-23T09:04Z',
    '  1 have something to be said of them:',
  ]);
});

test('what failed is listed with its reason, and tried again when asked', async () => {
  const { account, stage, grace, outcomes } = await startHubspotDesk();
  await outcomes('approve', 'crm', '--yes');
  await stage.pass(1);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  account.loseAnswers(1);
  await stage.pass(3);

  const { said } = await outcomes('list', '--failed');
  expect(said).toContain(
    `contacts ${grace}: HubSpot cannot be reached, since 2026-11-23T09:04Z, 1 try, next on`,
  );
  expect(await outcomes('retry', 'crm')).toEqual({
    ...{ code: 0, said: '1 lead of crm will be tried by the app within a minute, while it runs.', wrong: '' },
  });
  await stage.pass(1);
  expect((await outcomes('list', '--failed')).said).toContain('\n  nothing failed');
  expect(account.record(grace)).toMatchObject({ hs_lead_status: 'OPEN' });
  expect((await outcomes('retry')).said).toBe('Nothing failed.');
});

test('a tool that refuses us is listed with what it said, and asked again when somebody says so', async () => {
  const { account, stage, grace, outcomes } = await startHubspotDesk();
  await outcomes('approve', 'crm', '--yes');
  account.scopes.delete('crm.objects.contacts.write');
  await stage.pass(1);
  const problem = 'HubSpot refuses us (HTTP 403): check the token and what it may do';

  expect((await outcomes('list')).said.split('\n').slice(1, 3)).toEqual([
    '  not asked until 2026-11-23T09:11Z',
    `  ! ${problem}, since 2026-11-23T09:01Z`,
  ]);
  account.scopes.add('crm.objects.contacts.write');
  await stage.pass(1);
  expect(account.record(grace)).not.toHaveProperty('hs_lead_status');
  expect((await outcomes('retry')).said).toBe(
    `crm will be asked again by the app within a minute, while it runs. It said: ${problem}`,
  );
  await stage.pass(1);
  expect(account.record(grace)).toMatchObject({ hs_lead_status: 'NEW' });
});

test('whoever mistypes hears what was meant', async () => {
  const { outcomes } = await startHubspotDesk();
  const wrong = async (...args: string[]) => (await outcomes(...args)).wrong.split('\n')[0];

  expect(await wrong('lst')).toBe(
    'no action "lst"; did you mean "list"?; expected one of list, check, approve, retry, changes, put-back',
  );
  expect(await wrong('approve', 'cmr')).toBe('no sink "cmr"; did you mean "crm"?; expected crm');
  expect(await wrong('approve')).toBe('which sink? Expected crm');
  expect(await wrong('list', '--faild')).toBe(
    'outcomes list: no option "--faild"; did you mean "--failed"?; expected one of --sink, --failed, --all',
  );
  expect(await wrong('list', 'crm')).toBe('outcomes list: "crm" is not understood; --sink names one');
});

test('an account is asked what it lacks, which is made where it may be, and no record is written', {
  timeout: 60_000,
}, async () => {
  const { account, owners, outcomes, outcomesAlone } = await startHubspotDesk();
  const status = account.properties.contacts.get('hs_lead_status');
  if (status === undefined) throw new Error('the stand-in has a lead status');
  const all = status.options;
  status.options = all.filter(({ value }) => value !== 'BAD_TIMING');

  const checked = await outcomesAlone('check', 'crm');
  expect(checked).toMatchObject({ code: 1, stderr: '' });
  const lines = checked.stdout.split('\n');
  expect(lines.slice(0, 7)).toEqual([
    'crm (HubSpot): something is missing',
    `  knows ${owners.size} of ${owners.size} people by their address`,
    '  onto contacts:',
    '    status → hs_lead_status (Lead Status)',
    '      assigned → NEW (New)',
    '      accepted → OPEN (Open)',
    '      working → IN_PROGRESS (In Progress)',
  ]);
  expect(lines).toContain(
    '  - no field handoff_reason: make it with --create, or say under fields what reason is called (null leaves it out)',
  );
  expect(checked.stdout).toContain(
    '  - hs_lead_status has no option BAD_TIMING: say under words.status what recycled is called; it has ',
  );

  const made = await outcomes('check', '--create');
  expect(made.code).toBe(1);
  expect(made.said).toContain('crm (HubSpot): made of contacts: handoff_reason, handoff_source, ');
  expect(made.said.split('missing:').at(-1)).not.toContain('no field');
  status.options = all;
  const whole = await outcomes('check');
  expect(whole).toMatchObject({ code: 0, wrong: '' });
  expect(whole.said).toContain('\n    reason → handoff_reason (Handoff: Reason)');
  expect(account.asked.filter((asked) => /PATCH .*contacts\/[1-9]/.test(asked))).toEqual([]);
});

test('what the app may not do there is named', async () => {
  const { account, outcomes } = await startHubspotDesk();
  account.scopes.delete('crm.objects.contacts.write');
  account.scopes.delete('crm.objects.owners.read');

  const { code, said } = await outcomes('check', 'crm');

  expect(code).toBe(1);
  expect(said).not.toContain('by their address');
  expect(said).toContain('  - the scope crm.objects.contacts.write: add it to the private app');
  expect(said).toContain('  - the scope crm.objects.owners.read: add it to the private app');
});

test('whom the account does not know is named by id', async () => {
  const { stage, outcomes } = await startHubspotDesk({ strangers: ['ana', 'ben'] });
  const { length } = stage.app.core.inForce().settings.people;

  const { said } = await outcomes('check', 'crm');

  expect(said).toContain(
    `  knows ${length - 2} of ${length} people by their address\n    and not ana, ben: what is theirs gets no owner`,
  );
});

test('a tool that is away is said to be', async () => {
  const { account, outcomes } = await startHubspotDesk();
  await account.stop();

  expect(await outcomes('check')).toEqual({
    ...{ code: 1, said: 'crm (HubSpot): HubSpot cannot be reached', wrong: '' },
  });
});

test('what was changed is listed, and put back where it still stands, before anything else is written', {
  timeout: 60_000,
}, async () => {
  const { account, stage, grace, owners, outcomes, outcomesAlone } = await startHubspotDesk();
  account.change(grace, 'hs_lead_status', 'BAD_TIMING');
  account.change(grace, 'lifecyclestage', 'lead');
  await outcomes('approve', 'crm', '--yes');
  await stage.pass(1);
  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  await stage.pass(3);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit(BANT);
  await stage.pass(3);
  expect(account.record(grace)).toMatchObject({
    ...{
      hs_lead_status: 'CONNECTED',
      lifecyclestage: 'salesqualifiedlead',
      hubspot_owner_id: owners.get('eva'),
    },
  });
  account.change(grace, 'hubspot_owner_id', owners.get('ben') ?? '');

  const { stdout } = await outcomesAlone('changes', 'crm');
  expect(stdout).toContain(`, contacts ${grace}: hs_lead_status: "BAD_TIMING" → "NEW"\n`);
  const tried = await outcomes('put-back', 'crm');
  expect(tried).toMatchObject({ code: 1, wrong: expect.stringContaining('the same command with --yes') });
  expect(tried.said).toContain(': hubspot_owner_id: was changed there since, and stays');
  expect(account.record(grace)).toMatchObject({ lifecyclestage: 'salesqualifiedlead' });
  expect(await stage.query('select approved_at is null as dry from sinks')).toEqual([{ dry: false }]);

  const done = await outcomes('put-back', 'crm', '--yes');
  expect(done).toMatchObject({ code: 0, wrong: '' });
  expect(done.said).toContain(`: lifecyclestage: "salesqualifiedlead" → "lead"`);
  const asBefore = {
    hs_lead_status: 'BAD_TIMING',
    lifecyclestage: 'lead',
    hubspot_owner_id: owners.get('ben'),
  };
  expect(account.record(grace)).toMatchObject(asBefore);
  await stage.pass(60);
  expect(account.record(grace)).toMatchObject(asBefore);
  expect((await outcomes('list')).said).toContain(
    'crm (HubSpot): dry: nothing is written before it is approved',
  );
  expect((await outcomes('put-back', 'crm', '--yes')).said).not.toContain('→');
});

test('what was put back while its answer was lost is put back once', async () => {
  const { account, stage, grace, outcomes } = await startHubspotDesk();
  await outcomes('approve', 'crm', '--yes');
  await stage.pass(1);
  expect(account.record(grace)).toMatchObject({ hs_lead_status: 'NEW' });
  account.loseAnswers(1);

  const lost = await outcomes('put-back', 'crm', '--yes');
  expect(lost.code).toBe(1);
  expect(lost.wrong).toContain('Stopped: the same command again goes on where it was.');
  const again = await outcomes('put-back', 'crm', '--yes');

  expect(again).toMatchObject({ code: 0, wrong: '' });
  expect(again.said).toContain('hs_lead_status: is as it was already');
  expect(account.record(grace).hs_lead_status ?? '').toBe('');
  expect(await stage.query('select 1 as one from sink_changes where put_back_at is null')).toEqual([]);
});

test('changes go into a new file as CSV, and into no other', async () => {
  const { stage, outcomes } = await startHubspotDesk();
  await outcomes('approve', 'crm', '--yes');
  await stage.pass(1);
  const file = join(mkdtempSync(join(tmpdir(), 'handoff-')), 'changes.csv');

  expect((await outcomes('changes', 'crm', '--csv', file)).said).toBe(`2 changes of crm written to ${file}`);
  expect(await outcomes('changes', 'crm', '--csv', file)).toMatchObject({
    ...{ code: 1, wrong: expect.stringContaining('is there already; expected a new file') },
  });

  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines[0]).toBe('at,lead_id,record_type,record_id,field,from,to,put_back_at');
  expect(lines.slice(1).map((line) => line.split(',').slice(4))).toEqual([
    ['hs_lead_status', '', 'NEW', ''],
    ['hubspot_owner_id', '', expect.stringMatching(/^\d+$/), ''],
  ]);
});

test('a lead that is being told at this moment is waited for, and then put back', async () => {
  const { account, stage, grace, outcomes } = await startHubspotDesk();
  await outcomes('approve', 'crm', '--yes');
  await stage.pass(1);
  await stage.query(
    "update sink_records set taken_until = clock_timestamp() + interval '1500 milliseconds' returning 1",
  );
  const start = performance.now();

  const done = await outcomes('put-back', 'crm', '--yes');

  expect(done).toMatchObject({ code: 0, wrong: '' });
  expect(performance.now() - start).toBeGreaterThan(1_000);
  expect(account.record(grace).hs_lead_status ?? '').toBe('');
  expect(await stage.query('select taken_until from sink_records')).toEqual([{ taken_until: null }]);
});
