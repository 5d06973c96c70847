import { type Logger, pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { setupFields } from '#blocks/setup/setup-ids.ts';
import { setupDeskOf } from '../support/setup-desk.ts';
import { openSite } from '../support/site.ts';

/** Ana and Ben are ops of a team that is being set up. */
async function openTwo(log?: Logger) {
  const site = await openSite();
  const { app } = await site.start({ file: 'starter.yaml', ...(log && { log }) });
  const ops = (id: string) => ({
    id,
    name: id,
    email: `${id}@new.example`,
    slack_id: site.slackIdOf(id),
    roles: ['ops' as const],
  });
  const edit = () => ({ people: [ops('ana'), ops('ben')] });
  await app.core.changeSettings({ what: 'two ops', bySlackId: 'U0TEST', edit });
  await app.checkPeople();
  const [ana, ben] = ['ana', 'ben'].map((id) => setupDeskOf(site.slack, site.slackIdOf(id)));
  if (!ana || !ben) throw new Error('nobody is there');
  await ana.open();
  await ben.open();
  return { site, app, ana, ben };
}

test('two people who change different things at once both have what they chose', async () => {
  const { app, ana, ben } = await openTwo();
  await ana.go('channels');
  await ben.go('mode');
  await ben.submit({ [setupFields.mode]: 'Shadow' });
  await ana.submit({ [setupFields.feedback]: 'C0FEEDBACK' });

  const { mode, channels } = app.core.inForce().settings;
  expect({ mode, channels }).toEqual({ mode: 'shadow', channels: { feedback: 'C0FEEDBACK' } });
});

const poolOf = (id: string) => ({
  [setupFields.name]: 'Europe',
  [setupFields.members]: [id],
  [setupFields.takes]: 'Nothing for now',
});

/** Both have the form of the same pool open. */
async function openPool() {
  const two = await openTwo();
  const { ana, ben } = two;
  await ana.go('pools');
  await ana.go('pool:');
  await ana.submit(poolOf('ana'));
  for (const desk of [ana, ben]) {
    await desk.go('pools');
    await desk.go('pool:europe');
  }
  return two;
}

test('a pool that somebody else changed meanwhile is not written over', async () => {
  const { app, ana, ben } = await openPool();
  await ben.submit({ ...poolOf('ana'), [setupFields.members]: ['ben'] });
  expect((await ana.submit({ [setupFields.name]: 'EMEA' })).errors).toEqual({
    members: 'This pool was changed meanwhile. Open it again.',
  });
  expect(app.core.layers().edits.pools).toMatchObject([{ name: 'Europe', members: [{ person: 'ben' }] }]);
});

test('a pool that somebody else deleted meanwhile stays deleted', async () => {
  const { app, ana, ben } = await openPool();
  await ben.press('remove-pool:europe');
  expect((await ana.submit({ [setupFields.name]: 'EMEA' })).errors).toEqual({
    members: 'This pool was changed meanwhile. Open it again.',
  });
  expect(app.core.layers().edits.pools).toEqual([]);
  expect(await ana.press('remove-pool:europe')).toContain('Nothing was changed.');
});

test('channels that somebody else changed meanwhile are not written over', async () => {
  const { app, ana, ben } = await openTwo();
  await ana.go('channels');
  await ben.go('channels');
  await ben.submit({ [setupFields.feedback]: 'C0FEEDBACK' });
  expect((await ana.submit({ [setupFields.ops]: 'C0OPS0001' })).errors).toEqual({
    ops: 'The channels were changed meanwhile. Open them again.',
  });
  expect(app.core.inForce().settings.channels).toEqual({ feedback: 'C0FEEDBACK' });
});

test('a change that changes nothing says so, and has no undo', async () => {
  const { ana } = await openTwo();
  for (const said of ['Saved: ', 'Nothing was changed.']) {
    await ana.go('channels');
    await ana.submit({ [setupFields.feedback]: 'C0FEEDBACK' });
    expect(ana.reads()).toContain(said);
  }
  expect(ana.reads()).not.toContain('Undo');
});

test('a change is not undone over what somebody else changed since', async () => {
  const { site, app, ana, ben } = await openTwo();
  await ana.go('channels');
  await ana.submit({ [setupFields.feedback]: 'C0FEEDBACK' });
  await ben.go('mode');
  await ben.submit({ [setupFields.mode]: 'Shadow' });

  const undo = /undo:\d+/.exec(JSON.stringify(site.slack.as(site.slackIdOf('ana')).modal()))?.[0] ?? '';
  expect(await ana.press(undo)).toContain('Somebody changed something since; nothing was undone.');
  expect(app.core.inForce().settings.mode).toBe('shadow');
});

test('a change that fails says so where it was made, and in the log', async () => {
  const lines: string[] = [];
  const { site, ana } = await openTwo(
    pino({ level: 'error' }, { write: (line: string) => lines.push(line) }),
  );
  await ana.go('channels');
  await site.query('alter table settings_edits add constraint nothing_more check (false) not valid');
  await ana.submit({ [setupFields.feedback]: 'C0FEEDBACK' });
  expect(ana.reads()).toContain('That did not work just now. Look at the overview before you try again.');
  await vi.waitFor(() => expect(lines.join('')).toContain('a press failed'));
  expect(await ana.go('home')).toContain('Channels');
});

test('going live is asked once more', async () => {
  const { app, ana } = await openTwo();
  await ana.go('mode');
  await ana.submit({ [setupFields.mode]: 'Shadow' });
  await ana.go('mode');
  await ana.submit({ [setupFields.mode]: 'Live' });
  expect(ana.reads()).toContain('Go live?');
  expect(app.core.inForce().settings.mode).toBe('shadow');
  await ana.submit({});
  expect(app.core.inForce().settings.mode).toBe('live');
});

test('what cannot be is said at its field, and nothing is saved', async () => {
  const { site, app, ana } = await openTwo();
  site.slack.addChannel({ id: 'C0ALONE', name: 'alone', members: [], botIsMember: false });
  const errors = async (screen: string, answers: Parameters<typeof ana.submit>[0]) => {
    await ana.go(screen);
    return (await ana.submit(answers)).errors;
  };
  expect(await errors('channels', { [setupFields.ops]: 'C0ALONE' })).toEqual({
    ops: 'The app is not in #alone. Invite it there: /invite @Handoff',
  });
  await ana.go('home');
  expect(await errors('team', { [setupFields.from]: '18:00', [setupFields.to]: '09:00' })).toEqual({
    to: 'Work has to end after it begins. Nights and several blocks a day are said in the settings file.',
  });
  await ana.go('home');
  await ana.go('pools');
  const pool = { [setupFields.name]: 'Europe', [setupFields.members]: ['ana'] };
  const some = {
    [setupFields.takes]: 'Leads from certain countries',
    [setupFields.countries]: 'DE, Atlantis',
  };
  expect(await errors('pool:', { ...pool, ...some })).toEqual({
    countries: '“Atlantis” is no country we know; write DE, AT or Germany, Austria.',
  });
  expect(Object.keys(app.core.layers().edits)).toEqual(['people']);
});
