import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { openWebhookReceiver } from '#sandbox/crm/webhook-receiver.ts';
import type { Guard } from '#src/sinks/guarded-fetch.ts';
import type { Telling } from '#src/sinks/sink.ts';
import { openWebhook } from '#src/sinks/systems/webhook.ts';
import { SinkAway, SinkRefused } from '#src/sinks/trouble.ts';
import { webhookBody } from '#src/sinks/webhook-body.ts';
import { verifyStandardWebhook } from '#src/sources/standard-webhooks.ts';
import { makeCertificate } from '../support/certificate.ts';
import { makeTelling, NOW } from './make-telling.ts';

/** What is told to any address, by a receiver that believes only what is signed. */

const OLD = `whsec_${Buffer.alloc(32, 'old').toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 'new').toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;

async function start({ signing = [OLD], ...guard }: { signing?: string[] } & Partial<Guard> = {}) {
  const receiver = await openWebhookReceiver({ secret: OLD, now: () => NOW });
  onTestFinished(receiver.stop);
  const sink = openWebhook({ url: receiver.url, signing, token: '' }, { allowPrivate: true, ...guard });
  return { receiver, sink, tell: (telling: Telling = makeTelling()) => sink.tell(telling) };
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('an outcome is told with who, what and when, and no more than its schema has', async () => {
  const { receiver, tell } = await start();
  const telling = makeTelling({
    type: 'rejected',
    detail: { leg: 'mql_to_sdr', ownerId: 'ana', byId: 'ana', reason: 'no_budget', note: 'Next year' },
    record: {
      person: { first_name: 'Jo', last_name: 'Lee', email: 'jo@globex.example', phone: '+1 555 0100' },
      account: { name: 'Globex', domain: 'globex.example' },
      campaign: { name: 'Autumn', utm_source: 'google', gclid: 'Cj0K' },
      refs: [{ system: 'hubspot', type: 'contact', id: '501', url: 'https://app.example/501' }],
      consent: { unsubscribed: true },
    },
  });

  expect(await tell({ ...telling, reasonWords: 'No budget' })).toBe('told');

  const [heard] = receiver.heard;
  expect(heard?.body).toEqual({
    type: 'handoff.rejected',
    timestamp: '2026-12-01T08:55:00.000Z',
    data: {
      ...{ version: 1, id: 'outcome-1', handoff_id: 'handoff-1', leg: 'mql_to_sdr' },
      lead: {
        ...{ id: 'lead-1', source: 'website', stage: 'sales_accepted' },
        refs: [{ system: 'hubspot', type: 'contact', id: '501' }],
        ...{ email: 'jo@globex.example', name: 'Jo Lee', company: 'Globex', domain: 'globex.example' },
        ...{ campaign: 'Autumn', utm_source: 'google', utm_medium: null, utm_campaign: null, gclid: 'Cj0K' },
        consent: { do_not_call: null, do_not_contact: null, unsubscribed: true },
      },
      owner: { name: 'Ana Duarte', email: 'ana@example.com' },
      by: { name: 'Ana Duarte', email: 'ana@example.com' },
      ...{ reason: 'no_budget', reason_words: 'No budget', note: 'Next year', channel: null, clock: null },
      ...{ amount: null, currency: null, close_on: null, sub_stage: null, competitor: null, until: null },
    },
  });
  expect(webhookBody.parse(heard?.body)).toEqual(heard?.body);
});

test('whoever is forgotten is named by ids alone', async () => {
  const { receiver, tell } = await start();
  const record = {
    person: { full_name: 'Jo Lee', email: 'jo@globex.example' },
    account: { name: 'Globex' },
    campaign: { gclid: 'Cj0K' },
    refs: [{ system: 'hubspot', type: 'contact', id: '501' }],
  };
  await tell(makeTelling({ type: 'forgotten', detail: {}, record }));

  const text = JSON.stringify(receiver.heard[0]?.body);
  expect(text).toContain('"refs":[{"system":"hubspot","type":"contact","id":"501"}]');
  expect(text).not.toMatch(/Jo Lee|globex|Cj0K/i);
});

test('what is told is verified by our own verifier and by the package of Standard Webhooks', async () => {
  // The package reads the clock of this machine.
  const now = new Date();
  const receiver = await openWebhookReceiver({ secret: OLD, now: () => now });
  onTestFinished(receiver.stop);
  const sink = openWebhook({ url: receiver.url, signing: [OLD], token: '' }, { allowPrivate: true });
  await sink.tell(makeTelling({ now }));

  const heard = receiver.heard[0];
  const body = Buffer.from(JSON.stringify(heard?.body));
  const headers = heard?.headers ?? {};
  expect(verifyStandardWebhook(OLD, { headers, body }, now)).toBe(true);
  expect(verifyStandardWebhook(OTHER, { headers, body }, now)).toBe(false);
  expect(new Webhook(OLD).verify(body, headers as Record<string, string>)).toEqual(heard?.body);
  expect(() => new Webhook(OTHER).verify(body, headers as Record<string, string>)).toThrow('No matching');
});

test('secrets rotate: while both sign, whoever knows either believes it', async () => {
  const both = await start({ signing: [NEW, OLD] });
  expect(await both.tell()).toBe('told');
  const onlyNew = await start({ signing: [NEW] });
  expect(await failure(onlyNew.tell())).toMatchObject({ message: 'the webhook answers HTTP 401' });
  expect(onlyNew.receiver.heard).toEqual([]);
});

test('each try has the id of the outcome and a time of its own', async () => {
  const { receiver, tell } = await start();
  receiver.answerNext({ status: 500 });
  expect(await failure(tell())).toBeInstanceOf(SinkAway);
  const later = new Date(NOW.getTime() + 5_000);
  await tell(makeTelling({ now: later }));

  expect(receiver.answered).toEqual([500, 204]);
  expect(receiver.heard.map(({ headers }) => [headers['webhook-id'], headers['webhook-timestamp']])).toEqual([
    ['outcome-1', String(later.getTime() / 1_000)],
  ]);
});

test('of 100 outcomes whose answers are lost, and that are told again, each is heard once and in order', async () => {
  const { receiver, tell } = await start();
  const ids = Array.from({ length: 100 }, (_, index) => `outcome-${index}`);
  const lost: unknown[] = [];
  for (const id of ids) {
    receiver.loseAnswers(1);
    lost.push(await failure(tell(makeTelling({ id }))));
    await tell(makeTelling({ id }));
  }
  expect(lost.filter((error) => error instanceof SinkAway)).toHaveLength(100);
  expect(receiver.heard.map(({ id }) => id)).toEqual(ids);
});

test.each([200, 201, 202, 204, 299])('HTTP %i is delivered', async (status) => {
  const { receiver, tell } = await start();
  receiver.answerNext({ status });
  expect(await tell()).toBe('told');
});

test.each([400, 404, 408, 500, 503])('HTTP %i is to be tried again', async (status) => {
  const { receiver, tell } = await start();
  receiver.answerNext({ status });
  expect(await failure(tell())).toMatchObject({ message: `the webhook answers HTTP ${status}` });
});

test('a redirect is not followed, and is a failure', async () => {
  const elsewhere = await start();
  const { receiver, tell } = await start();
  receiver.answerNext({ status: 307, headers: { location: elsewhere.receiver.url } });

  expect(await failure(tell())).toMatchObject({
    message: 'the webhook answers HTTP 307; it is told only at its own address, no redirect is followed',
  });
  expect(elsewhere.receiver.answered).toEqual([]);
});

test('HTTP 410 ends it, with words', async () => {
  const { receiver, tell } = await start();
  receiver.answerNext({ status: 410 });
  const error = await failure(tell());
  expect(error).toBeInstanceOf(SinkRefused);
  expect(error).toMatchObject({
    about: 'gone',
    message:
      'the webhook says that it is there no more (HTTP 410): take it out of `sinks`, or give it another address',
  });
});

test('whoever asks to be left alone is, for as long as they say', async () => {
  const { receiver, tell } = await start();
  receiver.answerNext({ status: 429, headers: { 'retry-after': '120' } });
  expect(await failure(tell())).toMatchObject({ retryAfterMs: 120_000 });
});

test('of an answer without end little is read, and its status counts', async () => {
  const written: number[] = [];
  const server = createServer((request, response) => {
    const more = Buffer.alloc(64 * 1024);
    const write = () => {
      written.push(more.length);
      response.write(more);
    };
    response.writeHead(200).on('drain', write);
    request.resume().on('end', write);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sink = openWebhook({ url, signing: [OLD], token: '' }, { allowPrivate: true, timeoutMs: 2_000 });

  expect(await sink.tell(makeTelling())).toBe('told');
  expect(written.length).toBeLessThan(500);
});

test('whoever does not answer in time is tried again', async () => {
  const { receiver, tell } = await start({ timeoutMs: 50 });
  receiver.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 500));
  expect(await failure(tell())).toMatchObject({
    message: 'the webhook cannot be reached (no answer in 15 s)',
  });
});

test('whoever is not there is tried again, and no address stands in the words', async () => {
  const { receiver, tell } = await start();
  receiver.stop();
  expect(await failure(tell())).toMatchObject({ message: 'the webhook cannot be reached (ECONNREFUSED)' });
});

const REFUSED = {
  about: 'access',
  message:
    'the address of the webhook cannot be told: it is inside a private network; `allow_private: true` allows that, where you run what is told',
};

test('a private address that is written down is refused, and nothing is sent', async () => {
  const { receiver } = await start();
  const sink = openWebhook(
    { url: receiver.url.replace('http:', 'https:'), signing: [OLD], token: '' },
    { allowPrivate: false },
  );
  expect(await failure(sink.tell(makeTelling()))).toMatchObject(REFUSED);
  expect(receiver.answered).toEqual([]);
});

/** A receiver by https under a name, whose addresses are these, by turns. */
async function startNamed(...answers: { address: string; family: number }[][]) {
  const { key, cert } = makeCertificate();
  const receiver = await openWebhookReceiver({ secret: OLD, now: () => NOW, tls: { key, cert } });
  onTestFinished(receiver.stop);
  const asked: string[] = [];
  const guard: Guard = {
    allowPrivate: false,
    ca: cert,
    lookup: (host, _, tell) => {
      asked.push(host);
      tell(null, answers[Math.min(asked.length, answers.length) - 1] ?? []);
    },
  };
  const url = receiver.url.replace('127.0.0.1', 'hooks.example');
  const open = (more: Partial<Guard> = {}) =>
    openWebhook({ url, signing: [OLD], token: '' }, { ...guard, ...more });
  return { receiver, asked, open };
}

const HERE = { address: '127.0.0.1', family: 4 };
const PUBLIC = { address: '1.1.1.1', family: 4 };

test('a name that stands for a private address is refused when it is connected to', async () => {
  const { receiver, asked, open } = await startNamed([HERE]);
  expect(await failure(open().tell(makeTelling()))).toMatchObject(REFUSED);
  expect(asked).toEqual(['hooks.example']);
  expect(receiver.answered).toEqual([]);
});

test('a name that stands for public and private addresses at once is refused', async () => {
  const { receiver, open } = await startNamed([PUBLIC, HERE]);
  expect(await failure(open().tell(makeTelling()))).toMatchObject(REFUSED);
  expect(receiver.answered).toEqual([]);
});

test('a name that stands for another address at the second question gains nothing: none is asked', async () => {
  // Where it is allowed, what was answered first is what is connected to.
  const { receiver, asked, open } = await startNamed([HERE], [PUBLIC]);
  expect(await open({ allowPrivate: true }).tell(makeTelling())).toBe('told');
  expect(asked).toEqual(['hooks.example']);
  expect(receiver.heard).toHaveLength(1);
});

test('by https the certificate is checked, for the name', async () => {
  const { receiver, open } = await startNamed([HERE]);
  const stranger = open({ allowPrivate: true, ca: makeCertificate().cert });
  expect(await failure(stranger.tell(makeTelling()))).toMatchObject({
    message: expect.stringContaining('the webhook cannot be reached ('),
  });
  expect(receiver.answered).toEqual([]);
  expect(await open({ allowPrivate: true }).tell(makeTelling())).toBe('told');
});

test('a name without any address is tried again', async () => {
  const { open } = await startNamed([]);
  expect(await failure(open().tell(makeTelling()))).toMatchObject({
    message: 'the webhook cannot be reached (ENOTFOUND)',
  });
});

test('what the settings lack is said before anything is told', async () => {
  const lacksOf = (url: string | null, signing: string[]) =>
    openWebhook({ url, signing, token: '' }, { allowPrivate: false }).lacks();
  expect(await lacksOf('https://hooks.example.com/handoff', [OLD, NEW])).toEqual([]);
  expect(await lacksOf('https://10.0.0.1/', ['whsec_c2hvcnQ='])).toEqual([
    {
      what: 'the address of the webhook: it is inside a private network; `allow_private: true` allows that, where you run what is told',
      fix: 'set the variable that `url_env` names',
    },
    {
      what: 'the secret of the webhook is none: expected whsec_ and at least 24 bytes in base64',
      fix: 'set the variables that `secret_env` names; `echo whsec_$(openssl rand -base64 32)` makes one',
    },
  ]);
  expect(await lacksOf(null, [])).toHaveLength(2);
});

test('what stops the telling before it begins sends nothing', async () => {
  const { receiver, tell } = await start();
  const spend = async () => {
    throw new SinkAway('enough for this hour');
  };
  expect(await failure(tell(makeTelling({ spend })))).toMatchObject({ message: 'enough for this hour' });
  expect(receiver.answered).toEqual([]);
});
