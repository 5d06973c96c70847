import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fields, ids } from '#blocks/ids.ts';
import type { Example } from '#sandbox/page/protocol.ts';
import { cardWith, type DemoPage, messagesOf, sendAndHear, startPage, visit } from '../support/page.ts';

/** The page's server, asked as its script asks: one demo for all tests, each with a lead of its own. */

let demo: DemoPage;
beforeAll(async () => {
  demo = await startPage({ isNew: false });
}, 60_000);
afterAll(() => demo.stop());

/** A new demo request, and whoever got its card: for that, nobody may be full. */
async function newCard(): Promise<{ as: string; lead: string }> {
  await acceptAll();
  const line = await sendAndHear(demo, 'demo_request', ': qualified, goes to ');
  const [, lead = '', owner = ''] = /→ ([^,]+),.*: qualified, goes to (\w+)/.exec(line) ?? [];
  const as = owner.toLowerCase();
  await visit(demo).until(as, (screen) => cardWith(screen, lead));
  return { as, lead };
}

async function acceptAll(): Promise<void> {
  const { screen, press } = visit(demo);
  for (const as of ['ana', 'ben']) {
    const open = messagesOf(await screen(as)).filter(({ blocks }) =>
      JSON.stringify(blocks).includes(ids.accept),
    );
    for (const card of open) await press(as, card, ids.accept);
  }
}

test('a screen says who there is, what can be typed, and what can be sent', async () => {
  const screen = await visit(demo).screen('mia');

  expect(screen.as).toBe('mia');
  expect(screen.timeZone).toBe('Europe/Berlin');
  expect(screen.roles.find(({ personId }) => personId === 'ana')?.words).toBe('SDR · SDRs in Europe');
  expect(screen.conversations.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(['dm Handoff', 'channel lead-feedback', 'channel handoff-ops']),
  );
  expect(screen.commands.map(({ command }) => command)).toEqual(
    expect.arrayContaining(['/funnel', '/leads', '/handoff']),
  );
  expect(screen.names.people[screen.app.slackId]).toBe('handoff');
  expect(screen.examples.map(({ source }: Example) => source)).toEqual(
    expect.arrayContaining(['Website', 'Content and webinars', 'Typeform', 'Zapier', 'CRM workflow']),
  );
});

test('whoever is nobody sees the first person’s screen', async () => {
  expect((await visit(demo).screen('nobody')).as).toBe('ana');
});

test.each([
  ['demo_request', 'Website → ', ': qualified, goes to '],
  ['before_the_calendar', 'Website → ', ': qualified, '],
  ['comes_again', 'Website → ', ': known already, joins the card that is open'],
  ['downloads', 'Content and webinars → ', ': qualified, goes to '],
  ['typeform', 'Typeform → ', ': qualified, goes to '],
  ['zapier', 'Zapier → ', ': to nurture, sales is not asked'],
  ['crm', 'CRM workflow → ', ': qualified, goes to Ben Okafor'],
  ['overseas', 'Website → ', ': qualified, '],
  ['hopeless', 'Content and webinars → ', ': to nurture, sales is not asked'],
  ['hostile', 'Website → <!channel>', ': qualified, '],
  ['mistyped', 'Website → ', ': could not be read and is set aside'],
])('the example %s comes in as its source sends it', async (id, from, outcome) => {
  const line = await sendAndHear(demo, id, outcome);
  expect(line).toContain(from);
});

test('a form that asks for a calendar says in the log what its page is answered', async () => {
  expect(await sendAndHear(demo, 'before_the_calendar', 'the page is answered')).toMatch(
    /^the page is answered \{"book":("https:\/\/cal\.acme-sales\.example\/(ana|ben)"|null)\}$/,
  );
});

test('Accept on a card answers, and the card says whose it is', async () => {
  const { as, lead } = await newCard();
  const { until, press } = visit(demo);
  const card = await until(as, (screen) => cardWith(screen, lead));
  expect(await press(as, card, ids.accept)).toEqual({ ok: true });

  const accepted = await until(as, (screen) => {
    const now = cardWith(screen, lead);
    return JSON.stringify(now?.blocks).includes(ids.undo) && now;
  });
  expect(accepted.ts).toBe(card.ts);
  await until(as, (screen) => messagesOf(screen).find(({ isOnlyForYou }) => isOnlyForYou));
});

test('a form with something missing says so under the field, until it is sent again', async () => {
  const { as, lead } = await newCard();
  const { act, screen, until, press } = visit(demo);
  const card = await until(as, (now) => cardWith(now, lead));
  await press(as, card, ids.reject);
  const open = await until(as, ({ modal }) => modal?.submit === 'Reject' && modal);
  expect(open).toMatchObject({ title: 'Reject lead', errors: {}, depth: 0 });

  const answers = { [fields.reason]: 'other' };
  expect(await act({ type: 'submit', as, answers })).toEqual({ ok: true });
  expect(Object.keys((await screen(as)).modal?.errors ?? {})).toEqual([fields.note]);
  await act({ type: 'fill', as, blockId: fields.note, value: 'They asked about hosting' });
  expect(JSON.stringify((await screen(as)).modal?.values)).toContain('They asked about hosting');

  expect(await act({ type: 'submit', as, answers: {} })).toEqual({ ok: true });
  expect((await screen(as)).modal).toBeNull();
  await until('mara', (now) => messagesOf(now).find(({ text }) => text.includes('rejected')));
});

test('what is not read yet is counted, until somebody looks', async () => {
  const { as } = await newCard();
  const { act, screen } = visit(demo);
  const dm = (await screen(as)).conversations[0];
  expect(dm?.unread).toBeGreaterThan(0);

  await act({ type: 'read', as, channel: dm?.id ?? '' });
  expect((await screen(as)).conversations[0]?.unread).toBe(0);
});

test('a slash command answers only whoever typed it, and an unknown one is refused by Slack', async () => {
  const { act, screen, until } = visit(demo);
  const channel = (await screen('mia')).conversations[0]?.id ?? '';
  expect(await act({ type: 'slash', as: 'mia', channel, line: '/funnel 30d' })).toEqual({ ok: true });
  await until('mia', (now) => messagesOf(now).find((message) => message.isOnlyForYou));

  expect(await act({ type: 'slash', as: 'mia', channel, line: '/funel' })).toEqual({
    ok: false,
    problem: expect.stringMatching(/^\/funel is not a valid command\. There are: .*\/funnel/),
  });
});

test('people write in channels, and not to the app', async () => {
  const { act, screen } = visit(demo);
  const [dm, ...channels] = (await screen('mara')).conversations;
  const feedback = channels.find(({ name }) => name === 'lead-feedback')?.id ?? '';
  const say = (channel: string) =>
    act({ type: 'say', as: 'mara', channel, text: 'We fixed that form', thread: null });

  expect(await say(feedback)).toEqual({ ok: true });
  const said = messagesOf(await screen('mia')).find(({ text }) => text === 'We fixed that form');
  expect(said?.by).toBe((await screen('mara')).roles.find(({ personId }) => personId === 'mara')?.slackId);
  expect(await say(dm?.id ?? '')).toMatchObject({ ok: false });
});

test('while Slack is busy nothing is lost: what was sent is held, then shown', {
  timeout: 100_000,
}, async () => {
  const { act, screen, until } = visit(demo);
  await act({ type: 'weather', is: 'busy' });
  expect((await screen('ana')).weather).toBe('busy');
  const line = await sendAndHear(demo, 'crm', ': qualified, goes to Ben Okafor');
  const lead = /→ ([^,]+),/.exec(line)?.[1] ?? '';
  await until('ben', ({ held }) => held > 0);
  expect(cardWith(await screen('ben'), lead)).toBeUndefined();

  await act({ type: 'weather', is: 'fine' });
  await until('ben', (now) => cardWith(now, lead));
  await until('ben', ({ held }) => held === 0);
});

test('the clock moves on, and what nobody answered in time reaches the manager', {
  timeout: 100_000,
}, async () => {
  const { lead } = await newCard();
  const { act, screen, until } = visit(demo);
  const before = Date.parse((await screen('mia')).now);
  expect(await act({ type: 'forward', minutes: 6 })).toEqual({ ok: true });

  await until('mia', ({ now }) => Date.parse(now) - before >= 6 * 60_000);
  await until('mia', ({ conversations: [dm] }) => JSON.stringify(dm?.messages).includes(lead));
});

test('the next morning is the opening of the next working day', { timeout: 120_000 }, async () => {
  const { act, until } = visit(demo);
  // The clock may still be on its way from before.
  await vi.waitFor(async () => expect(await act({ type: 'next_morning' })).toEqual({ ok: true }), 45_000);
  // Monday was the 23rd; the team begins at nine in Berlin.
  await until('ana', ({ now }) => now.startsWith('2026-11-24T08:0'));
});

test('a page hears that something changed, and only of the kind it listens to', async () => {
  const { act } = visit(demo);
  const changes = await fetch(`${demo.address}/api/changes`);
  expect(changes.headers.get('content-type')).toBe('text/event-stream');
  const reader = (changes.body ?? new ReadableStream<Uint8Array>()).getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  // What comes at once is read at once, however many events it is.
  const changed = /^(event: changed\ndata: \{\}\n\n)+$/;
  expect(await next()).toMatch(changed);
  await act({ type: 'send_example', id: 'hopeless' });
  expect(await next()).toMatch(changed);
  await reader.cancel();
});

test.each([
  ['{"type":"dance"}', 'type'],
  ['{', 'the deed'],
  ['{"type":"forward","minutes":-5}', 'minutes'],
  ['{"type":"open_home","as":"nobody"}', 'as: there is nobody called “nobody”'],
])('what the page does not know to do is refused in words: %s', async (body, where) => {
  const response = await visit(demo).post(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ ok: false, problem: expect.stringContaining(where) });
});

test('what is not there any more is said, and harms nothing', async () => {
  const { act, screen } = visit(demo);
  const channel = (await screen('ana')).conversations[0]?.id ?? '';
  const press = {
    type: 'press',
    as: 'ana',
    channel,
    blockId: 'b',
    actionId: ids.accept,
    value: null,
  } as const;
  expect(await act({ ...press, ts: '1.000000' })).toEqual({ ok: false, problem: 'This message is gone.' });
  expect(await act({ type: 'submit', as: 'ana', answers: {} })).toMatchObject({ ok: false });
  expect(await act({ type: 'send_example', id: 'nothing' })).toMatchObject({ ok: false });
});

test('no other site may drive the demo', async () => {
  const { post } = visit(demo);
  const elsewhere = await post('{"type":"next_morning"}', { origin: 'https://elsewhere.example' });
  expect(elsewhere.status).toBe(403);
  expect(await statusFor('/api/screen', { host: 'elsewhere.example' })).toBe(403);
  expect(await statusFor('/api/screen', {})).toBe(200);
});

test('files outside the page are not served, and its own come with strict headers', async () => {
  expect(await statusFor('/../server.ts', {})).toBe(404);
  expect(await statusFor('/..%2fserver.ts', {})).toBe(404);
  expect(await statusFor('//[', {})).toBe(400);
  expect(await statusFor('/tsconfig.json', {})).toBe(404);

  const page = await fetch(`${demo.address}/`);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const shared = await fetch(`${demo.address}/protocol.ts`);
  expect(shared.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await shared.text()).toContain('export const WEATHERS');
});

test('nothing of all that was an error of the app', () => {
  expect(demo.errors).toEqual([]);
});

/** `fetch` puts paths and hosts right before it asks. */
function statusFor(path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(demo.address);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}
