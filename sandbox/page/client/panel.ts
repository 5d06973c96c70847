import type { Deed, Example, ToldTool, Weather } from '../protocol.ts';
import type { Client } from './client.ts';
import { action, busyWhile, h, part } from './dom.ts';
import { leaf, type Part, patch } from './keep.ts';
import { drawTime, readingOf, secondsOf } from './reading.ts';

const MANY = 20;

const NO_SOURCE =
  'Leads come from nowhere yet. Type /handoff setup: it sends a test lead, and gives a source its address, a token, and a command that sends one.';

const WEATHER_WORDS: Record<Weather, { name: string; words: string }> = {
  fine: { name: 'Fine', words: 'Slack answers as usual.' },
  busy: { name: 'Too busy', words: 'Slack turns the app away (429): it waits, and shows everything later.' },
  failing: {
    name: 'Failing',
    words: 'Slack answers with errors. Nothing is lost: it is shown once Slack is back.',
  },
};
const WEATHER_KINDS = ['fine', 'busy', 'failing'] as const satisfies Weather[];

/** What is not Slack: sends leads, moves the clock, breaks things, and says what happened. */
export function createPanel(client: Client): () => void {
  const box = part('panel-parts');
  return () => {
    const { examples, now, timeZone, weather, held, log, told } = client.screen();
    patch(box, [
      clockPart(client, now, timeZone),
      leaf('leads', examples, () => drawLeads(client, examples)),
      leaf('weather', weather, () => drawWeather(client, weather)),
      leaf('held', held, () => drawHeld(held)),
      ...(told.length > 0 ? [leaf('told', told, () => drawTold(told))] : []),
      leaf('log', [log, timeZone], () => drawLog(client)),
    ]);
  };
}

function deedButton(client: Client, label: string, deed: Deed, said: string): HTMLButtonElement {
  const press = (button: HTMLButtonElement) =>
    busyWhile(button, async () => {
      if (await client.act(deed)) client.say(said);
    });
  return action('button', label, (button) => void press(button), {
    'data-control': JSON.stringify(deed),
    'data-action': deed.type,
  });
}

function section(heading: string, ...children: (Node | null)[]): HTMLElement {
  return h('section', { class: 'panel-part' }, h('h3', {}, heading), ...children);
}

function drawLeads(client: Client, examples: Example[]): HTMLElement {
  const bySource = Map.groupBy(
    examples.filter(({ tool }) => tool === null),
    ({ source }) => source,
  );
  const lists = [...bySource].map(([source, ones]) => {
    const items = ones.map(({ id, about }) => {
      const button = deedButton(client, about, { type: 'send_example', id }, 'Lead sent.');
      button.className = 'example';
      return h('li', {}, button);
    });
    return h('div', { class: 'source' }, h('h4', {}, source), h('ul', { role: 'list' }, ...items));
  });
  if (lists.length === 0) return section('Send a lead', h('p', { class: 'hint' }, NO_SOURCE));
  const many = { type: 'send_many', count: MANY } as const;
  return section(
    'Send a lead',
    ...lists,
    h(
      'div',
      { class: 'controls' },
      deedButton(client, `Send ${MANY} demo requests at once`, many, `${MANY} leads sent.`),
    ),
    drawTools(client, examples),
  );
}

/** As each tool of the field sends it. Closed at first: there are many. */
function drawTools(client: Client, examples: Example[]): HTMLElement | null {
  const items = examples.flatMap(({ id, tool, about }) => {
    if (tool === null) return [];
    const button = deedButton(client, tool, { type: 'send_example', id }, `Sent as ${tool} does.`);
    button.title = about;
    return [h('li', {}, button)];
  });
  if (items.length === 0) return null;
  return h(
    'details',
    { class: 'tools' },
    h('summary', {}, 'From the tools of the field'),
    h('p', { class: 'hint' }, 'Each in its own words, with its own proof.'),
    h('ul', { role: 'list', class: 'controls' }, ...items),
  );
}

function clockPart(client: Client, now: string, timeZone: string): Part {
  const minute = Math.floor(secondsOf(now) / 60);
  return leaf('clock', [minute, timeZone], () => {
    const time = drawTime(secondsOf(now), '{time}', readingOf(client.screen()));
    const day = drawTime(secondsOf(now), '{date_long}', readingOf(client.screen()));
    const buttons = [
      deedButton(client, '+ 5 min', { type: 'forward', minutes: 5 }, 'Five minutes later.'),
      deedButton(client, '+ 1 hour', { type: 'forward', minutes: 60 }, 'An hour later.'),
      deedButton(client, 'Next morning', { type: 'next_morning' }, 'The next working morning.'),
    ];
    return section(
      'The clock',
      h('p', { class: 'clock' }, h('span', { class: 'clock-time' }, time), h('span', {}, day)),
      h('p', { class: 'hint' }, `In this person’s zone, ${timeZone.replaceAll('_', ' ')}`),
      h('div', { class: 'controls' }, ...buttons),
    );
  });
}

function drawWeather(client: Client, weather: Weather): HTMLElement {
  const choices = WEATHER_KINDS.map((is) => {
    const { name, words } = WEATHER_WORDS[is];
    const input = h('input', {
      type: 'radio',
      name: 'weather',
      value: is,
      'data-control': `weather ${is}`,
      'data-action': 'weather',
    });
    input.checked = is === weather;
    input.addEventListener('change', async () => {
      if (await client.act({ type: 'weather', is })) client.say(words);
    });
    return h('label', { class: 'choice' }, input, name);
  });
  const legend = h('legend', { class: 'spoken' }, 'How Slack behaves towards the app');
  return section(
    'Slack’s weather',
    h('fieldset', { class: 'controls' }, legend, ...choices),
    h('p', { class: 'hint' }, WEATHER_WORDS[weather].words),
  );
}

function drawHeld(held: number): HTMLElement {
  const words =
    held === 0
      ? 'Everything is shown in Slack.'
      : `${held === 1 ? '1 message waits' : `${held} messages wait`} to be shown in Slack.`;
  return h('p', { class: held === 0 ? 'held' : 'held waiting', role: 'status' }, words);
}

/** What other tools know of leads by now. A press is told them when it can no longer be undone. */
function drawTold(told: readonly ToldTool[]): HTMLElement {
  const tools = told.map(({ tool, records }) =>
    h(
      'div',
      { class: 'source' },
      h('h4', {}, tool),
      records.length === 0
        ? h('p', { class: 'hint' }, 'Nothing yet.')
        : h('ul', { role: 'list', class: 'told' }, ...records.map(drawRecord)),
    ),
  );
  const hint =
    'Stand-ins on this machine. A press is told two minutes later, when it can no longer be undone.';
  return section('What the CRM knows now', h('p', { class: 'hint' }, hint), ...tools);
}

function drawRecord({ title, values, entries }: ToldTool['records'][number]): HTMLElement {
  const fields = Object.entries(values).map(([name, value]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, value)),
  );
  const lines = entries.map((entry) => h('li', {}, entry));
  return h(
    'li',
    {},
    h('details', {}, h('summary', {}, title), h('dl', {}, ...fields), h('ul', { role: 'list' }, ...lines)),
  );
}

function drawLog(client: Client): HTMLElement {
  const reading = readingOf(client.screen());
  const lines = client
    .screen()
    .log.toReversed()
    .map(({ at, words }) => h('li', {}, drawTime(secondsOf(at), '{time}', reading), ' ', words));
  return section(
    'What happened',
    lines.length === 0
      ? h('p', { class: 'hint' }, 'Nothing yet. Send a lead, and follow it here.')
      : h('ol', { class: 'log', role: 'list', 'aria-label': 'What happened, newest first' }, ...lines),
  );
}
