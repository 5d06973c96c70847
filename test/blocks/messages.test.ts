import { expect, test } from 'vitest';
import { escalations } from '#blocks/escalations.ts';
import { feedback } from '#blocks/feedback.ts';
import { funnel } from '#blocks/funnel.ts';
import { attainmentWords, rateWords, timeWords } from '#blocks/funnel-words.ts';
import { help, helpWith } from '#blocks/help.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { late, outageNotice } from '#blocks/late.ts';
import { leadList } from '#blocks/lead-list.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { reminder } from '#blocks/reminder.ts';
import { report } from '#blocks/report.ts';
import { wilson } from '#domain/interval.ts';
import * as make from '#src/examples/models.ts';
import type { EscalationRow } from '#src/view/models.ts';
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

test('of a thousand only the first are shown, and the others are counted', () => {
  const open = Array.from({ length: 12 }, (_, index) => make.escalationRow({ handoffId: `h${index}` }));
  const lines = seen(escalations(make.escalations({ open, total: 1_000, answered: [] })).blocks);
  expect([lines[0], lines.at(-1)]).toEqual([
    '1,000 leads overdue, since 2026-11-23 10:05 UTC',
    '… and 988 more: /leads overdue',
  ]);
});

test('beyond twelve batches the others are counted too', () => {
  const batch = {
    leads: 20,
    sourceName: 'Fairs',
    poolName: 'SDRs',
    deadlineAt: make.at('10:05'),
    isOver: true,
  };
  const batches = Array.from({ length: 14 }, () => batch);
  const lines = seen(escalations(make.escalations({ open: [], batches, answered: [] })).blocks);
  expect([lines[0], lines.length, lines.at(-1)]).toEqual([
    '280 leads overdue, since 2026-11-23 10:05 UTC',
    14,
    '… and 2 more batches: /leads waiting',
  ]);
});

test('each row says what is late, or about to be', () => {
  const late = (clock: EscalationRow['late']['clock'], isOver: boolean) =>
    make.escalationRow({ state: 'accepted', late: { clock, isOver, isStill: false, nowBy: null } });
  const open = [late('response', true), late('follow_up', true), late('qualify', false)];
  const message = escalations(make.escalations({ open, answered: [] }));
  expect(seen(message.blocks).filter((line) => line.includes('Dana'))).toEqual([
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno · Accepted, no response logged · first response was due 2026-11-23 10:05 UTC',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno · Accepted, no response logged · next try was due 2026-11-23 10:05 UTC',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno · Accepted, no response logged · decision is due 2026-11-23 10:05 UTC',
  ]);
});

test('who is told in the place of managers who are away reads their names', () => {
  const line = (replaced: string[]) =>
    seen(escalations(make.escalations({ open: [make.escalationRow({ replaced })] })).blocks)[1];
  expect(line(['Max'])).toMatch(/ · instead of Max, who is away$/);
  expect(line(['Mia', 'Max'])).toMatch(/ · instead of Mia and Max, who are away$/);
});

test('what is told before its time is over is not counted as overdue', () => {
  const heading = (...isOver: boolean[]) => {
    const open = isOver.map((over, index) =>
      make.escalationRow({
        handoffId: `h${index}`,
        late: { clock: 'accept', isOver: over, isStill: false, nowBy: null },
      }),
    );
    return seen(escalations(make.escalations({ open, answered: [] })).blocks)[0];
  };
  expect(heading(true, false)).toBe('1 lead overdue, 1 due soon, since 2026-11-23 10:05 UTC');
  expect(heading(true, true, false)).toBe('2 leads overdue, 1 due soon, since 2026-11-23 10:05 UTC');
  expect(heading(false, false)).toBe('2 leads due soon, since 2026-11-23 10:05 UTC');
});

test('a user group is mentioned before its list', () => {
  const message = escalations(make.escalations({ groupId: 'S0LEADERS' }));
  expect(message.text).toMatch(/^<!subteam\^S0LEADERS> 1 lead overdue/);
  expect(JSON.stringify(message.blocks[0])).toContain('{"type":"usergroup","usergroup_id":"S0LEADERS"}');
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
    'The rep put the record right · corrected: 420 employees → 12 · let through by: hand-raiser · [Recording of the call](https://dialler.example/calls/17)',
  ]);
});

test('a rejection that was undone is shown as taken back and not counted', () => {
  const one = make.feedback({ note: '', evidence: null, corrected: null, letThrough: [], recording: null });
  const both = { ...one, rows: [...one.rows, ...make.feedback({ isUndone: true }).rows] };
  expect(seen(feedback(both).blocks)).toEqual([
    '1 lead rejected: Too small · from Website demo form',
    'What went wrong: qualification threshold',
    '• Globex · VP Sales · campaign Autumn · by Bruno 2026-11-23 10:04 UTC',
    '• Taken back: Globex · VP Sales · campaign Autumn · by Bruno 2026-11-23 10:04 UTC',
  ]);
});

test('where all of them were, a line is left', () => {
  expect(seen(feedback(make.feedback({ isUndone: true })).blocks)).toEqual([
    'Taken back by sales: every rejection as “Too small” from Website demo form that stood here.',
  ]);
});

test('after an outage a rep reads once what is still open, and sees each at a press', () => {
  expect(seen(late(make.late({ total: 3 })).blocks)).toEqual([
    'Handoff could not reach you from 2026-11-23 10:00 UTC to 2026-11-23 12:05 UTC.',
    'Still open: 3 leads',
    'Dana Ionescu (Globex) · 🔥 Hot · Offered, not answered · Overdue: acceptance was due 2026-11-23 10:05 UTC',
    '[Show]',
    '… and 2 more: /leads mine',
  ]);
});

test('a summary of which everything was answered since says so', () => {
  expect(seen(late(make.late({ rows: [] })).blocks)).toEqual([
    'Handoff could not reach you from 2026-11-23 10:00 UTC to 2026-11-23 12:05 UTC. Nothing is open any more.',
  ]);
});

test('a manager and ops read when the product was away', () => {
  const away = { from: make.at('10:00'), to: make.at('12:05') };
  const line = 'Handoff was away from 2026-11-23 10:00 UTC to 2026-11-23 12:05 UTC.';
  expect(seen(escalations(make.escalations({ away })).blocks)[1]).toBe(line);
  expect(seen(outageNotice(away).blocks)).toEqual([
    `Handoff is back. ${line}`,
    'Nothing is lost: what fell due meanwhile is done now. Reps get one summary instead of each reminder, managers their one live message.',
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

test('a list of leads is one line each, with a button that shows it', () => {
  expect(seen(leadList(make.leadList()).blocks)).toEqual([
    'Overdue leads (1)',
    '• Dana Ionescu (Globex) · 🔥 Hot · Offered, not answered · Bruno · acceptance was due 2026-11-23 10:05 UTC · h1',
    '[Show]',
  ]);
});

test('a page of a longer list says which rows it shows, and turns both ways', () => {
  const model = make.leadList({ rows: [make.listedLead(), make.listedLead()], page: 1, first: 9, total: 43 });
  const { text, blocks } = leadList(model);
  const lines = seen(blocks);
  expect([lines[0], lines.at(-1)]).toEqual(['Overdue leads (9–10 of 43)', '[Previous] [Next]']);
  expect(text.split('\n')[0]).toBe('Overdue leads (9–10 of 43)');
});

test('a snoozed lead says when it comes back, a lead that was never handed over its stage', () => {
  const rows = [
    make.listedLead({
      state: 'snoozed',
      handoffId: 'k3j9x2mmqq',
      due: null,
      backAt: make.at('11:00'),
    }),
    make.listedLead({ state: null, handoffId: null, stage: 'Nurture', ownerName: null, due: null }),
  ];
  expect(seen(leadList(make.leadList({ rows, total: 2 })).blocks)).toEqual([
    'Overdue leads (2)',
    '• Dana Ionescu (Globex) · 🔥 Hot · Snoozed · Bruno · back 2026-11-23 11:00 UTC · k3j9x2',
    '[Show]',
    '• Dana Ionescu (Globex) · 🔥 Hot · Nurture · no owner',
  ]);
});

test('an empty list says what that means', () => {
  expect(seen(leadList(make.leadList({ rows: [], total: 0 })).blocks)).toEqual([
    'Overdue leads',
    'Nothing is overdue.',
  ]);
});

test('help shows the problem first, then every use of the command, by who needs it', () => {
  const away = {
    name: 'away',
    usage: 'away <how long>',
    summary: 'be passed over for a while',
    for: 'reps' as const,
    examples: ['/handoff away 2h'],
  };
  const why = { ...away, name: 'why', usage: 'why [@rep]', summary: 'say why', for: 'managers' as const };
  expect(seen(help('/handoff', [why, away], 'There is no "xyz".').blocks)).toEqual([
    'There is no "xyz".',
    '/handoff',
    'For those who take leads',
    '• /handoff away <how long>: be passed over for a while',
    'For managers',
    '• /handoff why [@rep]: say why',
    'With examples: /handoff help why, and so on',
  ]);
  expect(seen(helpWith('/handoff', away, null).blocks)).toEqual([
    '• /handoff away <how long>: be passed over for a while',
    'Such as: /handoff away 2h',
    'Everything /handoff can do: /handoff help',
  ]);
});

test('a funnel says rates with their interval, and counts where a rate would be noise', () => {
  const lines = seen(report(funnel(make.funnel())).blocks);
  expect(lines.slice(0, 18)).toEqual([
    'Funnel, last 90 days (2026-08-25 00:00 UTC to 2026-11-23 12:00 UTC)',
    'Nothing to compare with: no leads from 2026-05-27 00:00 UTC to 2026-08-24 23:59 UTC.',
    '128 leads in · 40 to nurture · 2 waiting · 1 snoozed',
    '• MQL: 60 · 50 % of the 120 decided so far came on (likely 41 % to 59 %), 8 still open',
    '• SAL: 40 (3 inferred) · 80 % of the 50 decided so far came on (likely 67 % to 89 %), 10 still open, target 60 % met',
    '• SQL: 3 · 3 of the 12 decided so far came on, 28 still open',
    '• Opportunity: 0 · none decided yet, 3 still open',
    'Meetings: 12 booked, 8 held, 2 no-show',
    'Time to accept: median 4 min, 9 in 10 within 1 h 35 min (40 leads), target for the median 5 min',
    'Time to first response: median 12 min, 9 in 10 within 4 h (35 leads)',
    'Speed to lead: median 14 min, 9 in 10 within 4 h 5 min (35 leads)',
    '• System’s share: median 6 s, 9 in 10 within 2 min (33 leads)',
    '• Person’s share: median 13 min, 9 in 10 within 4 h (33 leads)',
    '• Snoozed, as a part of the person’s: median 1 h, the longest 1 h 30 min (2 leads)',
    'Answered in time: 90 %, 45 of 50 (target 90 % met)',
    'First response in time: 5 of 8 (target 90 %)',
    'Rejections: data quality 6',
    '(data_visualization)',
  ]);
});

test('a funnel says what changed, in words, where chance does not explain it', () => {
  const changes = {
    leads: { type: 'up', before: 80 },
    stages: [
      { type: 'same', before: 0.48 },
      { type: 'down', before: 0.95 },
      { type: 'too_few', before: 0.2 },
      { type: 'too_few', before: null },
    ],
    accept: { type: 'down', before: 9 },
    response: { type: 'up', before: 6 },
    speed: { type: 'up', before: 7 },
    sla: { type: 'too_few', before: 0.5 },
    responseSla: { type: 'too_few', before: 0.5 },
  } as const;
  const compared = make.funnelGroup({ changes: { ...changes, stages: [...changes.stages] } });
  const before = { from: new Date('2026-05-27T00:00:00Z'), to: new Date('2026-08-24T23:59:59Z'), leads: 80 };
  const lines = seen(report(funnel(make.funnel({ before, whole: compared }))).blocks);
  expect(lines.slice(1, 7)).toEqual([
    'Compared with 2026-05-27 00:00 UTC to 2026-08-24 23:59 UTC: 80 leads.',
    '128 leads in (more than before: 80) · 40 to nurture · 2 waiting · 1 snoozed',
    '• MQL: 60 · 50 % of the 120 decided so far came on (likely 41 % to 59 %), 8 still open, about as before (48 %)',
    '• SAL: 40 (3 inferred) · 80 % of the 50 decided so far came on (likely 67 % to 89 %), 10 still open, target 60 % met, down from 95 %',
    '• SQL: 3 · 3 of the 12 decided so far came on, 28 still open',
    '• Opportunity: 0 · none decided yet, 3 still open',
  ]);
  expect(lines.slice(8, 11)).toEqual([
    'Time to accept: median 4 min, 9 in 10 within 1 h 35 min (40 leads), target for the median 5 min, faster than before (9 min)',
    'Time to first response: median 12 min, 9 in 10 within 4 h (35 leads), slower than before (6 min)',
    'Speed to lead: median 14 min, 9 in 10 within 4 h 5 min (35 leads), slower than before (7 min)',
  ]);
});

test('a funnel by source is a table with a row for each, and one for all; few cases are counts', () => {
  const groups = [
    make.funnelGroup({ key: 'webinar', name: 'Webinar', accept: NOT_MEASURED, rejections: [] }),
  ];
  const { text, blocks } = report(funnel(make.funnel({ by: 'source', groups })));
  expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'data_table', 'actions']);
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^Funnel, last 90 days .*, by source$/),
    expect.stringMatching(/^Nothing to compare with/),
    '128 leads in · 40 to nurture · 2 waiting · 1 snoozed',
    'Funnel by source',
    '• All together: Leads 128, Before 0, MQL 60, SAL 40, SQL 3, Opportunity 0, Lead → MQL 50 %, MQL → SAL 80 %, SAL → SQL 3 of 12, Accepted after 4 min, Responded after 12 min, Answered in time 90 %, Responded in time 5 of 8, Rejected 6',
    '• Webinar: Leads 128, Before 0, MQL 60, SAL 40, SQL 3, Opportunity 0, Lead → MQL 50 %, MQL → SAL 80 %, SAL → SQL 3 of 12, Responded after 12 min, Answered in time 90 %, Responded in time 5 of 8, Rejected 0',
  ]);
});

const NOT_MEASURED = { median: null, p90Minutes: null, count: 0, targetMinutes: null };

test('a funnel that is not grouped has bars of how far leads came, and of how long the first response took', () => {
  const before = { leads: 100, reached: [50, 30, 2, 1] };
  const { text } = report(funnel(make.funnel({ whole: make.funnelGroup({ before }) })));
  expect(text.split('\n').slice(-4)).toEqual([
    'How far they came',
    '• This period: Leads 128, MQL 60, SAL 40, SQL 3, Opportunity 0',
    '• Before: Leads 100, MQL 50, SAL 30, SQL 2, Opportunity 1',
    'Time to first response: up to 5 min 8, up to 15 min 12, up to 30 min 6, up to 1 h 3, up to 4 h 4, up to 1 d 1, up to 3 d 1, over 3 d 0',
  ]);
});

test('a funnel by week draws a line through the last twenty weeks, and has all of them in its table', () => {
  const groups = Array.from({ length: 22 }, (_, no) =>
    make.funnelGroup({ key: `2026-W${no + 10}`, name: `${no + 1} Nov 2026`, leads: no }),
  );
  const { blocks } = report(funnel(make.funnel({ by: 'week', before: null, groups })));
  expect(blocks[1]).toMatchObject({
    title: 'Leads by week, the last 20 weeks',
    chart: { type: 'line', axis_config: { categories: expect.arrayContaining(['3 Nov', '22 Nov']) } },
  });
  expect(blocks[2]).toMatchObject({ type: 'data_table', rows: { length: 24 } });
});

test('one lead has no median, and of few the longest is said', () => {
  const times = (count: number, p90Minutes: number) =>
    timeWords({ median: { median: 4, low: 4, high: 4, count }, p90Minutes, count });
  expect(times(1, 4)).toBe('4 min (1 lead)');
  expect(times(2, 9)).toBe('median 4 min, the longest 9 min (2 leads)');
  expect(times(10, 9)).toBe('median 4 min, 9 in 10 within 9 min (10 leads)');
  expect(times(1, 4)).not.toContain('9 in 10');
});

test('a rate never stands beside its own doubts: few cases are counts', () => {
  const rate = (came: number, decided: number, open: number) =>
    rateWords({ ...wilson(came, decided), came, decided, open });
  expect(rate(8, 10, 3)).toBe('8 of the 10 decided so far came on, 3 still open');
  expect(rate(16, 20, 0)).toBe('80 % of the 20 decided so far came on (likely 58 % to 92 %)');
  expect(rate(0, 0, 3)).toBe('none decided yet, 3 still open');
  expect(rate(0, 0, 0)).toBe('nothing to decide yet');
  expect(attainmentWords({ attained: 5, measured: 8, target: 0.9 })).toBe('5 of 8 (target 90 %)');
  expect(attainmentWords({ attained: 18, measured: 25, target: 0.9 })).toBe(
    '72 %, 18 of 25 (below the target of 90 %)',
  );
});

test('whoever comes again under another name is called by both, with what they wrote', () => {
  const notes = [{ label: 'Notes', text: 'call <@U1> on Friday' }];
  expect(joinedSignal(make.joinedSignal({ as: 'Bob Miller', notes, signals: [] })).text).toBe(
    'Dana Ionescu (Globex) is back, from Website, this time as Bob Miller. No second card: it is on this one.\n• Notes: call &lt;@U1&gt; on Friday',
  );
});
