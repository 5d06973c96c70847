import type { InputBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { opportunityModal } from '#blocks/deal-modals.ts';
import { detailsModal } from '#blocks/details-modal.ts';
import { sayPlain } from '#blocks/lines.ts';
import { loadingModal, outcomeModal } from '#blocks/notice-modals.ts';
import { qualifyModal } from '#blocks/qualify-modal.ts';
import { disqualifyModal, recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { reassigned } from '#blocks/reassigned.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { whyModal } from '#blocks/why-modal.ts';
import * as make from '#src/examples/models.ts';
import type { ReassignedModel, ReassignModel } from '#src/view/models.ts';
import { breaches } from './breaches.ts';
import { seen } from './screen.ts';

const lead = {
  handoffId: 'h1',
  seen: { offerNo: 1, stand: 'accepted' as const },
  lead: { name: 'Dana Ionescu', company: 'Globex' },
};

test('reasons for rejecting stand by what went wrong, each with how the record sees it', () => {
  const modal = rejectModal(make.reasons());
  expect(seen(modal.blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Reason',
    '  Qualification threshold',
    '  - Too small: 420 employees: the record says otherwise',
    '  Data quality',
    '  - Bad contact data: Supported by the record',
    '  - Other: note needed',
    'Note (optional)',
  ]);
  expect({ title: modal.title.text, id: modal.callback_id, about: modal.private_metadata }).toEqual({
    title: 'Reject lead',
    id: 'handoff.reject.submit',
    about: 'h1/1o/',
  });
});

test('recycling also asks when to try again', () => {
  expect(seen(recycleModal(make.reasons()).blocks).at(-1)).toBe('When to try again (optional)');
});

test('without a reason in the settings the modal says so instead of asking', () => {
  expect(seen(disqualifyModal(make.reasons({ reasons: [] })).blocks)).toEqual([
    'The settings name no reason for this. Ask ops to add one.',
  ]);
});

test('picking a time starts from a good one and names the limit', () => {
  const modal = snoozeModal(make.snoozePick());
  expect(seen(modal.blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'At the latest: 2026-11-23 18:00 UTC',
    'Can be snoozed once more; nobody else is told meanwhile. First response by 2026-11-23 18:00 UTC.',
    'Bring it back',
  ]);
  expect(modal.blocks[1]).toMatchObject({
    block_id: 'until',
    element: { type: 'datetimepicker', action_id: 'until', initial_date_time: 1795442400 },
  });
});

test('logging a response is two choices and a note', () => {
  expect(seen(respondModal(make.respond()).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'How did you try to reach them?',
    '  - Call',
    '  - E-mail',
    '  - LinkedIn',
    '  - Meeting',
    'What came of it?',
    '  - Reached them',
    '  - No answer yet',
    '  - Meeting booked',
    'Note (optional)',
  ]);
});

test('logging a response lists what was told already, and takes the latest of it for granted', () => {
  const told = [make.touch(), make.touch({ at: make.at('09:30'), channel: 'email', byName: null })];
  const { blocks } = respondModal(make.respond({ told }));
  expect(seen(blocks).slice(0, 6)).toEqual([
    'Dana Ionescu (Globex)',
    'Is it one of these?',
    '  - Called 23 Nov 2026, 11:04 by Bruno, no answer · from Aircall',
    '  - E-mailed 23 Nov 2026, 10:30, no answer · from Aircall',
    '  - Another one, just now',
    'How did you try to reach them?',
  ]);
  expect(blocks.slice(1, 4)).toMatchObject([
    { block_id: 'touch', element: { initial_option: { value: '2026-11-23T10:04:00.000Z' } } },
    { block_id: 'channel', element: { initial_option: { value: 'call' } } },
    { block_id: 'outcome', element: { initial_option: { value: 'no_answer' } } },
  ]);
});

test('what is known of an answer stands in its field, and what is missing or only a guess beside it', () => {
  const { blocks } = qualifyModal({ ...make.questions(), leg: 'mql_to_sdr' });
  const inputs = blocks.flatMap((block) => ('element' in block ? [block] : []));
  expect(inputs.map(({ label, hint, optional }) => [label.text, hint?.text, optional])).toEqual([
    ['Need', 'What for? Filled in with what is known: correct what is otherwise.', false],
    ['Budget', 'Not known yet.', true],
    ['When', 'Known so far: next spring.', false],
    ['Did you meet them?', 'Filled in with what is known: correct what is otherwise.', false],
    ['Size', 'Not known yet.', false],
  ]);
  expect(inputs.map(({ element }) => element)).toMatchObject([
    { type: 'plain_text_input', multiline: true, initial_value: 'Leads go cold' },
    { type: 'plain_text_input', multiline: false },
    { type: 'datepicker' },
    { type: 'radio_buttons', initial_option: { value: 'yes' } },
    { type: 'static_select' },
  ]);
});

test('who reads why a lead is rejected, and has it next, is said', () => {
  const hintsFor = (reader: ReturnType<typeof make.reasons>['reader']) =>
    rejectModal(make.reasons({ reader })).blocks.flatMap((block) =>
      'hint' in block && block.hint ? [block.hint.text.split('. ')[0]] : [],
    );
  expect([hintsFor('marketing'), hintsFor('who_passed_it_on'), hintsFor('manager'), hintsFor(null)]).toEqual([
    ['Marketing reads it', 'Needed for: Other'],
    ['Whoever passed it on reads it, and has the lead again', 'Needed for: Other'],
    ['The manager reads it, and decides about the lead next', 'Needed for: Other'],
    ['It is kept with the lead, and counted', 'Needed for: Other'],
  ]);
});

test('an opportunity asks a number, a currency and a day, and shows what was said before', () => {
  const deal = {
    ...{ amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'proposal' },
    nextStep: 'Demo',
  };
  const listed = [
    { code: 'discovery', words: 'Discovery' },
    { code: 'proposal', words: 'Proposal' },
  ];
  const { blocks } = opportunityModal({
    ...lead,
    deal,
    needsMeeting: false,
    subStages: { listed, chosen: 'proposal' },
  });
  expect(seen(blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Amount',
    'Currency',
    'Expected close date',
    'Where it stands',
    '  - Discovery',
    '  - Proposal',
    'Next step',
  ]);
  expect(blocks.flatMap((block) => ('element' in block ? [block.element] : []))).toMatchObject([
    { type: 'number_input', initial_value: '40000' },
    { type: 'plain_text_input', initial_value: 'EUR' },
    { type: 'datepicker', initial_date: '2027-03-31' },
    { type: 'static_select', initial_option: { value: 'proposal' } },
    { type: 'plain_text_input', initial_value: 'Demo' },
  ]);
});

test('a manager sees who is free and why the others are not', () => {
  expect(seen(reassignModal(make.reassign()).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Offered, not answered · with Bruno',
    'To whom?',
    '  Next in turn',
    '  - By the rules: Ana',
    '  Free to take it',
    '  - Ana',
    '  Free, but not in its pool',
    '  - Cleo',
    '  Would be passed over',
    '  - Bruno: away until 23 Nov 2026, 15:00',
    'Why?',
  ]);
});

test('what the rules would do is chosen already; where they know nobody, nothing is', () => {
  const choice = (model: ReassignModel) =>
    reassignModal(model)
      .blocks.filter((block) => block.type === 'input')
      .map((block) => (block as InputBlock).element)
      .find((element) => element.type === 'static_select')?.initial_option;
  expect(choice(make.reassign())).toEqual({
    text: { type: 'plain_text', text: 'By the rules: Ana', emoji: false },
    value: 'next/ana',
  });
  expect(choice(make.reassign({ next: null }))).toBeUndefined();
  expect(seen(reassignModal(make.reassign({ next: null })).blocks)).toContain(
    '  - By the rules: nobody else can take it now',
  );
});

test('more reasons than an option has room for are counted', () => {
  const against = [
    { words: 'away', until: make.at('14:00') },
    { words: 'has as many unanswered offers as allowed', until: null },
    { words: 'has as many uncontacted leads as allowed', until: null },
  ];
  const people = [{ id: 'bruno', name: 'Bruno', isMember: true, against }];
  const modal = reassignModal(make.reassign({ people }));
  expect(seen(modal.blocks)).toContain('  - Bruno: away until 23 Nov 2026, 15:00; 2 more');
  expect(breaches(modal)).toEqual([]);
});

test('a form is meant for the handoff as it showed it', () => {
  const seen = { offerNo: 2, stand: 'callback' } as const;
  const forms = [
    reassignModal(make.reassign({ seen })),
    rejectModal(make.reasons({ seen })),
    respondModal(make.respond({ seen })),
    snoozeModal(make.snoozePick({ seen })),
    qualifyModal({ ...make.questions({ seen }), leg: 'mql_to_sdr' }),
  ];
  expect(forms.map((modal) => modal.private_metadata)).toEqual(forms.map(() => 'h1/2c/'));
});

test('a team of more than a hundred can all be chosen', () => {
  const people = Array.from({ length: 230 }, (_, index) => ({
    id: `p${index}`,
    name: 'Ana',
    isMember: true,
    against: [],
  }));
  const modal = reassignModal(make.reassign({ people }));
  expect(breaches(modal)).toEqual([]);
  expect(seen(modal.blocks).filter((line) => line === '  - Ana').length).toBe(230);
});

const away = { words: 'away', until: make.at('14:00') };
const refused = { words: 'rejected this lead before', until: null };
const LOGGED = 'It is logged as your decision.';
const answers: [ReassignedModel, string][] = [
  [{ type: 'given', name: 'Ben', against: [] }, 'Reassigned to Ben.'],
  [
    { type: 'given', name: 'Ben', against: [refused, away] },
    `Reassigned to Ben. Overrides: rejected this lead before; away until 23 Nov 2026, 15:00. ${LOGGED}`,
  ],
  [{ type: 'taken', against: [] }, 'It is yours now, and accepted. You have a card for it.'],
  [
    { type: 'taken', against: [refused] },
    `It is yours now, and accepted. You have a card for it. Overrides: rejected this lead before. ${LOGGED}`,
  ],
  [{ type: 'by_rules', name: 'Ben' }, 'By the rules it went to Ben.'],
  [{ type: 'claim', poolName: 'SDRs' }, 'By the rules whoever of SDRs comes first has it now.'],
  [
    { type: 'stays', ownerName: 'Ana' },
    'By the rules nobody else can take it now: it stays with Ana. You can still give it to somebody by name.',
  ],
  [
    { type: 'waits' },
    'By the rules nobody can take it now: it waits for an owner. You can still give it to somebody by name.',
  ],
  [{ type: 'withdrawn' }, 'A test lead goes to nobody else: it is over.'],
];
test.each(answers)('whoever reassigned reads what came of it: %o', (model, words) => {
  expect(sayPlain(reassigned(model), 'Europe/Berlin')).toBe(words);
});

test('details hold what the first screen has no room for', () => {
  expect(seen(detailsModal(make.details()).blocks)).toEqual([
    '[Mend the address…]',
    'Dana Ionescu (Globex)',
    'Why you: your turn in the pool',
    'Score 82',
    '• asked for a demo',
    'Evidence',
    '• At least 50 employees: ✓ held (420)',
    'What they did',
    '• pricing page, 2026-11-23 09:48 UTC · [acme.example](https://acme.example/pricing)',
    'Meetings',
    '• Meeting 2026-11-24 09:00 UTC with Eva Lang · [Join](https://meet.example/1), booked 2026-11-23 10:00 UTC · from Calendly',
    'Discovery',
    '• Challenge: leads go cold',
    'Who said what',
    '• HubSpot (import), 2026-11-23 10:01 UTC: company’s size, industry',
    '• Website, 2026-11-23 09:59 UTC: name, e-mail address, company',
    'Sent, but not read as it is',
    '• person.email: dana@globex,com (expected an e-mail address)',
    'Others at the account',
    '• Eli Park, CFO · MQL · no owner',
    'Speed to lead: no response yet',
    '• Captured 2026-11-23 09:59 UTC',
    '• In Slack 2026-11-23 10:00 UTC, after 12 s',
    '• system’s share 12 s',
    'Clocks',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, overdue',
    'History',
    '• 2026-11-23 10:00 UTC: offered to Bruno',
  ]);
});

test('details tell the system’s share of the speed to lead from the person’s, and whether each clock was met', () => {
  const clock = { name: 'Accept', startedAt: make.at('10:00'), deadlineAt: make.at('10:05') };
  const model = make.details({
    speed: {
      steps: [
        { step: 'captured', at: make.at('10:00'), minutes: null },
        { step: 'responded', at: make.at('12:00'), minutes: 120 },
      ],
      shares: { total: 120, system: 0.1, person: 119.9, snoozed: 15 },
      personWorking: 60,
    },
    clocks: [
      { ...clock, outcome: { type: 'met', at: make.at('10:03') } },
      { ...clock, outcome: { type: 'missed', at: make.at('10:07') } },
      { ...clock, outcome: { type: 'moved_on', at: make.at('10:04') } },
      { ...clock, outcome: { type: 'paused', at: make.at('10:02') } },
    ],
  });
  const lines = seen(detailsModal(model).blocks);
  expect(lines.slice(lines.indexOf('Clocks') - 4, lines.indexOf('History'))).toEqual([
    'Speed to lead: 2 h from capture to first response',
    '• Captured 2026-11-23 10:00 UTC',
    '• First response 2026-11-23 12:00 UTC, after 2 h',
    '• system’s share 6 s · person’s share 2 h, 1 h of it in working hours · snoozed for 15 min of it',
    'Clocks',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, met 2026-11-23 10:03 UTC',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, missed, ended 2026-11-23 10:07 UTC',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, ended 2026-11-23 10:04 UTC because the lead moved on: counts neither way',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, stands still since 2026-11-23 10:02 UTC',
  ]);
});

test('why me says the decision first, then the rules, everybody with their standing, and the settings', () => {
  expect(seen(whyModal(make.routing()).blocks)).toEqual([
    'Dana Ionescu: It was Bruno’s turn.',
    'Decided 2026-11-23 10:00 UTC, because: new lead',
    'Rules, in order',
    '• route dach: matches: SDRs in Europe',
    'People of SDRs in Europe',
    '• Bruno: has it: owed 0.50 of a turn',
    '• Ana: away until 2026-11-23 14:00 UTC',
    'Settings a1b2c3d4, first in force 2026-11-23 08:00 UTC.',
  ]);
});

test('why me counts the rules it leaves out, says who came first, and tells what was decided before', () => {
  const claimed = make.routing({
    claimed: { name: 'Ana', at: make.at('10:04') },
    rules: [],
    untold: 496,
    pools: [],
    settings: { version: 'a1b2c3d4', since: null },
    before: [{ at: make.at('09:00'), outcome: 'Nobody in SDRs in Europe could take it.' }],
    earlier: 3,
  });
  expect(seen(whyModal(claimed).blocks).slice(1)).toEqual([
    'Whoever came first: Ana, 2026-11-23 10:04 UTC',
    'Decided 2026-11-23 10:00 UTC, because: new lead',
    'Rules, in order',
    '• and 496 that did not match',
    'Settings a1b2c3d4.',
    'Before that',
    '• 2026-11-23 09:00 UTC: Nobody in SDRs in Europe could take it.',
    '… and 3 more before that',
  ]);
});

test('a modal opens at once and says what came of it later', () => {
  expect(seen(loadingModal('Reject lead').blocks)).toEqual(['One moment…']);
  expect(seen(outcomeModal('Reject lead', ['Taken meanwhile.']).blocks)).toEqual(['Taken meanwhile.']);
});
