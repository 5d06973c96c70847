import { parseArgs } from 'node:util';
import type { TransactionSql } from 'postgres';
import { ANALYTICS_SCHEMAS, type AnalyticsSchema } from '#db/analytics.ts';
import { suggest } from '#domain/nearest.ts';
import { grant, isRole, readersOf, revoke } from '#src/analytics/readers.ts';
import { inTransaction } from '#src/backup/connection.ts';
import { readDatabaseFrom } from '#src/config/environment.ts';
import { EXIT, explainFailure } from './backup-command.ts';
import { onViews } from './on-views.ts';
import type { Subcommand, Terminal } from './subcommand.ts';

const USAGE = `Usage: npm run handoff -- analytics [grant ROLE | revoke ROLE] [--personal-data]

says who may read the views for BI tools (docs/analytics.md), and changes it

  grant ROLE        ROLE may read the schema "analytics", with all that later versions add to it
  revoke ROLE       it may no more, nor anything personal
  --personal-data   of grant: also "analytics_personal", that is who the leads are; of revoke: only that

ROLE is a role of your Postgres. To make one, as its administrator:
  create role metabase login password '…';
  alter role metabase set statement_timeout = '60s';`;

const ACTIONS = ['grant', 'revoke'];
const OPTIONS = { 'personal-data': { type: 'boolean' } } as const;
const NAMES = Object.keys(OPTIONS).map((name) => `--${name}`);

export const analytics: Subcommand = {
  name: 'analytics',
  usage: '[grant ROLE | revoke ROLE] [--personal-data]',
  summary: 'who may read the views for BI tools',
  help: USAGE,
  run: (args, terminal) => {
    const refuse = (problem: string): number => {
      terminal.complain(`${problem}\nnpm run handoff -- help analytics says more`);
      return EXIT.failed;
    };
    const unknown = args.find((arg) => arg.startsWith('-') && !NAMES.includes(arg));
    if (unknown !== undefined) return refuse(`no option "${unknown}"${suggest(unknown, NAMES)}`);
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [action, role, ...more] = positionals;
    const isPersonal = values['personal-data'] ?? false;
    if (action === undefined) return show(terminal);
    if (!ACTIONS.includes(action))
      return refuse(`"${action}" is nothing to do: expected grant or revoke${suggest(action, ACTIONS)}`);
    if (role === undefined || more.length > 0)
      return refuse(`which role? npm run handoff -- analytics ${action} ROLE`);
    return change(terminal, { isGranted: action === 'grant', role, isPersonal });
  },
};

const show = (terminal: Terminal): Promise<number> =>
  onReaders(terminal, async (tx) => {
    terminal.print((await readerLines(tx)).join('\n'));
    return EXIT.done;
  });

async function readerLines(tx: TransactionSql): Promise<string[]> {
  const readers = await readersOf(tx);
  if (readers.length === 0)
    return [
      'Nobody but the app itself may read the views. To let a role: npm run handoff -- analytics grant ROLE',
    ];
  return ['May read the views:', ...readers.map(({ role, schema }) => `  ${role}: ${schema}`)];
}

type Change = { isGranted: boolean; role: string; isPersonal: boolean };

const change = (terminal: Terminal, { isGranted, role, isPersonal }: Change): Promise<number> =>
  onReaders(terminal, async (tx) => {
    if (!(await isRole(tx, role))) {
      terminal.complain(`There is no role "${role}" on this server. ${wayToRole(role, terminal)}`);
      return EXIT.failed;
    }
    const [plain, personal]: readonly [AnalyticsSchema, AnalyticsSchema] = ANALYTICS_SCHEMAS;
    if (isGranted) await grant(tx, role, isPersonal ? [plain, personal] : [plain]);
    else await revoke(tx, role, isPersonal ? [personal] : [plain, personal]);
    terminal.print((await readerLines(tx)).join('\n'));
    return EXIT.done;
  });

/** Nobody is let into the embedded one but the app, so that a role of one's own would help nobody. */
function wayToRole(role: string, { env }: Terminal): string {
  const where = readDatabaseFrom(env);
  if (where.ok && 'dataDir' in where.database)
    return 'It is the embedded Postgres, which lets in no BI tool: use npm run handoff -- export, or a Postgres of your own';
  return `Make it first, as its administrator:\n  create role "${role.replaceAll('"', '""')}" login password '…';`;
}

const onReaders = (terminal: Terminal, run: (tx: TransactionSql) => Promise<number>): Promise<number> =>
  onViews(terminal, async (url) => {
    try {
      return await inTransaction(url, '', run);
    } catch (error) {
      return explainFailure(error, 'Nothing was changed.', terminal);
    }
  });
