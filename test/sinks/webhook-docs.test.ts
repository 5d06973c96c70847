import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { nextTryAfter } from '#domain/tries.ts';
import { signingKeys, signWebhook } from '#src/sinks/sign-webhook.ts';
import { webhookBody, webhookBodyOf } from '#src/sinks/webhook-body.ts';
import { makeTelling } from './make-telling.ts';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'outcomes-webhook.md'), 'utf8');

const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

type Described = { description?: string; properties?: Record<string, Described> };
const described = (schema: Described, path: string): [string, string][] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}${name}`;
    const says: [string, string][] = field.description ? [[here, field.description]] : [];
    return [...says, ...described(field, `${here}.`)];
  });

test('the page shows the schema of what is sent', () => {
  const [, schema] = blocks('json');
  expect(JSON.parse(schema ?? '')).toEqual(z.toJSONSchema(webhookBody));
});

test('the page says of every field what it is', () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z_.]+)` \| (.+) \|$/gm)].map((match) => [match[1], match[2]]);
  expect(rows).toEqual(described(z.toJSONSchema(webhookBody) as Described, ''));
});

test('the example of the page is one', () => {
  const [example] = blocks('json');
  expect(webhookBody.parse(JSON.parse(example ?? ''))).toEqual(JSON.parse(example ?? ''));
});

test('the page says when what fails is tried again', () => {
  const said = /tried again after (5 s.*?);/.exec(PAGE)?.[1]?.split(', ') ?? [];
  const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
  const waits = said.map((wait) => {
    const [count, unit] = wait.split(' ');
    return Number(count) * (units[unit ?? ''] ?? Number.NaN);
  });
  expect([...waits, null]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(nextTryAfter));
});

test('the function of the page believes what is signed, and nothing else', () => {
  const [verifier] = blocks('js');
  const isSigned = new Script(`(require) => { ${verifier}; return isSigned; }`).runInThisContext()(
    createRequire(import.meta.url),
  );
  const secret = `whsec_${Buffer.alloc(32, 'secret').toString('base64')}`;
  const other = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
  const at = new Date('2026-12-01T09:00:00Z');
  const body = '{"type":"handoff.accepted"}';
  const headers = signWebhook(signingKeys([other, secret]) ?? [], { id: 'outcome-1', at, body });
  const late = at.getTime() + 301_000;

  expect(isSigned(secret, headers, body, at.getTime())).toBe(true);
  expect(isSigned(secret, headers, `${body} `, at.getTime())).toBe(false);
  expect(isSigned(secret, { ...headers, 'webhook-id': 'outcome-2' }, body, at.getTime())).toBe(false);
  expect(isSigned(secret, headers, body, late)).toBe(false);
  expect(isSigned(`whsec_${Buffer.alloc(32, 'no').toString('base64')}`, headers, body, at.getTime())).toBe(
    false,
  );
});

test('the function for Segment believes what is signed, though it has the body parsed only', async () => {
  const [verifier = '', forSegment = ''] = blocks('js');
  const tracked: unknown[] = [];
  const isSigned = verifier.replace("const crypto = require('crypto');", '');
  const onRequest = new Script(
    `(crypto, Segment) => { ${isSigned}; ${forSegment}; return onRequest; }`,
  ).runInThisContext()(createRequire(import.meta.url)('node:crypto'), {
    track: (event: unknown) => tracked.push(event),
  });
  const secret = `whsec_${Buffer.alloc(32, 'secret').toString('base64')}`;
  const telling = makeTelling({ type: 'won', detail: { amount: 12_000.5, currency: 'EUR' } });
  const body = JSON.stringify(webhookBodyOf(telling));
  const headers = signWebhook(signingKeys([secret]) ?? [], { id: telling.id, at: new Date(), body });
  const request = { json: () => JSON.parse(body), headers: new Headers(headers) };

  await onRequest(request, { secret });
  expect(tracked).toEqual([
    {
      event: 'handoff.won',
      userId: 'lead-1',
      properties: {
        ...{ outcome_id: 'outcome-1', happened_at: '2026-12-01T08:55:00.000Z' },
        ...{ reason: null, amount: 12_000.5, currency: 'EUR' },
      },
    },
  ]);
  await expect(onRequest({ ...request, headers: new Headers() }, { secret })).rejects.toThrow('not signed');
});
