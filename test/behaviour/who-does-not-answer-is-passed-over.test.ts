import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { pressNext } from '#src/handoff/press.ts';
import { decisionsOf } from '../support/decisions.ts';
import { deskOf } from '../support/desk.ts';
import { coldAt, leadAt } from '../support/leads.ts';
import { withoutCaps, withSource } from '../support/settings.ts';
import { startStage, type TestStage } from '../support/stage.ts';

const ownerOf = async (stage: TestStage, company: string): Promise<string | null | undefined> => {
  await stage.send(leadAt(company));
  await stage.settle();
  const [found] = await stage.query<{ rep: string }>(
    `select r.chosen_id as rep from routing_log r join handoffs h on h.id = r.handoff_id join leads l on l.id = h.lead_id
      where l.record -> 'account' ->> 'name' = '${company}' order by r.id limit 1`,
  );
  return found?.rep;
};

/** Ana lets two offers pass, one after the other; Ben answers his. */
async function anaMissesTwo(): Promise<TestStage> {
  const stage = await startStage({ settings: withoutCaps });
  const ben = deskOf(stage, 'ben');
  for (const [mine, his] of [
    ['one', 'two'],
    ['three', 'four'],
  ] as const) {
    expect([await ownerOf(stage, mine), await ownerOf(stage, his)]).toEqual(['ana', 'ben']);
    await ben.press(ben.card(), ids.accept);
    await stage.pass(6);
  }
  expect(await stage.query("select misses_in_a_row as misses from people where id = 'ana'")).toEqual([
    { misses: 2 },
  ]);
  return stage;
}

test('who let two offers in a row pass is passed over, until they do anything', async () => {
  const stage = await anaMissesTwo();
  expect([await ownerOf(stage, 'five'), await ownerOf(stage, 'six')]).toEqual(['ben', 'ben']);
  expect((await decisionsOf(stage)).at(-1)?.candidates[0]).toMatchObject({
    repId: 'ana',
    check: 'not_answering',
  });

  const ana = deskOf(stage, 'ana');
  await ana.press(ana.card(), ids.accept);
  expect(await ownerOf(stage, 'seven')).toBe('ana');
});

test('alone they get the lead all the same, and the log says what was passed over', async () => {
  const stage = await anaMissesTwo();
  await deskOf(stage, 'ben').ask('/handoff away 2h');

  expect(await ownerOf(stage, 'five')).toBe('ana');
  expect((await decisionsOf(stage)).at(-1)?.candidates).toEqual([
    expect.objectContaining({ repId: 'ana', check: null, waived: 'not_answering' }),
    expect.objectContaining({ repId: 'ben', check: 'away' }),
  ]);
});

const missesOfAna = (stage: TestStage) =>
  stage.query("select misses_in_a_row as misses from people where id = 'ana'");

test('a press that comes to nothing is something they did', async () => {
  const stage = await anaMissesTwo();
  const ana = deskOf(stage, 'ana');
  const gone = ana.card();
  await stage.query("update handoffs set state = 'withdrawn' where owner_id = 'ana'");
  expect(await ana.press(gone, ids.accept)).toContain('Nothing was changed');

  expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);
});

test('a call of theirs that a dialler tells of is something they did', async () => {
  const stage = await anaMissesTwo();
  await stage.send({
    kind: 'activity',
    person: { email: 'lead@three.example' },
    activity: { channel: 'call', outcome: 'no_answer', by_email: 'ana@acme-sales.example' },
  });
  await stage.settle();

  expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);
});

test.each([['/leads mine'], ['/handoff balance']])(
  'a command that only asks is something they did: %s',
  async (line) => {
    const stage = await anaMissesTwo();
    await deskOf(stage, 'ana').ask(line);
    await stage.settle();

    expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);
  },
);

test('a look at their Home is something they did, and their manager’s Home says nothing of it any more', async () => {
  const stage = await anaMissesTwo();
  const mia = deskOf(stage, 'mia');
  expect((await mia.openHome()).join('\n')).toContain('Not answering: Ana Duarte (missed 2 in a row)');
  await deskOf(stage, 'ana').openHome();

  expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);
  expect(mia.home().join('\n')).not.toContain('Not answering');
});

test('an answer to a colleague who asks for cover, and a form, are something they did', async () => {
  const stage = await anaMissesTwo();
  const [ana, ben] = [deskOf(stage, 'ana'), deskOf(stage, 'ben')];
  await ben.ask('/handoff cover @ana 2h');
  await stage.settle();
  const asked = stage.slack
    .as(stage.slackIdOf('ana'))
    .dm()
    .findLast(({ blocks }) => JSON.stringify(blocks).includes(ids.declineCover));
  if (!asked) throw new Error('Ana was asked nothing');
  await ana.press(asked, ids.declineCover);
  expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);

  await stage.query("update people set misses_in_a_row = 2 where id = 'ana'");
  await ana.open(ana.card(), ids.more, 'Details');
  await ana.closeModal();
  await stage.settle();
  expect(await missesOfAna(stage)).toEqual([{ misses: 0 }]);
});

test('a press with several events forgets what somebody let pass once', async () => {
  const stage = await startStage({ settings: withSource('content', { batch: 'always' }) });
  await stage.send([coldAt('show-1')], { source: 'content' });
  await stage.settle();
  await stage.query("update people set misses_in_a_row = 2 where id = 'ana'");
  await stage.query('create table changes (misses integer)');
  await stage.query(`create function note_change() returns trigger language plpgsql as $$
    begin insert into changes values (new.misses_in_a_row); return new; end $$`);
  await stage.query(
    'create trigger note_change after update of misses_in_a_row on people for each row execute function note_change()',
  );
  const [batch] = await stage.query<{ key: string }>('select claim_key as key from handoffs');

  await pressNext(stage.app.core, { batch: batch?.key ?? '', newestClaim: 0 }, stage.slackIdOf('ana'));

  expect(await stage.query("select type from handoff_events where actor_id = 'ana' order by id")).toEqual([
    { type: 'claimed' },
    { type: 'offered' },
    { type: 'accepted' },
  ]);
  expect(await stage.query('select misses from changes')).toEqual([{ misses: 0 }]);
});
