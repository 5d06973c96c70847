import { expect, test } from 'vitest';
import type { System } from '#domain/systems.ts';
import type { Proof } from '#src/sources/adapter.ts';
import { adapterOf } from '#src/sources/adapters.ts';
import { isProven } from '#src/sources/authenticate.ts';
import { openBody } from '#src/sources/open-body.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import vectors from '../fixtures/payloads/signature-vectors.json' with { type: 'json' };
import { makeAuth, makeSource, readPayload } from './make-source.ts';

/** Every signed request of the vectors, by the way of its tool or, where it has no format yet, by a recipe of the settings. */

const { secrets } = vectors;
const now = new Date(vectors.clockIso);
const PATH_TOKEN = 'a-long-random-text-in-the-path';

function own(format: System, choices: object = {}): { format: string; auth: Proof } {
  const { auth } = makeSource({ format, auth: { type: 'own', secret_env: ['S'], ...choices } });
  if (auth === undefined || auth === 'none' || auth.type !== 'own') throw new Error('not the tool’s own');
  const proof = adapterOf(format)?.proof(auth);
  if (proof === undefined) throw new Error(`no format ${format}`);
  return { format, auth: proof };
}
const recipe = (auth: Proof) => ({ format: 'mapped', auth });
const hmac = (more: object) => recipe(makeAuth({ type: 'hmac', secret_env: ['S'], ...more }));

const WAYS: Record<string, { format: string; auth: Proof; secret: string }> = {
  'hubspot-v3': { ...own('hubspot'), secret: secrets.hubspotClientSecret },
  'hubspot-workflow-v3': { ...own('hubspot'), secret: secrets.hubspotClientSecret },
  typeform: { ...own('typeform'), secret: secrets.typeformSecret },
  calendly: { ...own('calendly'), secret: secrets.calendlySigningKey },
  meta: { ...own('meta', { verify_env: ['V'] }), secret: secrets.metaAppSecret },
  linkedin: { ...own('linkedin'), secret: secrets.linkedinClientSecret },
  webflow: { ...own('webflow'), secret: secrets.webflowSecret },
  segment: { ...own('segment'), secret: secrets.segmentSharedSecret },
  outreach: { ...hmac({ header: 'Outreach-Webhook-Signature' }), secret: secrets.outreachSecret },
  salesloft: {
    ...hmac({ header: 'x-salesloft-signature', algorithm: 'sha1' }),
    secret: secrets.salesloftCallbackToken,
  },
  storylane: {
    ...hmac({ header: 'x-storylane-signature', encoding: 'base64' }),
    secret: secrets.storylaneSecret,
  },
  pandadoc: { ...hmac({ parameter: 'signature' }), secret: secrets.pandadocSharedKey },
  looker: {
    ...recipe(makeAuth({ type: 'header', header: 'X-Looker-Webhook-Token', secret_env: ['S'] })),
    secret: secrets.lookerToken,
  },
  pipedrive: { ...own('pipedrive', { user: secrets.pipedriveUser }), secret: secrets.pipedrivePassword },
  marketo: { ...own('marketo'), secret: secrets.marketoHeaderValue },
  zoho: { ...own('zoho'), secret: secrets.zohoToken },
  'google-ads': { ...own('google-ads'), secret: secrets.googleKey },
  salesforce: { ...own('salesforce', { organization: secrets.salesforceOrgId }), secret: PATH_TOKEN },
  'standard-webhooks': {
    ...recipe(makeAuth({ type: 'standard-webhooks', secret_env: ['S'] })),
    secret: secrets.standardWebhooksSecret,
  },
  gong: {
    ...recipe({ type: 'jwt', secret_env: ['S'] }),
    secret: vectors.signedRequests.find(({ id }) => id === 'gong')?.gongPublicKeyPem ?? '',
  },
};

type Change = { secret?: string; body?: Buffer };

/** Whether a delivery is taken: by what it carries, and by what is in it. */
async function isTaken(id: string, { secret, body }: Change = {}): Promise<boolean> {
  const request = vectors.signedRequests.find((one) => one.id === id);
  const way = WAYS[id];
  if (!request || !way) throw new Error(`no vector "${id}"`);
  const bytes = body ?? readPayload(request.file);
  const asked = {
    ...{ method: request.method, url: request.url ?? 'https://bot.example/webhooks/x' },
    query: new URLSearchParams(request.query ?? {}),
    token: id === 'salesforce' ? PATH_TOKEN : null,
  };
  const all = [secret ?? way.secret];
  if (!(await isProven(way.auth, all, { headers: { ...request.headers }, body: bytes, asked }, now)))
    return false;
  const parsed = await parseDelivery(way.format, request.headers['content-type'], bytes);
  return parsed.ok && openBody(way.auth, all, parsed.value).ok;
}

const IDS = vectors.signedRequests.map(({ id }) => ({ id }));

test('every signed request has a way here', () => {
  expect(IDS.map(({ id }) => id).toSorted()).toEqual(Object.keys(WAYS).toSorted());
});

test.each(IDS)('$id: what was signed is taken', async ({ id }) => {
  expect(await isTaken(id)).toBe(true);
});

test.each(IDS)('$id: with another secret it is not', async ({ id }) => {
  expect(await isTaken(id, { secret: 'whsec_b2xkIHNlY3JldA==' })).toBe(false);
});

const SENT_AS_IS = ['looker', 'pipedrive', 'marketo', 'zoho', 'google-ads', 'salesforce'];

test.each(IDS.filter(({ id }) => !SENT_AS_IS.includes(id)))(
  '$id: one byte more is not taken',
  async ({ id }) => {
    const file = vectors.signedRequests.find((one) => one.id === id)?.file ?? '';
    expect(await isTaken(id, { body: Buffer.concat([readPayload(file), Buffer.from(' ')]) })).toBe(false);
  },
);

test('a message of another organization of Salesforce is not taken', async () => {
  const body = readPayload('salesforce.outbound-message-lead.xml').toString();
  const other = Buffer.from(body.replace('00D000000000001EAA', '00D000000000002EAA'));
  expect(await isTaken('salesforce', { body: other })).toBe(false);
});
