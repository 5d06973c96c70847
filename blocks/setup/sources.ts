import type { KnownBlock, ModalView } from '@slack/types';
import type { Channel } from '#domain/lead.ts';
import { RECIPES, type Recipe, WRITTEN_TOOLS } from '#domain/setup/recipes.ts';
import { SYSTEMS } from '#domain/systems.ts';
import type { LastDelivery, SetupSource } from '#src/view/setup-models.ts';
import { option } from '../elements.ts';

import { shown } from '../limits.ts';
import { bold, bullets, drawLong, type Line, stranger } from '../lines.ts';
import { input } from '../modal-parts.ts';
import { lastSeen, sinceThen } from './overview.ts';
import { actions, copyable, does, goTo, row, type Said, screen, sure } from './screen.ts';
import { AS_TOLD, named, setupFields, setupForms } from './setup-ids.ts';

/** What the leads of a source did, as far as its kind says it. It decides how warm they are. */
const CAME_BY: [Channel, string][] = [
  ['demo_request', 'Asked for a demo or to be contacted'],
  ['pricing_request', 'Asked for prices or a quote'],
  ['chat', 'Chat'],
  ['content', 'Downloaded something'],
  ['webinar', 'Webinar'],
  ['trade_show', 'Trade show'],
  ['paid_social', 'Lead ad'],
  ['referral', 'Referral or partner'],
];

const MOST_SHOWN = 30;
const LONGEST_NAME = 100;

export function sourcesScreen(sources: SetupSource[], said: Said): ModalView {
  const rest = sources.length - MOST_SHOWN;
  return screen({
    said,
    blocks: [
      ...sources
        .slice(0, MOST_SHOWN)
        .map(({ id, name, isFiles, lastDelivery }) =>
          row(
            `source/${id}`,
            [
              stranger(name, shown.name),
              ' · ',
              ...lastSeen(lastDelivery),
              ...(isFiles ? [' · settings file'] : []),
            ],
            goTo(named('source', id), 'Show', `Show the source ${name}`),
          ),
        ),
      ...(rest > 0 ? drawLong('rest', [[`… and ${rest} more sources`]]) : []),
      actions('new', [goTo('connect', 'Connect a source', 'Connect a new source')]),
    ],
  });
}

/** Which tool sends leads, and what they did. */
export function connectScreen(said: Said): ModalView {
  const tools = RECIPES.map(({ id, tool }) => option(tool, id));
  const came = [
    ...CAME_BY.map(([channel, words]) => option(words, channel)),
    option('Different things; the sender says it', AS_TOLD),
  ];
  return screen({
    said,
    form: { callback: setupForms.source, submit: 'Connect', about: '' },
    blocks: [
      input({
        field: setupFields.tool,
        label: 'Which tool sends the leads?',
        hint: null,
        optional: false,
        element: { type: 'static_select', options: tools },
      }),
      input({
        field: setupFields.name,
        label: 'What do you call this source?',
        hint: 'Cards and reports show it: Website demo form',
        optional: false,
        element: { type: 'plain_text_input', max_length: LONGEST_NAME },
      }),
      input({
        field: setupFields.came,
        label: 'What did these people do?',
        hint: 'It decides how warm they are, and so how fast they must be answered.',
        optional: false,
        element: { type: 'static_select', options: came },
      }),
      ...drawLong('signing', [
        [
          `${WRITTEN_TOOLS.map((id) => SYSTEMS[id]).join(', ')} are connected too, but sign with a secret of their own, or have to be told who you are. That belongs into the settings and the environment of the app, never into Slack: “npm run handoff -- source add ${WRITTEN_TOOLS.join('|')}” writes it and says what to do in the tool.`,
        ],
      ]),
    ],
  });
}

/** Where deliveries go; null where nobody told the app its public address. */
export type Address = string | null;

const NO_ADDRESS: Line[] = [
  [bold('The app does not know its public address.')],
  [
    'Set PUBLIC_URL in its environment, such as https://handoff.example.com, and start it again. Without a domain, a tunnel gives one in a minute; docs/slack.md has recipes. Behind it, the path is the one below.',
  ],
];

/** Address and token, this once, and what to do with them in the tool. */
export function connectedScreen(model: {
  id: string;
  name: string;
  address: Address;
  path: string;
  token: string;
  recipe: Recipe;
  /** Null where only the tool can send. */
  trial: string | null;
}): ModalView {
  const { recipe, trial } = model;
  // A tool that can set no header has the secret behind its address.
  const behind = recipe.format === 'jotform' ? `/${model.token}` : '';
  const where = `${model.address ?? model.path}${behind}`;
  return screen({
    said: null,
    blocks: [
      ...drawLong('connected', [
        [bold('“'), stranger(model.name, shown.name), bold('” is ready for its first delivery.')],
        ...(model.address === null ? NO_ADDRESS : []),
        ['Address:'],
      ]),
      copyable('address', where),
      ...drawLong('token-words', [
        [
          bold('Token – copy it now.'),
          ' It is shown this once: only its fingerprint is kept. A lost one is replaced by a new one.',
        ],
      ]),
      copyable('token', model.token),
      ...recipeBlocks(recipe),
      ...(trial === null
        ? []
        : [
            ...drawLong('try-words', [
              ['Or try it at once from a terminal, which sends a made-up lead that counts as a real one:'],
            ]),
            copyable('try', curl(model.address ?? `http://localhost:3000${model.path}`, model.token, trial)),
          ]),
      actions('check', [goTo(named('source', model.id), 'Check', 'Check whether something came')]),
    ],
  });
}

function recipeBlocks({ tool, steps, body }: Recipe): KnownBlock[] {
  const lines = steps.map((step, index): Line => [`${index + 1}. ${step}`]);
  return [
    ...drawLong('recipe', [[bold(`In ${tool}`)], ...lines]),
    ...(body === null ? [] : [...drawLong('body-words', [['Body:']]), copyable('body', body)]),
  ];
}

/** `'` ends a text for the shell, and has to be written differently inside one. */
const curl = (address: string, token: string, body: string): string =>
  [
    `curl -X POST '${address}' \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body.replaceAll("'", `'\\''`)}'`,
  ].join('\n');

/** One source: whether something came, and what became of it. */
export function sourceScreen(model: SetupSource & { address: Address; path: string }, said: Said): ModalView {
  const { id, name, isFiles, personsId, lastDelivery } = model;
  const manage = isFiles
    ? drawLong('files', [['The settings file says so; change it there.']])
    : [actions('manage', [renewal(model), removal(model)])];
  return screen({
    said,
    blocks: [
      ...drawLong('source', [
        [bold('“'), stranger(name, shown.name), bold('”')],
        ['Address: ', model.address ?? `${model.path} behind the public address of the app (PUBLIC_URL)`],
        ...(personsId === null ? [] : personsIdLines(personsId)),
        ...deliveryLines(lastDelivery),
      ]),
      actions('check', [goTo(named('source', id), 'Check', `Check again whether ${name} sent something`)]),
      ...manage,
    ],
  });
}

const personsIdLines = (from: string): Line[] => [
  [
    bold('The id of what it sends names a person: '),
    stranger(from, shown.name),
    '. Whoever asks again in the same words is taken for a repetition. It has to name what they did, such as the form they sent; or leave it out.',
  ],
];

const renewal = ({ id, name }: SetupSource) =>
  sure(does(named('renew', id), 'New token', `Make a new token for ${name}`), {
    title: 'Make a new token?',
    text: 'The one before stops working at once: what is sent with it is refused.',
    yes: 'New token',
  });

const removal = ({ id, name }: SetupSource) =>
  sure(does(named('remove-source', id), 'Disconnect', `Disconnect ${name}`), {
    title: 'Disconnect this source?',
    text: 'What it sends from now on is refused. Leads that came from it stay.',
    yes: 'Disconnect',
  });

function deliveryLines(last: LastDelivery | null): Line[] {
  if (last === null) {
    return [
      [bold('Waiting for the first delivery.')],
      ['A wrong token or address is answered with 401 or 404, and does not show here.'],
    ];
  }
  const outcomes = last.items.flatMap(itemLines);
  const nothing: Line[] = [
    [last.isRead ? 'Nothing in it was a lead.' : 'It is being read; check again in a moment.'],
  ];
  return [[bold('Last delivery: '), sinceThen(last)], ...(outcomes.length > 0 ? outcomes : nothing)];
}

type Item = LastDelivery['items'][number];

const OUTCOMES: Record<Item['outcome'], string> = {
  handoff: '✓ Qualified, and handed over',
  shadow: '✓ Qualified; in shadow mode nobody is messaged',
  nurture: 'Not qualified, so it goes to nurture',
  joined: '✓ Joined a lead that is open already',
  activity: '✓ What a rep did, put on the lead’s card',
  signal: '✓ Added to what is known of somebody',
  erased: '✓ Somebody asked to be forgotten, and was',
  updated: '✓ News of somebody known, put on their card',
  quarantined: '✗ Could not be read; it is kept in quarantine',
  imported: 'Imported',
  test: '✓ A test: read, and given to nobody',
  repeated: 'Was here before, with the same id and the same content: nothing is made of it',
  ignored: 'Left aside',
};

function itemLines({ outcome, problems, failed }: Item): Line[] {
  const whys: Line[] = [
    ...failed.map((rule): Line => ['failed: ', stranger(rule, shown.words)]),
    ...problems.map(
      ({ path, problem }): Line => [stranger(`${path || 'the item'}: ${problem}`, shown.sentence)],
    ),
  ];
  return bullets([OUTCOMES[outcome]], whys, 5).concat(whys.length === 0 ? [[OUTCOMES[outcome]]] : []);
}
