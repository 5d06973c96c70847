import { expect, test } from 'vitest';
import {
  answeredAsk,
  explainAsk,
  explainCover,
  handedOver,
  proposal,
  proposalLines,
  proposalModal,
} from '#blocks/cover.ts';
import { coverMessage } from '#blocks/cover-messages.ts';
import { draw, say, sayPlain } from '#blocks/lines.ts';
import { at } from '#src/examples/models.ts';
import type { CoverMessageModel, ProposalModel } from '#src/view/cover-models.ts';
import { seen } from './screen.ts';

const model = (overrides: Partial<ProposalModel> = {}): ProposalModel => ({
  coverId: 'c1',
  until: at('14:00'),
  shares: [
    { name: 'Ben', leads: 3 },
    { name: 'Cleo', leads: 2 },
  ],
  stays: 0,
  managerName: 'Mia',
  rest: 0,
  ...overrides,
});
const globex = { lead: 'Dana Ionescu', company: 'Globex' };

test('a proposal says who would take how many, what stays, and what is chosen for later', () => {
  const lines = (of: ProposalModel) => seen([draw('x', proposalLines(of))]);
  expect(lines(model())).toEqual(['5 open leads: 3 to Ben, 2 to Cleo.']);
  expect(lines(model({ stays: 1 }))).toEqual([
    '6 open leads: 3 to Ben, 2 to Cleo.',
    '1 nobody can take now: it stays with you, and Mia is told when it runs late.',
  ]);
  expect(lines(model({ shares: [], stays: 2, managerName: null }))).toEqual([
    '2 open leads: 2 nobody can take now: they stay with you.',
  ]);
  expect(lines(model({ rest: 7 }))).toEqual([
    '12 open leads: 3 to Ben, 2 to Cleo, 7 more by the same rules.',
  ]);
});

test('its buttons carry the cover’s id alone, and are there only where something can move', () => {
  const { blocks, text } = proposal(model());
  expect(seen(blocks).at(-1)).toBe('[[Hand over 5 leads]] [Keep them]');
  const actions = blocks.at(-1);
  expect(actions?.type === 'actions' && actions.elements.map((one) => 'value' in one && one.value)).toEqual([
    'c1',
    'c1',
  ]);
  expect(text).toContain('You can hand them over, or keep them.');
  expect(proposal(model({ shares: [], stays: 2 })).blocks.some(({ type }) => type === 'actions')).toBe(false);
  expect(proposalModal(model({ shares: [], stays: 2 })).submit).toBeUndefined();
  expect(proposalModal(model())).toMatchObject({
    private_metadata: 'c1',
    submit: { text: 'Hand them over' },
  });
});

test('what came of it is listed by name, also where nothing did or it goes on', () => {
  const lists = [{ name: 'Ben', leads: [globex, globex] }];
  expect(say(handedOver({ lists, stays: 1, isDone: true }))).toBe(
    'Handed over: 2 leads to Ben.\n1 lead nobody can take now: still with you.',
  );
  expect(say(handedOver({ lists: [], stays: 2, isDone: true }))).toBe(
    'Nobody can take them now: they stay with you.',
  );
  expect(say(handedOver({ lists, stays: 0, isDone: false }))).toContain('on their way');
  expect(say([answeredAsk(true, true, 0)])).toBe('Accepted, but nothing was left to cover.');
});

const messages: [CoverMessageModel, string[]][] = [
  [
    { type: 'covering', personName: 'Ana', until: at('14:00'), leads: [globex] },
    ['Ana is away until 2026-11-23 14:00 UTC; you cover 1 lead:', '• Dana Ionescu (Globex)'],
  ],
  [
    { type: 'covering', personName: 'Ana', until: null, leads: [globex, globex] },
    ['Ana was away; you covered 2 leads.'],
  ],
  [
    { type: 'given', until: at('14:00'), lists: [{ name: 'Ben', leads: [globex] }], stays: 1 },
    [
      'You are away until 2026-11-23 14:00 UTC.',
      '• Ben: Dana Ionescu (Globex)',
      'Still with you: 1 lead that nobody can take now.',
    ],
  ],
  [
    { type: 'returned', personName: 'Ana', isThere: false, returned: [], kept: [globex] },
    ['Ana left the team: what you cover stays yours: Dana Ionescu (Globex).'],
  ],
  [
    { type: 'returned', personName: 'Ana', isThere: false, returned: [], kept: [] },
    ['Ana left the team. Nothing is left of what you covered for them.'],
  ],
  [
    { type: 'answer', colleagueName: 'Ben', until: at('14:00'), isDeclined: true, isAway: false },
    [
      'Ben cannot cover for you until 2026-11-23 14:00 UTC. You are not away, and your leads stay with you. By the rules instead: /handoff away 2h',
    ],
  ],
  [
    { type: 'answer', colleagueName: 'Ben', until: at('14:00'), isDeclined: true, isAway: true },
    [
      'Ben cannot cover for you until 2026-11-23 14:00 UTC. Your leads stay with you. By the rules instead: /handoff away 2h',
    ],
  ],
  [
    { type: 'returned', personName: 'Ana', isThere: true, returned: [], kept: [] },
    ['Ana is back. Thank you for covering.'],
  ],
  [
    { type: 'welcome', returned: [], kept: [{ name: 'Ben', leads: [globex, globex] }], over: 1 },
    [
      'Welcome back. None of your leads came back:',
      'Ben worked 2 and keeps them: Dana Ionescu (Globex), Dana Ionescu (Globex).',
      '1 was closed, or given to somebody else.',
    ],
  ],
];

test.for(messages)('%o reads as it stands', ([message, lines]) => {
  expect(seen(coverMessage(message).blocks)).toEqual(lines);
});

test('a question keeps its buttons only while it is open', () => {
  const ask = {
    type: 'ask' as const,
    coverId: 'c1',
    personName: 'Ana',
    until: at('14:00'),
    answerBy: at('11:00'),
    leads: [globex],
  } satisfies Partial<CoverMessageModel>;
  expect(seen(coverMessage({ ...ask, state: 'open' }).blocks).at(-1)).toBe('[[Accept]] [Decline]');
  expect(seen(coverMessage({ ...ask, state: 'over' }).blocks)).toEqual([
    'Ana asked you to cover. It is not needed any more.',
  ]);
});

test('a name from outside pages nobody and forges no link', () => {
  const hostile = '<!channel> <https://evil.example|Acme>';
  const { text } = coverMessage({
    type: 'given',
    until: null,
    lists: [{ name: hostile, leads: [{ lead: hostile, company: hostile }] }],
    stays: 0,
  });
  expect(text).not.toContain('<!channel>');
  expect(text).not.toContain('<https://evil');
});

test('each refusal says what to do, or that nothing was changed', () => {
  expect(sayPlain(explainAsk({ type: 'unreachable', check: 'deactivated' }, 'Ben'), 'UTC')).toBe(
    'Ben is deactivated in Slack, so nothing would reach them. Ask somebody else, or let the rules choose: /handoff away 2h',
  );
  expect(sayPlain(explainCover({ type: 'not_yours', name: 'Ben', orAbove: false }), 'UTC')).toBe(
    'Only Ben can answer this. Nothing was changed.',
  );
  expect(sayPlain(explainCover({ type: 'not_yours', name: 'Ben', orAbove: true }), 'UTC')).toBe(
    'Only Ben, their manager or ops can answer this. Nothing was changed.',
  );
});
