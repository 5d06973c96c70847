import { expect, test } from 'vitest';
import { escalations } from '#blocks/escalations.ts';
import { feedback } from '#blocks/feedback.ts';
import { funnel } from '#blocks/funnel.ts';
import { help } from '#blocks/help.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { leadList } from '#blocks/lead-list.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { reminder } from '#blocks/reminder.ts';
import * as make from './make.ts';
import { seen } from './screen.ts';

test("a manager's message lists what is overdue, each with what can be done, and who answered since", () => {
  expect(seen(escalations(make.escalations()).blocks)).toEqual([
    '1 lead overdue, since 2026-11-23 10:05 UTC',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno · Offered, not answered · was due 2026-11-23 10:05 UTC',
    '[Reassign…] [Nudge] [Take it]',
    'Answered since (1): Eli Park: accepted by Ana',
  ]);
});

test('the text of that message holds the rows and what can be done', () => {
  expect(escalations(make.escalations()).text.split('\n')).toEqual([
    '1 lead overdue, since <!date^1795428300^{date_short_pretty} at {time}|2026-11-23 10:05 UTC>',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno · Offered, not answered · was due' +
      ' <!date^1795428300^{date_short_pretty} at {time}|2026-11-23 10:05 UTC>',
    'Answered since (1): Eli Park: accepted by Ana',
    'For each you can: Reassign, Nudge, Take it.',
  ]);
});

test('a lead nobody has cannot be nudged', () => {
  const open = [make.escalationRow({ ownerName: null, state: 'waiting' })];
  expect(seen(escalations(make.escalations({ open, answered: [] })).blocks).slice(1)).toEqual([
    'Dana Ionescu (Globex) · 🔥 Hot · nobody has it · Waiting for an owner · was due 2026-11-23 10:05 UTC',
    '[Reassign…] [Take it]',
  ]);
});

test('beyond twelve rows a manager is sent to the command', () => {
  const open = Array.from({ length: 24 }, (_, index) => make.escalationRow({ handoffId: `h${index}` }));
  const lines = seen(escalations(make.escalations({ open, answered: [] })).blocks);
  expect(lines.length).toBe(26);
  expect(lines.at(-1)).toBe('… and 12 more: /leads overdue');
});

test('when all is answered the message says so', () => {
  expect(seen(escalations(make.escalations({ open: [] })).blocks)).toEqual([
    'Nothing overdue, since 2026-11-23 10:05 UTC',
    'Answered since (1): Eli Park: accepted by Ana',
  ]);
});

test('an older message points to the newer one and has no buttons', () => {
  expect(seen(escalations(make.escalations({ isSuperseded: true })).blocks)).toEqual([
    'Overdue leads from 2026-11-23 10:05 UTC: a newer list is further down.',
    'Answered since (1): Eli Park: accepted by Ana',
  ]);
});

test('marketing reads the rejections of a source with their evidence and what let them through', () => {
  expect(seen(feedback(make.feedback()).blocks)).toEqual([
    '1 lead rejected: Too small · from Website demo form',
    'What went wrong: qualification threshold',
    '• Globex · VP Sales · campaign Autumn · by Bruno 2026-11-23 10:04 UTC',
    'Note: three people',
    'The record says otherwise · let through by: hand-raiser',
  ]);
});

test('a rejection that was undone is shown as taken back and not counted', () => {
  expect(seen(feedback(make.feedback({ isUndone: true })).blocks)).toEqual([
    '0 leads rejected: Too small · from Website demo form',
    'What went wrong: qualification threshold',
    '• Taken back: Globex · VP Sales · campaign Autumn · by Bruno 2026-11-23 10:04 UTC',
  ]);
});

test('a reminder mentions the rep and says by when', () => {
  expect(reminder(make.reminder()).text).toBe(
    '<@U0BRUNO> Dana Ionescu (Globex) is waiting for you: please accept it, reject it or snooze it by' +
      ' <!date^1795428300^{date_short_pretty} at {time}|2026-11-23 10:05 UTC>.',
  );
});

test('a late reminder says what was due, and who asked', () => {
  const deadline = { clock: 'response', at: make.at('10:15'), isOver: true } as const;
  expect(seen(reminder(make.reminder({ deadline, why: 'nudge', byName: 'Mara' })).blocks)).toEqual([
    '@U0BRUNO Dana Ionescu (Globex) is waiting for you and overdue: please make the first contact.' +
      ' It was due 2026-11-23 10:15 UTC. (Asked by Mara.)',
  ]);
});

test('a lead that comes back from its snooze is said to be back', () => {
  expect(seen(reminder(make.reminder({ why: 'woken', deadline: null })).blocks)).toEqual([
    '@U0BRUNO Dana Ionescu (Globex) is back from its snooze.',
  ]);
});

test('the same person again is said in the thread', () => {
  expect(seen(joinedSignal(make.joinedSignal()).blocks)).toEqual([
    'Dana Ionescu (Globex) is back, from Website. No second card: it is on this one.',
    '• pricing page, 2026-11-23 11:00 UTC',
  ]);
});

test('ops are told what happened in plain lines', () => {
  expect(
    seen(opsNotice({ title: 'A delivery is in quarantine', lines: ['source: website'] }).blocks),
  ).toEqual(['A delivery is in quarantine', 'source: website']);
});

test('a list of leads is one line each, with a menu to open one', () => {
  expect(seen(leadList(make.leadList()).blocks)).toEqual([
    'Overdue leads',
    '• Dana Ionescu (Globex) · 🔥 Hot · Offered, not answered · Bruno · due 2026-11-23 10:05 UTC · h1',
    '… and 4 more',
    '[Open details of… v Dana Ionescu (Globex)]',
  ]);
});

test('a snoozed lead says when it comes back, a lead that was never handed over its stage', () => {
  const rows = [
    make.listedLead({
      state: 'snoozed',
      handoffId: 'k3j9x2mmqq',
      deadlineAt: null,
      backAt: make.at('11:00'),
    }),
    make.listedLead({ state: null, handoffId: null, stage: 'Nurture', ownerName: null, deadlineAt: null }),
  ];
  expect(seen(leadList(make.leadList({ rows, more: 0 })).blocks)).toEqual([
    'Overdue leads',
    '• Dana Ionescu (Globex) · 🔥 Hot · Snoozed · Bruno · back 2026-11-23 11:00 UTC · k3j9x2',
    '• Dana Ionescu (Globex) · 🔥 Hot · Nurture · no owner',
    '[Open details of… v Dana Ionescu (Globex)]',
  ]);
});

test('an empty list says so', () => {
  expect(seen(leadList(make.leadList({ rows: [], more: 0 })).blocks)).toEqual(['Overdue leads', 'No leads.']);
});

test('help shows the problem first, then every use of the command', () => {
  const entries = [{ name: 'away', usage: 'away <how long>', summary: 'be passed over for a while' }];
  expect(seen(help('/handoff', entries, 'There is no "awya". Did you mean "away"?').blocks)).toEqual([
    'There is no "awya". Did you mean "away"?',
    '/handoff',
    '• /handoff away <how long>: be passed over for a while',
  ]);
});

test('a funnel says rates with their interval, counts where a rate would be noise, and what each figure means', () => {
  expect(seen(funnel(make.funnel()).blocks)).toEqual([
    'Funnel, last 90 days (2026-08-25 00:00 UTC to 2026-11-23 12:00 UTC)',
    '128 leads in · 40 to nurture · 2 waiting · 1 snoozed',
    '• MQL: 60',
    '• SAL: 40, 80 % (likely 67 % to 89 %) of 50 decided, 10 still open',
    '• SQL: 3, 3 of 12 decided (too few for a rate), 28 still open',
    '• Opportunity: 0, none decided yet, 3 still open',
    'Time to accept: median 4 min, 9 in 10 within 1 h 35 min, of 40',
    'Answered in time: 45 of 50, 90 % (target met of 90 %)',
    'Rejections: data quality 6',
    'What the figures mean',
    '• Stage: leads that reached it, of those that came in during the period.',
    '• Rate: of those in the stage before whose answer is known, the share that came on. Open leads count neither way.',
    '• Likely: a 95 % interval. With fewer than 20 decided, counts stand instead of a rate.',
    '• Time to accept: from the first offer to the acceptance, nights and days off included.',
    '• Answered in time: accept clocks met, of those met or run out. Leads that went to somebody else in time are left out.',
    '• Rejections: by what went wrong, as the reasons in the settings say.',
  ]);
});

test('a funnel by source names each source', () => {
  const groups = [make.funnelGroup({ name: 'Webinar', stages: [], rejections: [] })];
  expect(seen(funnel(make.funnel({ by: 'source', groups })).blocks).slice(0, 3)).toEqual([
    'Funnel, last 90 days (2026-08-25 00:00 UTC to 2026-11-23 12:00 UTC), by source',
    'Webinar',
    '128 leads in · 40 to nurture · 2 waiting · 1 snoozed',
  ]);
});
