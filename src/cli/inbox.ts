import type { Db } from '#db/db.ts';
import {
  type ItemRow,
  itemsTakenIn,
  markUnread,
  type Problem,
  quarantinedItems,
  readDelivery,
  readItem,
} from '#db/deliveries.ts';
import { bodyRemoved, keptSince } from '#domain/keep.ts';
import { suggest } from '#domain/nearest.ts';
import type { ReadValue } from '#src/sources/fit.ts';
import { conversionsFinder, settingsNow } from './inbox-conversions.ts';
import type { Subcommand } from './subcommand.ts';
import { type OnDatabase, type Reach, type Said, said, withDatabase } from './with-database.ts';

const LISTED = 50;
const ACTIONS = ['list', 'left-out', 'show', 'retry'];

/** On an open database: what could not be read, and reading it again. */
export const runInbox: OnDatabase = async (reach, [action = 'list', ...args]) => {
  const { db } = reach;
  switch (action) {
    case 'list':
      return list(db, args[0] ?? null);
    case 'left-out':
      return leftOut(reach, args[0] ?? null);
    case 'show':
      return show(reach, args[0] ?? '');
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

/** Without what was sent: that is somebody's, and stands in `show`. What was only converted is looked for in the newest. */
async function leftOut(reach: Reach, sourceId: string | null): Promise<Said> {
  const of = { sourceId, limit: LISTED };
  const spoilt = await itemsTakenIn(reach.db, { ...of, withProblems: true });
  const newest = await itemsTakenIn(reach.db, { ...of, withProblems: false });
  const rows = new Map([...newest, ...spoilt].map((item) => [item.id, item]));
  const settings = await settingsNow(reach);
  const conversionsOf = conversionsFinder(reach.db, settings);
  const lines: string[] = [];
  for (const item of [...rows.values()].toSorted((a, b) => b.at.getTime() - a.at.getTime())) {
    const places = ((await conversionsOf(item)) ?? []).map(({ path }) => path);
    const told = [
      ...(item.problems ?? []).map(({ path, problem }) => `  ${path || '(the item)'}: ${problem}`),
      ...(places.length === 0 ? [] : [`  read in another form: ${places.join(', ')}`]),
    ];
    if (told.length > 0) lines.push(titleOf(item), ...told);
  }
  if (lines.length === 0) return said('Nothing was left out of what was taken in.');
  const oldest = settings && keptSince(settings, 'raw_bodies', reach.now());
  if (oldest && [...rows.values()].some(({ at }) => at < oldest))
    lines.push('', `What was read in another form is not known for all of it: ${bodyRemoved(settings)}.`);
  return said([...lines, '', 'With what was sent: npm run handoff -- inbox show <id>'].join('\n'));
}

const titleOf = ({ id, at, sourceId, outcome }: ItemRow): string =>
  `${id}  ${at.toISOString()}  ${sourceId}  ${outcome}`;

async function show(reach: Reach, id: string): Promise<Said> {
  const { db } = reach;
  const item = await readItem(db, id);
  const delivery = item && (await readDelivery(db, item.deliveryId));
  if (!item || !delivery) return said(`no item "${id}"; the ids are in: npm run handoff -- inbox list`, 1);
  const problems = (item.problems ?? []).map(problemLine);
  const settings = await settingsNow(reach);
  const conversions = await conversionsFinder(db, settings)(item);
  const lines = [
    `item      ${item.id} (${item.outcome})`,
    `source    ${item.sourceId}`,
    `delivery  ${delivery.id}, received ${delivery.receivedAt.toISOString()}, item ${item.position} in it`,
    `problems  ${problems.length === 0 ? 'none' : ''}`,
    ...problems,
    ...(delivery.body === null ? [] : conversionLines(conversions)),
    'body',
    delivery.body?.toString('utf8') ?? `  ${bodyRemoved(settings)}; what became of it stays`,
  ];
  return said(lines.join('\n'));
}

function conversionLines(conversions: ReadValue[] | null): string[] {
  if (conversions === null) return ['converted not known: the settings here do not read it'];
  const lines = conversions.map(
    ({ path, sent, value }) => `  ${path}: ${JSON.stringify(value)}, sent as ${JSON.stringify(sent)}`,
  );
  return [`converted ${lines.length === 0 ? 'nothing' : ''}`, ...lines];
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
