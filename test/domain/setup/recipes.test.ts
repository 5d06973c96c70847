import { expect, test } from 'vitest';
import { personsId } from '#domain/doctor/sources.ts';
import { settingsSchema } from '#domain/settings.ts';
import { RECIPES, recipeOf, recipeReading, trialBody, WRITTEN_TOOLS } from '#domain/setup/recipes.ts';
import { addSource, removeSource, renewSecret, sourceIdFor } from '#domain/setup/sources.ts';
import { SYSTEM_IDS } from '#domain/systems.ts';
import { parseBody } from '#src/sources/body.ts';
import { openSources } from '#src/sources/open-sources.ts';
import { readItems } from '#src/sources/read-items.ts';

/** Of the others only the tool itself can send. */
const TRIED = RECIPES.filter(({ format }) => format === undefined);
const HASH = 'a'.repeat(64);
const AT = new Date('2026-11-23T09:00:00Z');

test.each(TRIED.map((recipe) => [recipe.tool, recipe] as const))(
  'what the recipe for %s sends to try it is read as a lead, without a warning',
  async (_tool, recipe) => {
    const { sources } = addSource(
      {},
      { id: 'new', name: 'New', recipe, channel: 'demo_request', secretSha256: HASH },
    );
    const { sources: opened, problems } = openSources(
      { sources: settingsSchema.shape.sources.parse(sources) },
      () => undefined,
    );
    const source = opened.get('new');
    if (!source) throw new Error(JSON.stringify(problems));
    const [item] = await readItems(source, trialBody(recipe, '1'), AT);
    expect(item).toMatchObject({
      ok: true,
      lead: {
        person: { email: 'grace@globex.example' },
        account: { name: 'Globex' },
        channel: 'demo_request',
      },
      warnings: [],
    });
  },
);

test('a HubSpot contact is read with its record, so that it is known again, and may enrol again', async () => {
  const recipe = recipeOf('hubspot-workflow');
  if (!recipe) throw new Error('no recipe');
  const { sources } = addSource({}, { id: 'hs', name: 'HubSpot', recipe, channel: null, secretSha256: HASH });
  const opened = openSources({ sources: settingsSchema.shape.sources.parse(sources) }, () => undefined);
  const source = opened.sources.get('hs');
  if (!source) throw new Error(JSON.stringify(opened.problems));
  const body = {
    vid: 501,
    properties: { email: { value: 'grace@globex.example' }, numemployees: { value: '420' } },
  };
  const [item] = await readItems(source, body, AT);
  expect(item).toMatchObject({
    // The contact's id is no id of the item: it would keep out a second enrolment.
    key: null,
    lead: { refs: [{ system: 'hubspot', type: 'contact', id: '501' }], account: { employees: 420 } },
  });
});

test('every step says what to do, and no recipe shows a place for a secret in a body', () => {
  expect(RECIPES.flatMap(({ steps }) => steps).filter((step) => step.length < 12)).toEqual([]);
  expect(RECIPES.filter(({ body }) => body?.includes('token'))).toEqual([]);
});

test('a source has an id of its name that nobody has', () => {
  const taken = { sources: [{ id: 'demo-form', name: 'Demo form', auth: 'none' as const }] };
  expect(sourceIdFor(taken, { sources: [] }, 'Demo form!')).toBe('demo-form-2');
  expect(sourceIdFor({}, { sources: [] }, '申し込み')).toBe('source');
});

test('a new token takes the place of the one before, and a removed source is gone', () => {
  const recipe = recipeOf('website');
  if (!recipe) throw new Error('no recipe');
  const edits = addSource({}, { id: 'web', name: 'Web', recipe, channel: null, secretSha256: HASH });
  const renewed = renewSecret(edits, 'web', 'b'.repeat(64));
  expect(renewed.sources?.[0]?.auth).toEqual({ type: 'bearer', secret_sha256: ['b'.repeat(64)] });
  expect(removeSource(renewed, 'web')).toEqual({ sources: [] });
});

test.each(RECIPES.map((recipe) => [recipe.tool, recipe] as const))(
  'a source of %s is known again by how it reads, also after its mapping was stored',
  (_tool, recipe) => {
    // jsonb gives keys back in an order of its own.
    const stored = recipe.map && Object.fromEntries(Object.entries(recipe.map).toReversed());
    const { format = stored ? 'mapped' : 'canonical' } = recipe;
    expect(recipeReading({ format, map: stored ?? undefined })).toMatchObject({
      map: recipe.map,
      ...(recipe.format && { id: recipe.id }),
    });
  },
);

test('a source with a mapping of its own is tried with a flat object', () => {
  expect(recipeReading({ format: 'mapped', map: { 'person.email': 'mail' } }).id).toBe('website');
});

test('no recipe tells items apart by the person they are about', () => {
  expect(RECIPES.filter(({ map }) => personsId({ map: map ?? undefined }) !== null)).toEqual([]);
});

test('a source of the HubSpot recipe as it was, with an id, is known by the rest of how it reads', () => {
  const recipe = recipeOf('hubspot-workflow');
  const stored = { ...recipe?.map, id: '"hubspot-" & $string(vid)' };
  expect(recipeReading({ format: 'mapped', map: stored }).id).toBe('hubspot-workflow');
  expect(personsId({ map: stored })).toBe('"hubspot-" & $string(vid)');
});

test('no recipe has people’s words put between quotes by hand: a quote or a line break would break the JSON', () => {
  const byHand = RECIPES.filter(({ body }) => body !== null && /"\s*(\{\{|\$\{|<)/.test(body));
  expect(byHand.map(({ id }) => id)).toEqual([]);
  // What is a sample only can be read; Marketo writes its tokens as JSON, with the quotes.
  const written = RECIPES.filter(({ body }) => body !== null).map(({ id, body }) => [
    id,
    body?.replaceAll(/\{\{.*?\}\}/g, '"x"') ?? '',
  ]);
  expect(written.map(([id]) => id)).toEqual(['website', 'marketo', 'handoff-json']);
  for (const [, body = ''] of written) expect(JSON.parse(body)).toBeTypeOf('object');
});

test.each(['make', 'n8n'])(
  '%s sends a message with quotes and line breaks, and it is read whole',
  async (id) => {
    const recipe = recipeOf(id);
    if (!recipe) throw new Error('no recipe');
    const { sources } = addSource({}, { id: 'new', name: 'New', recipe, channel: null, secretSha256: HASH });
    const opened = openSources({ sources: settingsSchema.shape.sources.parse(sources) }, () => undefined);
    const source = opened.sources.get('new');
    if (!source) throw new Error(JSON.stringify(opened.problems));
    const fields = {
      email: 'grace@globex.example',
      employees: '420',
      message: 'Say "hi" & \\\r\nshow us 50%+',
    };
    const [type, text] =
      id === 'make'
        ? ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()]
        : ['application/json', JSON.stringify(fields)];
    const parsed = await parseBody(type, Buffer.from(text));
    const [item] = await readItems(source, parsed.ok && parsed.value, AT);
    expect(item).toMatchObject({
      warnings: [],
      lead: { discovery: { notes: fields.message }, account: { employees: 420 } },
    });
  },
);

test('a tool that sends a secret of ours is connected with its own format and its own way', () => {
  const recipe = recipeOf('pipedrive');
  if (!recipe) throw new Error('no recipe');
  const edits = addSource({}, { id: 'pd', name: 'Pipedrive', recipe, channel: null, secretSha256: HASH });
  expect(edits.sources).toEqual([
    {
      ...{ id: 'pd', name: 'Pipedrive', format: 'pipedrive' },
      auth: { type: 'own', user: 'handoff', secret_sha256: [HASH] },
    },
  ]);
  const opened = openSources({ sources: settingsSchema.shape.sources.parse(edits.sources) }, () => undefined);
  expect(opened.problems).toEqual([]);
  const renewed = renewSecret(edits, 'pd', 'b'.repeat(64));
  expect(renewed.sources?.[0]?.auth).toEqual({
    ...{ type: 'own', user: 'handoff', secret_sha256: ['b'.repeat(64)] },
  });
  expect(trialBody(recipe, '1')).toBe(null);
});

test('every tool is connected from Slack, or named there with the command that writes it', () => {
  const connected = RECIPES.map(({ id }) => id);
  const both = new Set([...connected, ...WRITTEN_TOOLS]);
  expect(SYSTEM_IDS.filter((id) => !both.has(id))).toEqual([]);
  expect(WRITTEN_TOOLS).toEqual([
    ...['typeform', 'webflow', 'calendly', 'meta', 'linkedin', 'hubspot', 'salesforce', 'segment'],
  ]);
});
