import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command, State } from '#domain/handoff.ts';
import { seenOf } from '#domain/seen.ts';
import { answerProposal, proposeCover } from '#src/absence/cover.ts';
import { answerAsk, askToCover } from '#src/absence/cover-request.ts';
import { noteAction, setAway } from '#src/absence/people.ts';
import { pauseAllClocks, resumeAllClocks } from '#src/clocks/pauses.ts';
import type { Core } from '#src/core/core.ts';
import { press, pressNext } from '#src/handoff/press.ts';
import { answerRejections } from '#src/messages/marketing-answers.ts';
import { coldAt, leadAt } from './leads.ts';
import type { RunningApp, Site } from './site.ts';

/** Everybody at once, for so many seconds: deliveries, presses, take-next, covers, absences, pauses, ticks. */

const REPS = ['ana', 'ben'] as const;
const PRESSERS = [...REPS, 'mia', 'olga'] as const;
const COMPANIES = ['globex', 'initech', 'hooli', 'umbrella', 'soylent', 'acme', 'stark', 'wayne'];
const LIST = 12;
const MOST_UNREAD = 20;
const BATCH_SOURCE = 'content';

export type Storm = {
  deadlocks: number;
  /** Whose signal joined a handoff that was closed by then. */
  joinedClosed: number;
  unread: number;
  /** Deliveries and items sent, less those that are there. */
  missing: number;
  /** What nobody expected to fail. */
  failures: string[];
  counts: Record<string, number>;
  /** The longest that each kind took, in milliseconds. */
  slowest: Record<string, number>;
};

/** Settings under which all of it can happen: nobody is full, and what a list brings lies in a batch. */
export async function raise(site: Site, apps: readonly RunningApp[], seconds: number): Promise<Storm> {
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  const sent = new Map<string, number>();
  const slowest: Record<string, number> = {};
  await watchJoins(site);
  const deadlocksBefore = await deadlocksOf(site);
  const end = performance.now() + seconds * 1_000;
  const isOver = () => performance.now() > end;
  const appAt = (no: number): RunningApp => apps[no % apps.length] as RunningApp;

  /** One of many hands: does the next thing again and again until time is over. */
  const hand = async (name: string, no: number, once: (core: Core, turn: number) => Promise<unknown>) => {
    for (let turn = 0; !isOver(); turn += 1) {
      const start = performance.now();
      await once(appAt(no + turn).app.core, turn).then(
        () => {
          counts[name] = (counts[name] ?? 0) + 1;
        },
        (error: unknown) => failures.push(`${name}: ${causes(error)}`),
      );
      slowest[name] = Math.max(slowest[name] ?? 0, Math.round(performance.now() - start));
      await pause(2);
    }
  };
  const deliver = async (lead: object | object[], source: string): Promise<void> => {
    const id = randomUUID();
    const status = await appAt(sent.size).send(lead, { source, id });
    if (status !== 200) throw new Error(`a delivery was answered ${status}`);
    sent.set(id, Array.isArray(lead) ? lead.length : 1);
  };
  const openOnes = (where: string) =>
    site.query<Shown>(
      `select id, state, owner_id, offer_no, accepted_at from handoffs where ${where} order by random() limit 1`,
    );

  const pressAny = async (core: Core, turn: number) => {
    const [found] = await openOnes(
      turn % 5 === 4
        ? "undo_until is not null or state in ('rejected', 'completed')"
        : "owner_id is not null and state in ('offered', 'snoozed', 'accepted', 'working')",
    );
    if (!found) return pause(5);
    const by = site.slackIdOf(turn % 4 === 3 ? pick(PRESSERS) : (found.owner_id ?? 'mia'));
    const command = turn % 5 === 4 ? ({ type: 'undo' } as const) : pick(commandsIn(found.state));
    const seen = seenOf({ offerNo: found.offer_no, state: found.state, acceptedAt: found.accepted_at });
    return press(core, found.id, command, { slackUserId: by, seen });
  };
  const takeNext = async (core: Core) => {
    const [batch] = await site.query<{ key: string }>(
      "select claim_key as key from handoffs where state = 'waiting' and starts_with(claim_key, 'batch:') order by random() limit 1",
    );
    if (!batch) return pause(5);
    const seen = { batch: batch.key, newestClaim: Number.MAX_SAFE_INTEGER };
    return pressNext(core, seen, site.slackIdOf(pick(PRESSERS)));
  };
  const person = (core: Core, id: string) => {
    const found = core.inForce().settings.people.find((one) => one.id === id);
    if (!found) throw new Error(`${id} is not in the settings`);
    return found;
  };
  const cover = async (core: Core, turn: number) => {
    const until = new Date(site.clock.now().getTime() + 7_200_000);
    const id = pick(REPS);
    if (turn % 2 === 0) {
      const proposal = await proposeCover(core, id, until);
      await setAway(core, id, until);
      if (proposal) await answerProposal(core, proposal.coverId, turn % 4 === 0, site.slackIdOf(id));
    } else {
      // Two colleagues are asked, and both answer at once.
      const others = PRESSERS.filter((one) => one !== id).slice(0, 2);
      for (const other of others)
        await askToCover(core, { person: person(core, id), colleague: person(core, other), until });
      const asked = await site.query<{ id: string; colleague_id: string }>(
        "select id, colleague_id from covers where state = 'asked' order by random() limit 3",
      );
      await Promise.all(asked.map((one) => answerAsk(core, one.id, true, site.slackIdOf(one.colleague_id))));
    }
    await setAway(core, id, null);
  };
  const pauses = async (core: Core) => {
    await pauseAllClocks(core, { byId: 'olga', until: null, why: 'storm' });
    await pause(150);
    await resumeAllClocks(core, 'olga');
    await pause(150);
  };
  const answer = async (core: Core) => {
    const [open] = await site.query<{ source_id: string; reason: string }>(
      'select source_id, reason from rejections where answer_id is null order by random() limit 1',
    );
    if (!open) return pause(5);
    const of = { sourceId: open.source_id, reason: open.reason, seenAt: site.clock.now() };
    await answerRejections(core, person(core, 'mara'), of, {
      kind: 'fixed_at_source',
      note: '',
      until: null,
    });
    return pause(50);
  };
  const list = async (_core: Core, turn: number) => {
    if ((await unread(site)) >= MOST_UNREAD) return pause(50);
    await deliver(
      Array.from({ length: LIST }, (_, n) => coldAt(`show-${(turn * LIST + n) % 60}`)),
      BATCH_SOURCE,
    );
    return pause(400);
  };

  await Promise.all([
    ...[0, 1, 2, 3].map((no) =>
      hand('deliver', no, async () => {
        // A sender that outran the readers would only measure how long they read afterwards.
        if ((await unread(site)) < MOST_UNREAD) await deliver(again(pick(COMPANIES)), 'website');
        await pause(15);
      }),
    ),
    hand('list', 0, list),
    ...[0, 1, 2, 3].map((no) => hand('press', no, pressAny)),
    ...[0, 1, 2].map((no) => hand('take next', no, takeNext)),
    ...[0, 1].map((no) => hand('cover', no, cover)),
    hand('pause', 0, pauses),
    hand('answer', 0, answer),
    hand('action', 0, async (core) => {
      await noteAction(core, site.slackIdOf(pick(PRESSERS)));
      await pause(20);
    }),
    ...apps.map((app, no) =>
      hand('tick', no, async () => {
        site.clock.forward(0.5);
        await app.app.tick();
        await pause(50);
      }),
    ),
  ]);
  // What is still being read is read to its end.
  const patience = performance.now() + 15_000;
  while ((await unread(site)) > 0 && performance.now() < patience) await pause(20);
  const left = await unread(site);
  const missing = await missingOf(site, sent);
  const [joined] = await site.query<{ count: number }>('select count(*)::int as count from joined_closed');
  // A connection tells the statistics when it ends.
  for (const app of apps) await app.stop();
  await pause(1_200);
  return {
    deadlocks: (await deadlocksOf(site)) - deadlocksBefore,
    joinedClosed: joined?.count ?? 0,
    unread: left,
    missing,
    failures,
    counts: { ...counts, deliver: sent.size },
    slowest,
  };
}

type Shown = {
  id: string;
  state: State;
  owner_id: string | null;
  offer_no: number;
  accepted_at: Date | null;
};

const commandsIn = (state: State): Command[] =>
  state === 'offered' || state === 'snoozed'
    ? [
        { type: 'accept' },
        { type: 'reject', reason: 'not_our_icp', note: 'a note' },
        { type: 'reject', reason: 'wrong_territory', note: 'a note' },
        { type: 'snooze', until: { unit: 'minutes', amount: 10 } },
        { type: 'reassign', to: 'next', because: 'storm' },
        { type: 'reassign', to: 'mia', because: 'taken' },
      ]
    : [
        {
          type: 'respond',
          channel: 'call',
          outcome: 'no_answer',
          note: '',
          at: null,
          via: null,
          madeBy: null,
        },
        { type: 'qualify', answers: { budget: '1', authority: 'She', need: 'Speed', timeline: 'Now' } },
        { type: 'reassign', to: 'next', because: 'storm' },
        { type: 'reassign', to: 'mia', because: 'taken' },
      ];

/** Somebody of this company asks, for the first time or again. */
const again = (company: string) => leadAt(`${company}-${Math.floor(Math.random() * 3)}`);

function pick<One>(some: readonly One[]): One {
  // An index below the length of a list that is not empty.
  return some[Math.floor(Math.random() * some.length)] as One;
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  return `${error.message.slice(0, 160)}${code}${error.cause ? ` < ${causes(error.cause)}` : ''}`;
}

/** Notes each signal that joins a handoff which is closed at that moment. */
async function watchJoins(site: Site): Promise<void> {
  await site.query('create table joined_closed (item_id text)');
  await site.query(`create function note_closed() returns trigger language plpgsql as $$
    begin
      if new.outcome = 'joined' and exists (select from handoffs h where h.id = new.handoff_id
        and h.state in ('rejected', 'completed', 'withdrawn'))
      then insert into joined_closed values (new.id); end if;
      return new;
    end $$`);
  await site.query(
    'create trigger note_closed after update on items for each row execute function note_closed()',
  );
}

async function deadlocksOf(site: Site): Promise<number> {
  const [row] = await site.query<{ deadlocks: number }>(
    'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
  );
  return row?.deadlocks ?? 0;
}

async function unread(site: Site): Promise<number> {
  const [row] = await site.query<{ count: number }>(
    'select count(*)::int as count from deliveries where read_at is null',
  );
  return row?.count ?? 0;
}

/** Every item of every delivery is one row, and none of them was set aside. */
async function missingOf(site: Site, sent: ReadonlyMap<string, number>): Promise<number> {
  const rows = await site.query<{ key: string; items: number }>(`
    select d.key, count(i.id) filter (where i.outcome <> 'quarantined' and i.lead_id is not null)::int as items
    from deliveries d left join items i on i.delivery_id = d.id group by d.id`);
  const found = new Map(rows.map(({ key, items }) => [key, items]));
  return [...sent].reduce((sum, [id, items]) => sum + items - Math.min(items, found.get(id) ?? 0), 0);
}
