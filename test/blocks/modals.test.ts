import { expect, test } from 'vitest';
import { detailsModal } from '#blocks/details-modal.ts';
import { loadingModal, outcomeModal } from '#blocks/notice-modals.ts';
import { qualifyModal } from '#blocks/qualify-modal.ts';
import { disqualifyModal, recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { whyModal } from '#blocks/why-modal.ts';
import { breaches } from './breaches.ts';
import * as make from './make.ts';
import { seen } from './screen.ts';

const lead = { handoffId: 'h1', lead: { name: 'Dana Ionescu', company: 'Globex' } };

test('reasons for rejecting stand by what went wrong, each with how the record sees it', () => {
  const modal = rejectModal(make.reasons());
  expect(seen(modal.blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Reason',
    '  Qualification threshold',
    '  - Too small: The record says otherwise',
    '  Data quality',
    '  - Bad contact data: Supported by the record',
    '  - Other: note needed',
    'Note (optional)',
  ]);
  expect({ title: modal.title.text, id: modal.callback_id, about: modal.private_metadata }).toEqual({
    title: 'Reject lead',
    id: 'handoff.reject.submit',
    about: 'h1//',
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
    'The clock runs on.',
    'Bring it back',
  ]);
  expect(modal.blocks[1]).toMatchObject({
    block_id: 'until',
    element: { type: 'datetimepicker', action_id: 'until', initial_date_time: 1795442400 },
  });
});

test('logging a response is two choices and a note', () => {
  expect(seen(respondModal(lead).blocks)).toEqual([
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

test('a lead is qualified on budget, authority, need and timeline', () => {
  expect(seen(qualifyModal({ ...lead, leg: 'mql_to_sdr' }).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Budget',
    'Authority',
    'Need',
    'Timeline',
  ]);
});

test('an opportunity needs an amount and a date', () => {
  expect(seen(qualifyModal({ ...lead, leg: 'sql_to_ae' }).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Amount',
    'Expected close date',
    'Next step',
  ]);
});

test('a manager sees who is free and why the others are not', () => {
  expect(seen(reassignModal(make.reassign()).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Offered, not answered · with Bruno',
    'To whom?',
    '  By the rules',
    '  - Whoever is next in the pool',
    '  Free to take it',
    '  - Ana',
    '  Would be passed over',
    '  - Bruno: away until Tuesday',
    'Why?',
  ]);
});

test('a choice of owner is meant for the handoff as the modal showed it', () => {
  expect(reassignModal(make.reassign({ offerNo: 2, isAccepted: true })).private_metadata).toBe(
    'h1/2/accepted',
  );
  expect(reassignModal(make.reassign()).private_metadata).toBe('h1/1/');
});

test('a team of more than a hundred can all be chosen', () => {
  const people = Array.from({ length: 230 }, (_, index) => ({
    id: `p${index}`,
    name: 'Ana',
    unavailable: null,
  }));
  const modal = reassignModal(make.reassign({ people }));
  expect(breaches(modal)).toEqual([]);
  expect(seen(modal.blocks).filter((line) => line === '  - Ana').length).toBe(230);
});

test('details hold what the first screen has no room for', () => {
  expect(seen(detailsModal(make.details()).blocks)).toEqual([
    'Dana Ionescu (Globex)',
    'Why you: your turn in the pool',
    'Score 82',
    '• asked for a demo',
    'Evidence',
    '• At least 50 employees: ✓ held (420)',
    'What they did',
    '• pricing page, 2026-11-23 09:48 UTC · [acme.example](https://acme.example/pricing)',
    'Discovery',
    '• Challenge: leads go cold',
    'Others at the account',
    '• Eli Park, CFO · MQL · no owner',
    'Clocks',
    '• Accept: from 2026-11-23 10:00 UTC, due 2026-11-23 10:05 UTC, overdue',
    'History',
    '• 2026-11-23 10:00 UTC: offered to Bruno',
  ]);
});

test('why me names the rule, everybody passed over, and the settings in force', () => {
  expect(seen(whyModal(make.routing()).blocks)).toEqual([
    'Dana Ionescu: Bruno, by round robin',
    'Rules, in order',
    '• Named accounts: no match',
    'People',
    '• Ana: away',
    '• Bruno: chosen: next turn',
    'Decided 2026-11-23 10:00 UTC with settings a1b2c3.',
  ]);
});

test('a modal opens at once and says what came of it later', () => {
  expect(seen(loadingModal('Reject lead').blocks)).toEqual(['One moment…']);
  expect(seen(outcomeModal('Reject lead', ['Taken meanwhile.']).blocks)).toEqual(['Taken meanwhile.']);
});
