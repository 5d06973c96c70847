import { expect, test } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { deskOf } from '../support/desk.ts';
import { leadAt } from '../support/leads.ts';
import { withSource } from '../support/settings.ts';
import { openSite } from '../support/site.ts';
import { pastOf } from '../support/source-past.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const OPS = 'C0OPS0001';
const told = (stage: Pick<TestStage, 'slack' | 'slackIdOf' | 'settle'>): string[] => {
  const olga = deskOf(stage, 'olga');
  return olga.channel(OPS).map(olga.read);
};

/** Looks after the sources every three hours for so long. */
async function look(stage: TestStage, hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed += 3) {
    await stage.pass(180);
    await stage.app.watchSources();
    await stage.settle();
  }
}

/** Eight weeks of the website are past, and somebody looks after it since today. */
async function stageWithPast(settings: (settings: Settings) => Settings = (same) => same) {
  const stage = await startStage({ settings });
  await pastOf(stage, 'website', { weeks: 8 });
  await stage.app.watchSources();
  return stage;
}

test('a source that falls silent against its own rhythm is told once, and the same message says when it delivers again', async () => {
  const stage = await stageWithPast();
  await look(stage, 3);
  expect(told(stage)).toEqual([]);

  await look(stage, 72);
  const [message = '', ...more] = told(stage);
  expect(more).toEqual([]);
  expect(message).toContain('Website is silent: the last delivery came Nov 23, 2026 at 9:00 AM.');
  expect(message).toContain('By its own rhythm some 14 deliveries should have come by now.');
  expect(message).toContain('Look at whoever sends');

  await stage.send(leadAt('initech'));
  const back = stage.clock.now().toISOString();
  stage.clock.forward(20);
  await stage.app.watchSources();
  await stage.settle();
  expect(told(stage)).toHaveLength(1);
  expect(told(stage)[0]).toContain('Website delivers again');
  expect(told(stage)[0]).not.toContain('should have come');
  expect(await stage.query(`select kind, ended_at = '${back}' as "isThen" from source_troubles`)).toEqual([
    { kind: 'silent', isThen: true },
  ]);

  await look(stage, 3);
  expect(told(stage)).toHaveLength(1);
});

test('what was refused meanwhile is said: it sends, and is not let in', async () => {
  const stage = await stageWithPast();
  for (const n of [1, 2, 3]) {
    const body = JSON.stringify({ ...leadAt('initech'), id: `${n}` });
    const wrong = { 'content-type': 'application/json', 'webhook-id': `${n}`, 'webhook-signature': 'v1,no' };
    const url = `${stage.address}/webhooks/website`;
    expect((await fetch(url, { method: 'POST', headers: wrong, body })).status).toBe(401);
  }
  await look(stage, 24);
  expect(told(stage)).toHaveLength(1);
  expect(told(stage)[0]).toContain('Since then 3 deliveries were refused: it sends, but is not let in.');
});

test('many deliveries that prove nothing, where none did before, are told once, and that they ended', async () => {
  const stage = await startStage();
  await stage.send(leadAt('initech'));
  await stage.app.watchSources();
  const refuse = async (source: string, times: number) => {
    const url = `${stage.address}/webhooks/${source}`;
    const all = Array.from({ length: times }, () => fetch(url, { method: 'POST', body: '{}' }));
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(
      new Set([source === 'website' ? 401 : 404]),
    );
  };
  await refuse('website', 19);
  await refuse('nobodys', 40);
  stage.clock.forward(11);
  await stage.app.watchSources();
  await stage.settle();
  expect(told(stage)).toEqual([]);

  await refuse('website', 5);
  stage.clock.forward(11);
  await stage.app.watchSources();
  await stage.settle();
  expect(told(stage)).toHaveLength(1);
  expect(told(stage)[0]).toContain('24 deliveries of Website were refused within two hours');
  expect(told(stage)[0]).toContain('They did not prove who sent them');
  expect(
    await stage.query(
      'select source_id, sum(unproven)::int as n from source_hours where unproven > 0 group by 1',
    ),
  ).toEqual([{ source_id: 'website', n: 24 }]);

  await look(stage, 30);
  expect(told(stage)).toHaveLength(1);
  expect(told(stage)[0]).toContain('no delivery was refused in the day before');
});

test('two processes tell one silence once, also after a restart', async () => {
  const site = await openSite();
  const apps = [await site.start(), await site.start()];
  await pastOf(site, 'website', { weeks: 8 });
  const both = () => Promise.all(apps.map(({ app }) => app.watchSources()));
  await both();
  for (const hours of [6, 6, 12, 12]) {
    site.clock.forward(hours * 60);
    await both();
    await site.settle();
  }
  await apps[0]?.stop();
  await apps[1]?.stop();
  const third = await site.start();
  site.clock.forward(24 * 60);
  await third.app.watchSources();
  await site.settle();
  expect(told(site)).toHaveLength(1);
  expect(await site.query('select source_id, kind from source_troubles')).toEqual([
    { source_id: 'website', kind: 'silent' },
  ]);
});

test('while all clocks are paused nobody is told of a silence; afterwards they are', async () => {
  const stage = await stageWithPast();
  await deskOf(stage, 'olga').ask('/handoff pause offsite');
  await look(stage, 24);
  expect(told(stage).filter((text) => text.includes('silent'))).toEqual([]);
  await deskOf(stage, 'olga').ask('/handoff resume');
  await look(stage, 3);
  expect(told(stage).filter((text) => text.includes('is silent'))).toHaveLength(1);
});

test('a source that never delivered, or is not in the settings any more, is not told silent', async () => {
  const stage = await startStage();
  await pastOf(stage, 'old-forms', { weeks: 8 });
  await stage.app.watchSources();
  await look(stage, 72);
  expect(told(stage)).toEqual([]);
});

test('a name that is a stranger’s stays a name', async () => {
  const stage = await stageWithPast(withSource('website', { name: '<!channel> *Web*' }));
  await look(stage, 24);
  expect(told(stage)[0]).toContain('<!channel> *Web* is silent');
  const [posted] = deskOf(stage, 'olga').channel(OPS);
  expect(posted?.notifies).toEqual([]);
});

test('what is counted by the hour stays the same however often it is counted, and when bodies are gone', async () => {
  const stage = await stageWithPast();
  const sum = () =>
    stage.query("select sum(deliveries)::int as n from source_hours where source_id = 'website'");
  const [{ n } = { n: 0 }] = await stage.query<{ n: number }>('select count(*)::int as n from deliveries');
  expect(await sum()).toEqual([{ n }]);
  await stage.send(leadAt('initech'));
  await look(stage, 6);
  expect(await sum()).toEqual([{ n: n + 1 }]);
});

test('the message stays as long as the silence lasts, and goes ninety days after it was written once that is over', async () => {
  const stage = await stageWithPast();
  await look(stage, 24);
  const messages = () => stage.query("select kind from messages where kind = 'ops'");
  stage.clock.forward(100 * 24 * 60);
  await stage.app.prune();
  expect(await messages()).toHaveLength(1);
  await stage.query('update source_troubles set ended_at = now()');
  stage.clock.forward(61);
  await stage.app.prune();
  expect(await messages()).toEqual([]);
});

test('taken out of the settings and put back after days, a source has no silence behind it', async () => {
  const site = await openSite();
  await pastOf(site, 'website', { weeks: 8 });
  const first = await site.start();
  await first.app.watchSources();
  await first.stop();
  const without = await site.start({
    settings: (settings) => ({ ...settings, sources: settings.sources.filter(({ id }) => id !== 'website') }),
  });
  for (const _ of Array(4)) {
    site.clock.forward(18 * 60);
    await without.app.watchSources();
  }
  await without.stop();
  const again = await site.start();
  await again.app.watchSources();
  site.clock.forward(60);
  await again.app.watchSources();
  await site.settle();
  expect(await site.query('select * from source_troubles')).toEqual([]);
});

test('where nothing comes from any source, one message says to look at the way', async () => {
  const stage = await startStage();
  await pastOf(stage, 'website', { weeks: 8 });
  await pastOf(stage, 'content', { weeks: 8 });
  await stage.app.watchSources();
  await look(stage, 48);
  expect(told(stage)).toHaveLength(1);
  expect(told(stage)[0]).toContain('Nothing arrives from any source, since');
  expect(told(stage)[0]).toContain('does PUBLIC_URL lead here from outside');

  await stage.send(leadAt('initech'));
  await look(stage, 3);
  expect(told(stage)[0]).toContain('Deliveries arrive again, since');
  expect(told(stage)[1]).toContain('Content and webinars is silent');
});
