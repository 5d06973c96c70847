import type { TransactionSql } from 'postgres';
import { ANALYTICS_VIEWS } from '#db/analytics.ts';
import { quoted, readCopy } from '#src/backup/copy.ts';

/** The rows of a view as a file. Postgres writes the lines, so that no more of them is in memory than is under way. */

export const FORMATS = ['csv', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

/** Days in the team's zone, both included; null is open. */
export type Days = { from: string | null; to: string | null };

const zone = '(select team_time_zone from analytics.settings)';
const OF_THESE_LEADS = (days: string) =>
  `lead_id in (select lead_id from analytics.leads where captured_on ${days})`;

/** What is of a period, by the view: a condition on its day. Those that are not here have no day, and come whole. */
const OF_PERIOD: Readonly<Record<string, (days: string) => string>> = {
  'analytics.leads': (days) => `captured_on ${days}`,
  'analytics.handoffs': (days) => `created_on ${days}`,
  'analytics.stage_changes': (days) => `(recorded_at at time zone ${zone})::date ${days}`,
  'analytics.clocks': (days) => `started_on ${days}`,
  'analytics.rejections': (days) => `rejected_on ${days}`,
  'analytics.opportunities': (days) => `opened_on ${days}`,
  'analytics.deal_changes': (days) => `changed_on ${days}`,
  'analytics.channel_costs': (days) => `day ${days}`,
  'analytics.sla_daily': (days) => `day ${days}`,
  'analytics_personal.contacts': OF_THESE_LEADS,
  'analytics_personal.rejection_notes': (days) =>
    `rejection_id in (select rejection_id from analytics.rejections where rejected_on ${days})`,
};

/** The views by their short names, as people ask for them. */
export const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  ANALYTICS_VIEWS.map((view) => [view.split('.')[1] ?? view, view]),
);

type Column = { name: string; type: string };

/** The lines of a view. A CSV begins with its columns. */
export async function* exportView(
  tx: TransactionSql,
  view: string,
  { format, days }: { format: Format; days: Days },
): AsyncGenerator<Buffer> {
  const columns = await tx.unsafe<Column[]>(`
    select attname as name, format_type(atttypid, atttypmod) as type
    from pg_attribute where attrelid = '${view}'::regclass and attnum > 0 and not attisdropped order by attnum`);
  const list = columns.map((column) => `${written(column, format)} as ${quoted(column.name)}`).join(', ');
  yield* readCopy(tx, `copy (${lines(`select ${list} from ${view}${inPeriod(view, days)}`, format)}`);
}

function lines(rows: string, format: Format): string {
  switch (format) {
    case 'csv':
      return `${rows}) to stdout with (format csv, header)`;
    case 'jsonl':
      // JSON holds neither of these characters as such, so that nothing is quoted a second time.
      return `select to_json(r)::text from (${rows}) as r) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')`;
  }
}

/** Instants as ISO 8601 in UTC. In a CSV, what a spreadsheet would take for a formula has an apostrophe before it. */
function written({ name, type }: Column, format: Format): string {
  const column = quoted(name);
  if (type === 'timestamp with time zone')
    return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  if (type !== 'text' || format !== 'csv') return column;
  return `case when ${column} ~ '^\\s*[-=+@]' then '''' || ${column} else ${column} end`;
}

function inPeriod(view: string, { from, to }: Days): string {
  const condition = OF_PERIOD[view];
  if (!condition || (from === null && to === null)) return '';
  return ` where ${condition(`between '${from ?? '-infinity'}' and '${to ?? 'infinity'}'`)}`;
}
