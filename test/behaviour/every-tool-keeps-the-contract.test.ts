import { expect, test } from 'vitest';
import type { CanonicalLead } from '#domain/lead.ts';
import { SYSTEM_IDS } from '#domain/systems.ts';
import type { Said, Tool } from '#sandbox/tools/tool.ts';
import { TOOLS } from '#sandbox/tools/tools.ts';
import { startStage, type TestStage } from '../support/stage.ts';
import { answerOf, ENVIRONMENT, SECRET, sending, withTools } from '../support/tools.ts';

/** What holds for every tool that is read as it comes, through its own route and proved in its own way. */

const NOW = new Date('2026-11-23T09:00:00Z');
const openStage = () => startStage({ at: NOW, settings: withTools, environment: ENVIRONMENT });

const GRACE: Said = { id: 'e-1', email: 'grace@globex.example', name: 'Grace Hopper' };

async function tell(
  stage: TestStage,
  tool: Tool,
  body: string,
  { at = stage.clock.now(), secret = SECRET } = {},
): Promise<number> {
  const { status } = await answerOf(
    stage.address,
    tool.format,
    tool.sends(body, sending(tool.format, at, secret)),
  );
  return status;
}

/** The same of every tool, by its name. */
async function ofEvery<Result>(
  tools: readonly Tool[],
  find: (tool: Tool) => Promise<Result>,
): Promise<Record<string, Result>> {
  const found: [string, Result][] = [];
  for (const tool of tools) found.push([tool.format, await find(tool)]);
  return Object.fromEntries(found);
}

const all = <Value>(tools: readonly Tool[], value: Value): Record<string, Value> =>
  Object.fromEntries(tools.map(({ format }) => [format, value]));

type Item = {
  source_id: string;
  key: string;
  outcome: string;
  lead: CanonicalLead | null;
  problems: unknown;
};
const itemsIn = (stage: TestStage) =>
  stage.query<Item>('select source_id, key, outcome, lead, problems from items order by at, position');

async function leadsOf(stage: TestStage): Promise<(format: string) => CanonicalLead[]> {
  const items = await itemsIn(stage);
  return (format) => items.flatMap(({ source_id, lead }) => (source_id === format && lead ? [lead] : []));
}

test('every tool is tried here, but for those that only name what they have: what-is-only-named-is-read', () => {
  const tried = new Set(TOOLS.map(({ format }) => format));
  expect(SYSTEM_IDS.filter((id) => !tried.has(id))).toEqual(['meta', 'linkedin']);
});

test('what a tool tells with its proof is read; nothing is set aside', async () => {
  const stage = await openStage();
  const answers = await ofEvery(TOOLS, (tool) => tell(stage, tool, tool.says(GRACE)));
  await stage.settle();
  expect(answers).toEqual(all(TOOLS, 200));
  const items = await itemsIn(stage);
  expect(items.filter(({ outcome }) => outcome === 'quarantined' || outcome === 'ignored')).toEqual([]);
  const leads = await leadsOf(stage);
  const emails = await ofEvery(TOOLS, async ({ format }) => leads(format).map(({ person }) => person.email));
  expect(emails).toEqual(all(TOOLS, ['grace@globex.example']));
});

test('with another secret, or none, it is answered with 401 and not stored', async () => {
  const stage = await openStage();
  const forged = await ofEvery(TOOLS, (tool) =>
    tell(stage, tool, tool.says(GRACE), { secret: 'another-secret-of-a-tool' }),
  );
  const bare = await ofEvery(TOOLS, async (tool) => {
    const { headers } = tool.sends(tool.says(GRACE), sending(tool.format, NOW));
    const type = { 'content-type': headers['content-type'] ?? '' };
    return (await answerOf(stage.address, tool.format, { headers: type, body: tool.says(GRACE) })).status;
  });
  expect(forged).toEqual(all(TOOLS, 401));
  expect(bare).toEqual(all(TOOLS, 401));
  expect(await stage.query('select id from deliveries')).toEqual([]);
});

test('where a time is signed, an old delivery is answered with 401', async () => {
  const stage = await openStage();
  const timed = TOOLS.filter(({ isTimed }) => isTimed);
  const old = new Date(NOW.getTime() - 6 * 60_000);
  expect(await ofEvery(timed, (tool) => tell(stage, tool, tool.says(GRACE), { at: old }))).toEqual(
    all(timed, 401),
  );
  expect(timed.map(({ format }) => format)).toEqual(['webflow', 'calendly', 'hubspot']);
});

test('what comes again is one thing, whole within a day, and by its id ever after', async () => {
  const stage = await openStage();
  const said = { ...GRACE, at: '2026-11-23T08:00:00Z' };
  for (const hours of [0, 0, 26]) {
    stage.clock.forward(hours * 60);
    for (const tool of TOOLS) await tell(stage, tool, tool.says(said));
    await stage.settle();
  }
  const whole = await stage.query<{ repeats: number }>(
    `select sum(repeats)::int as repeats from deliveries where source_id in (${TOOLS.map(({ format }) => `'${format}'`).join()})`,
  );
  expect(whole).toEqual([{ repeats: TOOLS.length }]);
  const items = await itemsIn(stage);
  const repeated = await ofEvery(
    TOOLS,
    async ({ format }) =>
      items.filter(({ source_id, outcome }) => source_id === format && outcome === 'repeated').length,
  );
  expect(repeated).toEqual(all(TOOLS, 1));
});

test('two events of a person are two, though their content is the same', async () => {
  const stage = await openStage();
  for (const tool of TOOLS) {
    await tell(stage, tool, tool.says({ ...GRACE, id: 'first', at: '2026-11-23T08:00:00Z' }));
    await tell(stage, tool, tool.says({ ...GRACE, id: 'second', at: '2026-11-23T08:30:00Z' }));
  }
  await stage.settle();
  const items = await itemsIn(stage);
  const keys = await ofEvery(
    TOOLS,
    async ({ format }) =>
      new Set(items.filter(({ source_id }) => source_id === format).map(({ key }) => key)).size,
  );
  expect(keys).toEqual(all(TOOLS, 2));
});

test('a batch is read in any order, and each of it once', async () => {
  const stage = await openStage();
  const batching = TOOLS.filter(({ batches }) => batches);
  const bodies = (tool: Tool) =>
    ['a', 'b', 'c'].map((id) => tool.says({ id, name: `Grace ${id}`, email: `${id}@globex.example` }));
  for (const tool of batching) {
    await tell(stage, tool, tool.batches?.(bodies(tool)) ?? '');
    await stage.settle();
    await tell(stage, tool, tool.batches?.(bodies(tool).toReversed()) ?? '');
    await stage.settle();
  }
  const items = await itemsIn(stage);
  const taken = await ofEvery(batching, async ({ format }) =>
    items
      .filter(({ source_id, outcome }) => source_id === format && outcome !== 'repeated')
      .map(({ key }) => key),
  );
  expect(taken).toEqual(all(batching, ['a', 'b', 'c']));
  expect(items.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(3 * batching.length);
});

test('an event that says nothing of a lead is answered with 200, and counted', async () => {
  const stage = await openStage();
  const telling = TOOLS.filter(({ unknown }) => unknown !== undefined);
  expect(await ofEvery(telling, (tool) => tell(stage, tool, tool.unknown ?? ''))).toEqual(all(telling, 200));
  await stage.settle();
  const items = await itemsIn(stage);
  const outcomes = await ofEvery(telling, async ({ format }) =>
    items.filter(({ source_id }) => source_id === format).map(({ outcome }) => outcome),
  );
  expect(outcomes).toEqual(all(telling, ['ignored']));
});

test('without an address nothing is invented: it is known by its record, or set aside in words', async () => {
  const stage = await openStage();
  for (const tool of TOOLS) await tell(stage, tool, tool.says({ id: 'e-1', name: 'Grace Hopper' }));
  await stage.settle();
  const items = await itemsIn(stage);
  const withoutRecord = TOOLS.filter(
    ({ format }) => items.find(({ source_id }) => source_id === format)?.outcome === 'quarantined',
  ).map(({ format }) => format);
  expect(withoutRecord).toEqual([
    ...['typeform', 'webflow', 'jotform', 'gravity-forms', 'google-ads', 'zapier', 'make', 'n8n'],
  ]);
  const leads = await leadsOf(stage);
  const addresses = TOOLS.flatMap(({ format }) => leads(format).flatMap(({ person }) => person.email ?? []));
  expect(addresses).toEqual([]);
});

test('hostile text is text', async () => {
  const stage = await openStage();
  const name = '<!channel> "&<script>\u202e {x}\\ Ñ\u{1f600}';
  for (const tool of TOOLS) await tell(stage, tool, tool.says({ ...GRACE, name }));
  await stage.settle();
  const leads = await leadsOf(stage);
  const names = await ofEvery(TOOLS, async ({ format }) => {
    const [lead] = leads(format);
    const { full_name, first_name, last_name } = lead?.person ?? {};
    return full_name ?? `${first_name} ${last_name}`;
  });
  expect(names).toEqual(all(TOOLS, name));
});

test('ids beyond what a double holds keep every digit', async () => {
  const stage = await openStage();
  const id = '9007199254740993';
  for (const tool of TOOLS) await tell(stage, tool, tool.says({ ...GRACE, id }).replaceAll(`"${id}"`, id));
  await stage.settle();
  const items = await itemsIn(stage);
  const kept = await ofEvery(TOOLS, async ({ format }) =>
    items.some(
      ({ source_id, key, lead }) =>
        source_id === format && (key.includes(id) || lead?.refs.some((ref) => ref.id === id)),
    ),
  );
  expect(kept).toEqual(all(TOOLS, true));
});

test.each([
  ['ISO in UTC', '2026-11-23T08:30:00Z'],
  ['ISO with an offset', '2026-11-23T09:30:00+0100'],
  ['seconds', 1_795_422_600],
  ['milliseconds in a text', '1795422600000'],
  ['as mails have it', 'Mon, 23 Nov 2026 08:30:00 +0000'],
])('when it happened is read, written as %s', async (_name, at) => {
  const stage = await openStage();
  const telling = TOOLS.filter(({ tellsTime }) => tellsTime);
  for (const tool of telling) await tell(stage, tool, tool.says({ ...GRACE, at }));
  await stage.settle();
  const leads = await leadsOf(stage);
  const times = await ofEvery(telling, async ({ format }) => leads(format).map((lead) => lead.occurred_at));
  expect(times).toEqual(all(telling, ['2026-11-23T08:30:00.000Z']));
});

test('a field that cannot be read costs no lead', async () => {
  const stage = await openStage();
  for (const tool of TOOLS) await tell(stage, tool, tool.says({ ...GRACE, isWrong: true }));
  await stage.settle();
  const leads = await leadsOf(stage);
  const emails = await ofEvery(TOOLS, async ({ format }) => leads(format).map(({ person }) => person.email));
  expect(emails).toEqual(all(TOOLS, ['grace@globex.example']));
  const items = await itemsIn(stage);
  const told = TOOLS.filter(({ format }) => !items.find(({ source_id }) => source_id === format)?.problems);
  // A number that is an object never was one: it is left out before anything is read.
  expect(told.map(({ format }) => format)).toEqual(['pipedrive']);
});

test('a secret in the address or the body is never stored', async () => {
  const stage = await openStage();
  for (const tool of TOOLS) await tell(stage, tool, tool.says(GRACE));
  await stage.settle();
  const rows = await stage.query<{ source_id: string }>(
    `select source_id from deliveries where position('${SECRET}' in encode(body, 'escape')) > 0`,
  );
  expect(rows).toEqual([]);
});
