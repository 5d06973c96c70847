import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { hot, leadAt } from '../support/leads.ts';
import { startStage, type TestStage } from '../support/stage.ts';

/** Nine in the morning in Berlin, of the day that Ana picks. */
const THE_DAY = new Date('2026-12-07T08:00:00Z');

async function recycle(desk: Desk, until = '2026-12-07'): Promise<void> {
  await desk.press(desk.card(), ids.accept);
  await desk.open(desk.card(), ids.more, 'Recycle…');
  await desk.submit({ reason: 'Not now', note: 'Budget opens in December', until });
}

async function at(stage: TestStage, now: Date): Promise<void> {
  stage.clock.set(now);
  await stage.pass(1);
}

const openOnes = (stage: TestStage) =>
  stage.query<{ owner_id: string; came_from: string | null }>(
    "select owner_id, came_from from handoffs where state = 'offered'",
  );
const ends = async (stage: TestStage) =>
  (await stage.query<{ end: string }>('select "end" from returns order by due_at, id')).map(({ end }) => end);

async function recycledByAna(): Promise<{ stage: TestStage; ana: Desk }> {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await recycle(ana);
  return { stage, ana };
}

test('on the morning that was chosen it comes back as a fresh handoff, to whoever has the account, and says why', async () => {
  const { stage, ana } = await recycledByAna();
  await at(stage, new Date(THE_DAY.getTime() - 5 * 60_000));
  expect(await openOnes(stage)).toEqual([]);
  await at(stage, THE_DAY);
  expect(await openOnes(stage)).toMatchObject([{ owner_id: 'ana' }]);
  const card = ana.reads();
  expect(card).toContain('Back on the day Ana Duarte chose: Reason Not now · Note Budget opens in December');
  expect(card).toContain('Next: Read why it was put off');
  expect(card).toContain('Warm');
  expect(await ana.open(ana.card(), ids.more, 'Details')).toContain(
    'Came back on the day that Ana Duarte chose',
  );
  await ana.closeModal();
  // A clock of its own: it is no request of three weeks ago.
  const [clock] = await stage.query<{ started_at: Date }>(
    "select started_at from clocks where kind = 'accept' order by started_at desc limit 1",
  );
  expect(new Date(clock?.started_at ?? 0).getTime()).toBeGreaterThanOrEqual(THE_DAY.getTime());
  expect(await ends(stage)).toEqual(['opened']);
});

test('several processes bring it back once', async () => {
  const { stage } = await recycledByAna();
  stage.clock.set(new Date(THE_DAY.getTime() + 60_000));
  await Promise.all([stage.app.tick(), stage.app.tick(), stage.app.tick()]);
  await stage.settle();
  expect(await openOnes(stage)).toHaveLength(1);
});

test('what is undone does not come back, and a day chosen later counts instead', async () => {
  const { stage, ana } = await recycledByAna();
  await ana.press(ana.card(), ids.undo);
  await ana.open(ana.card(), ids.more, 'Recycle…');
  await ana.submit({ reason: 'Not now', until: '2026-12-14' });
  await at(stage, THE_DAY);
  expect(await openOnes(stage)).toEqual([]);
  await at(stage, new Date('2026-12-14T08:00:00Z'));
  expect(await openOnes(stage)).toHaveLength(1);
  expect(await ends(stage)).toEqual(['undone', 'opened']);
});

test('who asked again meanwhile is not given twice, and who must not be contacted stays away', async () => {
  const { stage } = await recycledByAna();
  stage.clock.set(new Date('2026-12-07T07:50:00Z'));
  await stage.send({ ...hot, occurred_at: '2026-12-07T07:49:00Z' });
  await stage.settle();
  await at(stage, THE_DAY);
  expect(await ends(stage)).toEqual(['open_already']);
  expect(await openOnes(stage)).toHaveLength(1);

  const other = await recycledByAna();
  await other.stage.send({ ...hot, kind: 'update', consent: { do_not_contact: true } });
  await other.stage.settle();
  await at(other.stage, THE_DAY);
  expect(await ends(other.stage)).toEqual(['do_not_contact']);
});

test('a lead cannot go round for ever: after the limit it stays, and marketing reads that', async () => {
  const stage = await startStage({ settings: (settings) => ({ ...settings, recycle: { at_most: 1 } }) });
  await stage.send(hot);
  await stage.settle();
  const ana = deskOf(stage, 'ana');
  await recycle(ana);
  await at(stage, THE_DAY);
  await recycle(ana, '2026-12-14');
  const mara = deskOf(stage, 'mara');
  expect((await mara.openHome()).join('\n')).toContain('Comes back to sales (1)');
  await at(stage, new Date('2026-12-14T08:00:00Z'));
  expect(await ends(stage)).toEqual(['opened', 'limit']);
  expect(await openOnes(stage)).toEqual([]);
  expect((await mara.openHome()).join('\n')).toContain('1 lead of the last 30 days did not come back');
});

test('marketing answers with a day: the rejected leads come back then, not to who refused them', async () => {
  const stage = await startStage();
  const [ana, mara] = [deskOf(stage, 'ana'), deskOf(stage, 'mara')];
  await stage.send(leadAt('globex'));
  await stage.settle();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small', note: '' });
  await stage.pass(3);
  const feedback = stage.app.core.inForce().settings.channels.feedback ?? '';
  const [message] = mara.channel(feedback);
  if (!message) throw new Error('nothing stands in the feedback channel');
  await mara.open(message, ids.answer);
  const missing = await mara.submit({ answer: 'Try them again on a day' });
  expect(JSON.stringify(missing)).toContain('Choose the day');
  await mara.submit({
    answer: 'Try them again on a day',
    until: '2026-12-07',
    note: 'They merge in December',
  });
  await stage.settle();
  const shown = mara.read(mara.channel(feedback)[0] ?? message);
  expect(shown).toContain('Try them again on a day, says Mara Holm');
  expect(shown).toContain('back on Dec 7, 2026');
  await at(stage, THE_DAY);
  const [again] = await openOnes(stage);
  expect(again?.owner_id).not.toBe('ana');
  expect(again?.came_from).not.toBeNull();
  const owner = deskOf(stage, again?.owner_id ?? '');
  expect(owner.reads()).toContain('Back on the day Mara Holm chose: Reason Too small');
});

test('where nobody else can take it, it comes back to who refused it', async () => {
  const stage = await startStage({
    settings: (settings) => ({
      ...settings,
      pools: settings.pools.map((pool) =>
        pool.leg === 'mql_to_sdr'
          ? { ...pool, members: pool.members.filter(({ person }) => person === 'ana') }
          : pool,
      ),
    }),
  });
  const [ana, mara] = [deskOf(stage, 'ana'), deskOf(stage, 'mara')];
  await stage.send(leadAt('globex'));
  await stage.settle();
  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'Too small', note: '' });
  await stage.pass(3);
  const feedback = stage.app.core.inForce().settings.channels.feedback ?? '';
  const [message] = mara.channel(feedback);
  if (!message) throw new Error('nothing stands in the feedback channel');
  await mara.open(message, ids.answer);
  await mara.submit({ answer: 'Try them again on a day', until: '2026-12-07' });
  await at(stage, THE_DAY);
  expect(await openOnes(stage)).toMatchObject([{ owner_id: 'ana' }]);
});

test('what an AE recycles with a day comes back too, to whoever passes leads on', async () => {
  const stage = await startStage();
  await stage.send(hot);
  await stage.settle();
  const [ana, eva] = [deskOf(stage, 'ana'), deskOf(stage, 'eva')];
  await ana.press(ana.card(), ids.accept);
  await ana.open(ana.card(), ids.qualify);
  await ana.submit({
    ...{ budget: '40,000 EUR', authority: 'She decides' },
    ...{ need: 'Leads go cold', timeline: 'March' },
  });
  stage.clock.forward(5);
  await recycle(eva);
  await at(stage, THE_DAY);
  expect(await ends(stage)).toEqual(['opened']);
  const [again] = await stage.query<{ leg: string; state: string }>(
    'select leg, state from handoffs where came_from is not null',
  );
  expect(again).toEqual({ leg: 'mql_to_sdr', state: 'offered' });
});
