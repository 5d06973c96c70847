import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { deskOf } from '../support/desk.ts';
import { warmAt } from '../support/leads.ts';
import { withoutCaps } from '../support/settings.ts';
import { openSite, type RunningApp, type Site } from '../support/site.ts';
import { startStage } from '../support/stage.ts';

type Office = Pick<Site, 'query' | 'slack' | 'slackIdOf' | 'settle' | 'clock'>;

const owners = async ({ query }: Pick<Site, 'query'>) =>
  (await query<{ owner_id: string }>('select owner_id from handoffs order by created_at')).map(
    ({ owner_id }) => owner_id,
  );
const covered = ({ query }: Pick<Site, 'query'>) =>
  query('select outcome, count(*)::int as leads from covered_handoffs group by outcome order by outcome');
const moves = async ({ query }: Pick<Site, 'query'>) =>
  query(
    "select event ->> 'because' as because, count(*)::int as times from handoff_events where type = 'covered' group by 1 order by 1",
  );

const COMPANIES = ['globex', 'initech', 'hooli', 'umbrella'];

/** Ana has these leads and Ben none. */
async function anaHas(office: Office, send: RunningApp['send']): Promise<void> {
  await office.query("update people set away_until = '2026-12-24' where id = 'ben'");
  for (const company of COMPANIES) {
    office.clock.forward(0.1);
    await send(warmAt(company));
  }
  await office.settle();
  await office.query('update people set away_until = null');
}

/** The database refuses to note that the lead of this company moved, or came back. */
const refuseMoves = (of: Pick<Site, 'query'>, company: string, what: 'insert' | 'update') =>
  of
    .query(`create function refuse_move() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from handoffs h join leads l on l.id = h.lead_id
        where h.id = new.handoff_id and l.record -> 'account' ->> 'name' = '${company}')
      then raise exception 'no room'; end if;
      return new;
    end $$`)
    .then(() =>
      of.query(
        `create trigger refuse_move before ${what} on covered_handoffs for each row execute function refuse_move()`,
      ),
    );
const allowMoves = (of: Pick<Site, 'query'>) => of.query('drop trigger refuse_move on covered_handoffs');

test('what stops in the middle is gone on with by the next tick, and nothing moves twice', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await anaHas(stage, stage.send);
  const ana = deskOf(stage, 'ana');
  await refuseMoves(stage, 'initech', 'insert');

  expect(await ana.press(await ana.ask('/handoff away 2h'), ids.handOver)).toBe(
    'Your leads are on their way. Who has what stands in Messages in a moment.',
  );
  expect(await owners(stage)).toEqual(['ben', 'ana', 'ben', 'ben']);
  await allowMoves(stage);
  await stage.pass(1);

  expect(await owners(stage)).toEqual(['ben', 'ben', 'ben', 'ben']);
  expect(await moves(stage)).toEqual([{ because: 'cover', times: 4 }]);
  await stage.pass(1);
  expect(
    deskOf(stage, 'ben')
      .direct()
      .filter((text) => text.includes('you cover 4 leads')),
  ).toHaveLength(1);
});

test('what stops while it comes back comes back with the next tick', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await anaHas(stage, stage.send);
  const ana = deskOf(stage, 'ana');
  await ana.press(await ana.ask('/handoff away 2h'), ids.handOver);
  await refuseMoves(stage, 'hooli', 'update');
  await stage.pass(120);
  expect(await owners(stage)).toEqual(['ana', 'ana', 'ben', 'ana']);

  await allowMoves(stage);
  await stage.pass(1);
  expect(await owners(stage)).toEqual(['ana', 'ana', 'ana', 'ana']);
  expect(await moves(stage)).toEqual([
    { because: 'cover', times: 4 },
    { because: 'return', times: 4 },
  ]);
  await stage.pass(1);
  expect(ana.direct().filter((text) => text.startsWith('Welcome back'))).toHaveLength(1);
});

test('leads that move slowly keep no other work of a tick waiting, and the next ticks go on', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await anaHas(stage, stage.send);
  const ana = deskOf(stage, 'ana');
  await ana.ask('/handoff away 2h');
  await stage.query("update people set away_until = '2026-12-24' where id = 'ben'");
  await stage.send(warmAt('soylent'));
  await stage.settle();
  await stage.query("update people set away_until = null where id = 'ben'");
  await stage.query(`create function dawdle() returns trigger language plpgsql as $$
    declare until timestamptz := clock_timestamp() + interval '1200 ms';
    begin
      while clock_timestamp() < until loop end loop;
      return new;
    end $$`);
  await stage.query(
    'create trigger dawdle before insert on covered_handoffs for each row execute function dawdle()',
  );
  await stage.query("update covers set state = 'moving', answered_at = created_at");

  expect((await stage.app.tick()).offered).toBe(1);
  const [first, , , last, waiting] = await owners(stage);
  expect([first, last, waiting]).toEqual(['ben', 'ana', 'ben']);
  await stage.query('drop trigger dawdle on covered_handoffs');
  await stage.app.tick();
  expect(await owners(stage)).toEqual(['ben', 'ben', 'ben', 'ben', 'ben']);
  expect(await stage.query('select state from covers')).toEqual([{ state: 'active' }]);
});

test('on two processes, with a press on each and ticks beside them, each lead moves once and comes back once', async () => {
  const site = await openSite();
  const [first, second] = await site.startTwo({ settings: withoutCaps });
  await anaHas(site, first.send);
  const ana = deskOf(site, 'ana');
  const proposal = await ana.ask('/handoff away 2h');
  const press = () => site.slack.as(site.slackIdOf('ana')).press(proposal, ids.handOver);
  const tickBoth = () => Promise.all([first, second, first, second].map(({ app }) => app.tick()));

  await Promise.all([press(), press(), tickBoth()]);
  await tickBoth();
  // Slack has its answer before the leads have moved.
  await expect.poll(() => owners(site), { timeout: 20_000 }).toEqual(['ben', 'ben', 'ben', 'ben']);
  await site.settle();
  expect(await covered(site)).toEqual([{ outcome: null, leads: 4 }]);

  site.clock.forward(120);
  await tickBoth();
  await tickBoth();
  await site.drain(first);
  expect(await owners(site)).toEqual(['ana', 'ana', 'ana', 'ana']);
  expect(await covered(site)).toEqual([{ outcome: 'returned', leads: 4 }]);
  expect(await moves(site)).toEqual([
    { because: 'cover', times: 4 },
    { because: 'return', times: 4 },
  ]);
  expect(ana.direct().filter((text) => text.startsWith('Welcome back'))).toHaveLength(1);
});

test('who is back while their leads still move keeps what has not moved', async () => {
  const stage = await startStage({ settings: withoutCaps });
  await anaHas(stage, stage.send);
  const ana = deskOf(stage, 'ana');
  await refuseMoves(stage, 'umbrella', 'insert');
  await ana.press(await ana.ask('/handoff away 2h'), ids.handOver);
  await allowMoves(stage);
  await ana.ask('/handoff back');
  await stage.pass(1);

  expect(await owners(stage)).toEqual(['ana', 'ana', 'ana', 'ana']);
  expect(await covered(stage)).toEqual([{ outcome: 'returned', leads: 3 }]);
});
