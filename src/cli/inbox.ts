import type { Db } from '#db/db.ts';
import {
  itemsWithProblems,
  markUnread,
  type Problem,
  quarantinedItems,
  readDelivery,
  readItem,
} from '#db/deliveries.ts';
import { suggest } from '#domain/nearest.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, type Said, said, withDatabase } from './with-database.ts';

const LISTED = 50;
const ACTIONS = ['list', 'left-out', 'show', 'retry'];

/** On an open database: what could not be read, and reading it again. */
export const runInbox: OnDatabase = async ({ db }, [action = 'list', ...args]) => {
  switch (action) {
    case 'list':
      return list(db, args[0] ?? null);
    case 'left-out':
      return leftOut(db, args[0] ?? null);
    case 'show':
      return show(db, args[0] ?? '');
    case 'retry':
      return retry(db, args[0] ?? '');
    default:
      return said(
        `no action "${action}"; expected list, left-out, show or retry${suggest(action, ACTIONS)}`,
        1,
      );
  }
};

async function list(db: Db, sourceId: string | null): Promise<Said> {
  const rows = await quarantinedItems(db, { sourceId, limit: LISTED });
  if (rows.length === 0) return said('Nothing in quarantine.');
  const lines = rows.map(({ item }) => {
    const [first] = item.problems ?? [];
    const what = first ? `${first.path || 'the item'}: ${first.problem}` : '';
    return `${item.id}  ${item.at.toISOString()}  ${item.sourceId}  ${what}`;
  });
  const more = rows.length === LISTED ? [`the newest ${LISTED} are listed`] : [];
  return said(
    [
      ...lines,
      ...more,
      '',
      'One in full: npm run handoff -- inbox show <id>. After mending: npm run handoff -- inbox retry <id>, or --all.',
    ].join('\n'),
  );
}

/** Without what was sent: that is somebody's, and stands in `show`. */
async function leftOut(db: Db, sourceId: string | null): Promise<Said> {
  const rows = await itemsWithProblems(db, { sourceId, limit: LISTED });
  if (rows.length === 0) return said('Nothing was left out of what was taken in.');
  const lines = rows.map((item) =>
    [
      `${item.id}  ${item.at.toISOString()}  ${item.sourceId}  ${item.outcome}`,
      ...(item.problems ?? []).map(({ path, problem }) => `  ${path || '(the item)'}: ${problem}`),
    ].join('\n'),
  );
  return said([...lines, '', 'With what was sent: npm run handoff -- inbox show <id>'].join('\n'));
}

async function show(db: Db, id: string): Promise<Said> {
  const item = await readItem(db, id);
  const delivery = item && (await readDelivery(db, item.deliveryId));
  if (!item || !delivery) return said(`no item "${id}"; the ids are in: npm run handoff -- inbox list`, 1);
  const problems = (item.problems ?? []).map(problemLine);
  const lines = [
    `item      ${item.id} (${item.outcome})`,
    `source    ${item.sourceId}`,
    `delivery  ${delivery.id}, received ${delivery.receivedAt.toISOString()}, item ${item.position} in it`,
    `problems  ${problems.length === 0 ? 'none' : ''}`,
    ...problems,
    'body',
    delivery.body.toString('utf8'),
  ];
  return said(lines.join('\n'));
}

const problemLine = ({ path, problem, sent }: Problem): string =>
  `  ${path || '(the item)'}: ${problem}${sent === undefined ? '' : `; sent: ${JSON.stringify(sent)}`}`;

/** The running app reads a delivery again as soon as it is marked unread. */
async function retry(db: Db, which: string): Promise<Said> {
  if (which === '') return said('which one? npm run handoff -- inbox retry <id>, or --all for everything', 1);
  const rows = await quarantinedItems(db, { sourceId: null, limit: 10_000 });
  const chosen = rows.filter(({ item }) => which === '--all' || item.id === which);
  if (chosen.length === 0) {
    return which === '--all' ? said('Nothing in quarantine.') : said(`no item "${which}" in quarantine`, 1);
  }
  const deliveries = new Set(chosen.map(({ item }) => item.deliveryId));
  for (const id of deliveries) await markUnread(db, id);
  const count = deliveries.size === 1 ? '1 delivery' : `${deliveries.size} deliveries`;
  return said(`${count} will be read again by the app within a minute, while it runs.`);
}

export const inbox: Subcommand = {
  name: 'inbox',
  usage: 'list [source] | left-out [source] | show <id> | retry <id>|--all',
  summary:
    'deliveries that could not be read, and what was left out of others: list them, look at one, read them again after mending',
  run: withDatabase(runInbox),
};
