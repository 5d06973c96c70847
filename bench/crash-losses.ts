import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { rowsOf } from '#db/rows.ts';
import { OPEN_STATES, type State } from '#domain/handoff.ts';
import type { Settings } from '#domain/settings.ts';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { STANDINGS } from '../test/support/standings.ts';
import { deliveryId, emailOf } from './leads.ts';
import { handoffOf, markerOf } from './slack-side.ts';

// A share is a sum of fractions such as 1/80, rounded at every turn.
const SHARE_TOLERANCE = 1e-6;

/** Compares what was acknowledged with the rows and with Slack; every difference is a sentence. */
export async function findLosses(
  db: Db,
  settings: Settings,
  acknowledged: ReadonlySet<number>,
  toldAccepted: ReadonlySet<string>,
  shown: readonly SeenMessage[],
): Promise<{ counts: string; losses: string[] }> {
  const rows = await readRows(db);
  const losses: string[] = [];
  const expectOne = (what: string, count: number): void => {
    if (count !== 1) losses.push(`${what}: ${count}`);
  };

  const items = countBy(rows.items, ({ key }) => key);
  const leads = Map.groupBy(rows.leads, ({ email }) => email);
  const handoffs = Map.groupBy(rows.handoffs, ({ lead_id }) => lead_id);
  for (const no of acknowledged) {
    expectOne(`items of delivery ${no}`, items.get(deliveryId(no)) ?? 0);
    const people = leads.get(emailOf(no)) ?? [];
    expectOne(`leads of delivery ${no}`, people.length);
    const open = (handoffs.get(people[0]?.id ?? '') ?? []).filter(({ state }) =>
      OPEN_STATES.some((one) => one === state),
    );
    expectOne(`open handoffs of delivery ${no}`, open.length);
  }

  const offers = countBy(rows.offers, ({ handoff_id }) => handoff_id);
  const turns = countBy(rows.turns, ({ handoff_id }) => handoff_id);
  const cards = Map.groupBy(rows.cards, ({ handoff_id }) => handoff_id);
  const inSlack = countBy(shown, (message) => markerOf(message) ?? '');
  const inSlackByHandoff = countBy(shown, (message) => handoffOf(message) ?? '');
  for (const { id, state } of rows.handoffs) {
    expectOne(`offers of handoff ${id}`, offers.get(id) ?? 0);
    expectOne(`turns of handoff ${id}`, turns.get(id) ?? 0);
    const own = cards.get(id) ?? [];
    expectOne(`card rows of handoff ${id}`, own.length);
    expectOne(`cards in Slack with the marker of handoff ${id}`, inSlack.get(own[0]?.marker ?? '') ?? 0);
    expectOne(`cards in Slack that show handoff ${id}`, inSlackByHandoff.get(id) ?? 0);
    if (toldAccepted.has(id) && state !== 'accepted')
      losses.push(`handoff ${id}: told to be accepted, is ${state}`);
  }
  losses.push(...wrongShares(settings, rows.turns, rows.lags));
  if (rows.late > 0) losses.push(`messages that do not show the truth: ${rows.late}`);

  const counts = [
    `${rows.leads.length} leads`,
    `${rows.handoffs.length} handoffs`,
    `${rows.turns.length} turns`,
    `${shown.filter((message) => markerOf(message) !== null).length} cards in Slack`,
  ].join(', ');
  return { counts, losses };
}

async function readRows(db: Db) {
  const read = async <Row>(text: string): Promise<Row[]> => rowsOf<Row>(await db.execute(sql.raw(text)));
  const [late] = await read<{ late: number }>(
    'select count(*)::int as late from messages where shown < wanted',
  );
  return {
    items: await read<{ key: string }>(
      "select d.key from items i join deliveries d on d.id = i.delivery_id where i.outcome = 'handoff'",
    ),
    leads: await read<{ id: string; email: string }>(
      "select id, record->'person'->>'email' as email from leads",
    ),
    handoffs: await read<{ id: string; lead_id: string; state: State }>(
      'select id, lead_id, state from handoffs',
    ),
    offers: await read<{ handoff_id: string }>('select handoff_id from offers'),
    turns: await read<Turn>("select handoff_id, rep_id, pool_id from balance_entries where kind = 'turn'"),
    cards: await read<{ handoff_id: string; marker: string }>(
      "select handoff_id, marker from messages where kind = 'card' and ts is not null",
    ),
    lags: await read<{ rep_id: string; lag: number }>(`select rep_id, lag from ${STANDINGS}`),
    late: late?.late ?? 0,
  };
}

type Turn = { handoff_id: string; rep_id: string; pool_id: string };

/** Everybody could always take a turn, so each lag is exactly the share due less the turns taken. */
function wrongShares(
  settings: Settings,
  turns: readonly Turn[],
  lags: readonly { rep_id: string; lag: number }[],
): string[] {
  const lagOf = new Map(lags.map(({ rep_id, lag }) => [rep_id, lag]));
  return settings.pools.flatMap(({ id, members }) => {
    const given = turns.filter(({ pool_id }) => pool_id === id);
    const taken = countBy(given, ({ rep_id }) => rep_id);
    const total = members.reduce((sum, { weight }) => sum + weight, 0);
    return members.flatMap(({ person, weight }) => {
      const due = (given.length * weight) / total;
      const off = due - (taken.get(person) ?? 0) - (lagOf.get(person) ?? 0);
      return Math.abs(off) < SHARE_TOLERANCE ? [] : [`share of ${person}: ${off} of a turn is nowhere`];
    });
  });
}

function countBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}
