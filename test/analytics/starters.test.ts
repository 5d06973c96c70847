import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/open.ts';
import { createMetrics } from '#src/process/metrics.ts';
import { openDatabase } from '../db/make.ts';
import { ask } from '../support/admin.ts';

/** Every query of the starters, carried out on the views. */
const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', ...name.split('/')), 'utf8');

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

/** What is wrong with each of these, by its name. */
async function problemsOf(queries: readonly (readonly [string, string])[]): Promise<string[]> {
  const said = await Promise.all(
    queries.map(([name, sql]) =>
      ask(database, sql).then(
        () => [],
        (error: Error) => [`${name}: ${(error.cause as Error | undefined)?.message ?? error.message}`],
      ),
    ),
  );
  return said.flat();
}

test('the questions for Metabase are answered', async () => {
  const [, ...questions] = read('bi/metabase.sql').split(/^-- question: /m);
  const queries = questions.map((text) => {
    const [name = '', ...sql] = text.split('\n');
    return [name, sql.join('\n').replaceAll(/\{\{(from|to)\}\}/g, `'2026-03-01'::date`)] as const;
  });
  expect(queries.length).toBe(8);
  expect(await problemsOf(queries)).toEqual([]);
});

test('the example at the head of the page is answered', async () => {
  const examples = [...read('analytics.md').matchAll(/```sql\n(select[\s\S]+?)```/g)].map(
    ([, sql = '']) => ['example', sql] as const,
  );
  expect(examples.length).toBe(1);
  expect(await problemsOf(examples)).toEqual([]);
});

/** The views of the LookML, each with what it says between `sql:` and `;;`, by the name of the field. */
function lookml() {
  const [explore = '', ...views] = read('bi/handoff.view.lkml').split(/^view: /m);
  return {
    joins: [...explore.matchAll(/join: (\w+)[\s\S]+?sql_on: (.+) ;;/g)],
    views: views.map((text) => ({
      name: /^\w+/.exec(text)?.[0] ?? '',
      table: /sql_table_name: (\S+) ;;/.exec(text)?.[1] ?? '',
      fields: [
        ...text.matchAll(
          /(dimension|dimension_group|measure): (\w+) \{\n\s+(?:primary_key: yes\n\s+)?type: (\w+)[\s\S]*?\n {2}\}/g,
        ),
      ].map(([body, kind = '', name = '', type = '']) => ({
        kind,
        name,
        type,
        sql: /\n {4}sql: (.+) ;;/.exec(body)?.[1] ?? null,
      })),
    })),
  };
}

const AGGREGATES: Record<string, (sql: string) => string> = {
  count: () => 'count(*)',
  count_distinct: (sql) => `count(distinct ${sql})`,
  sum: (sql) => `sum(${sql})`,
  median: (sql) => `percentile_cont(0.5) within group (order by ${sql})`,
  number: (sql) => sql,
};

test('each field of the LookML is one of its view', async () => {
  const { views } = lookml();
  const queries = views.flatMap(({ name, table, fields }) => {
    const measures = new Map(
      fields.filter(({ kind }) => kind === 'measure').map((field) => [field.name, field]),
    );
    const aggregate = (field: string): string => {
      const { type = '', sql = null } = measures.get(field) ?? {};
      const inner = (sql ?? '').replaceAll(/\$\{(\w+)\}/g, (whole, other: string) =>
        other === 'TABLE' ? whole : aggregate(other),
      );
      return AGGREGATES[type]?.(inner) ?? `no aggregate of type ${type}`;
    };
    return fields.map((field) => {
      const sql = field.kind === 'measure' ? aggregate(field.name) : (field.sql ?? '');
      return [
        `${name}.${field.name}`,
        `select ${sql.replaceAll(/\$\{TABLE\}/g, 't')} from ${table} t`,
      ] as const;
    });
  });
  expect(queries.length).toBeGreaterThan(50);
  expect(await problemsOf(queries)).toEqual([]);
});

test('what the explore of the LookML joins is there', async () => {
  const { joins } = lookml();
  const queries = joins.map(([, name = '', on = '']) => {
    const condition = on.replaceAll(/\$\{(\w+)\.(\w+)\}/g, '$1.$2');
    const others = [...new Set([...condition.matchAll(/(\w+)\.\w+/g)].map(([, view]) => view))];
    return [
      name,
      `select 1 from ${others.map((view) => `analytics.${view}`).join(', ')} where ${condition}`,
    ] as const;
  });
  expect(queries.map(([name]) => name)).toEqual(['handoffs', 'clocks', 'rejections', 'opportunities']);
  expect(await problemsOf(queries)).toEqual([]);
});

type Panel = {
  title: string;
  datasource: { type: string };
  targets: { rawSql?: string; expr?: string }[];
};
const panels = (): Panel[] => JSON.parse(read('bi/grafana.json')).panels;

test('the queries of the Grafana dashboard are answered', async () => {
  const queries = panels().flatMap(({ title, targets }) =>
    targets.flatMap(({ rawSql }) => {
      if (rawSql === undefined) return [];
      const sql = rawSql.replaceAll(
        /\$__timeFilter\(((?:[^()]|\([^)]*\))+)\)/g,
        `$1 between '2026-03-01' and '2026-03-31'`,
      );
      return [[title, sql] as const];
    }),
  );
  expect(queries.length).toBe(6);
  expect(await problemsOf(queries)).toEqual([]);
});

test('the Grafana dashboard asks for metrics that there are, with their labels, and for all that are ours', async () => {
  const text = await createMetrics().text();
  const kinds = new Map(
    [...text.matchAll(/^# TYPE (handoff_\w+) (\w+)$/gm)].map(([, name, kind]) => [name, kind]),
  );
  const known = [...kinds].flatMap(([name, kind]) => (kind === 'histogram' ? [`${name}_bucket`] : [name]));
  const asked = panels().flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => [...(expr ?? '').matchAll(/handoff_\w+/g)].map(([name]) => name)),
  );
  expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  // What forms ask is in the first hour of few teams.
  expect(known.filter((name) => !asked.includes(name ?? ''))).toEqual(['handoff_forms_total']);
  const code = readFileSync(join(import.meta.dirname, '..', '..', 'src', 'process', 'metrics.ts'), 'utf8');
  const labels = [...code.matchAll(/labelNames: \[(.+)\]/g)].flatMap(([, list = '']) => list.split(', '));
  const grouped = panels().flatMap(({ targets }) =>
    targets.flatMap(({ expr }) =>
      [...(expr ?? '').matchAll(/by \(([^)]+)\)/g)].flatMap(([, list = '']) => list.split(', ')),
    ),
  );
  expect([...new Set(grouped)].filter((label) => label !== 'le' && !labels.includes(`'${label}'`))).toEqual(
    [],
  );
});
