import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awayModal } from '#blocks/home/away-modal.ts';
import { home } from '#blocks/home/home.ts';
import { strangersHome } from '#blocks/home/stranger.ts';
import { COMMANDS_OF_A_CARD } from '#src/examples/card-states.ts';
import * as make from '#src/examples/homes.ts';
import { at } from '#src/examples/models.ts';
import { balanceLine } from '#src/examples/statements.ts';
import type { HomeModel } from '#src/view/home-models.ts';
import { allTexts, breaches, parsedTexts } from '../breaches.ts';
import { hostile } from '../hostile.ts';
import { seen } from '../screen.ts';

const lines = (model: Partial<HomeModel>) => seen(home(make.home(model)).blocks);

test('a rep reads whether they take leads, then what waits for them with the buttons of its card', () => {
  expect(lines({ rep: make.rep() })).toEqual([
    'You take leads in your turn, while you work.',
    'Your hours: Mon–Fri 09:00–18:00 (Europe/Berlin). Work opens next 2026-11-23 08:00 UTC. Ask @U0BRUNO to change them.',
    '[I am away…]',
    '# To answer (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · Accept by 2026-11-23 10:05 UTC',
    'Why now: pricing page ×3, last 2026-11-23 09:48 UTC',
    '[[Accept]] [Reject…] [Snooze v 15 minutes | Pick a time…] [… Details | Why me?]',
    '# Accepted, no response yet',
    'Nobody waits to hear from you. What you accept stays here until you log a first response.',
    '# In work',
    'Nothing is in work. Whom you responded to stays here until you say how it ended.',
    '# Snoozed',
    'Nothing is snoozed. What you postpone is here until it comes back by itself.',
    '# My last 7 days',
    'Offered 9 · accepted 7 · rejected 1',
    'Time to accept: median 4 min, of 7',
    'Answered in time: 7 of 8 (target 90 %)',
    'Turns in the pool: 6 taken, 1 given back',
    'SDRs in Europe: owed 0.5 of a turn · next in turn',
    'Turn by turn: /handoff balance',
  ]);
});

test('twenty measured leads make a rate; none offered says what will stand there', () => {
  const { week } = make.rep();
  const busy = { ...week, offered: 30, sla: { attained: 18, measured: 20, target: 0.9 }, turns: null };
  expect(lines({ rep: make.rep({ week: busy, standings: [] }) }).at(-1)).toBe(
    'Answered in time: 90 %, 18 of 20 (target 90 % met)',
  );
  expect(lines({ rep: make.rep({ week: { ...week, offered: 0 }, standings: [] }) }).at(-1)).toBe(
    'No leads were offered to you. How many you take, how fast, and how many in time will stand here.',
  );
});

test('whoever is away, or has as many leads as they may, reads that and what to do', () => {
  expect(lines({ rep: make.rep({ awayUntil: at('14:00') }) }).slice(0, 3)).toEqual([
    'You are away: no new leads until 2026-11-23 14:00 UTC. What you have stays with you.',
    'Your hours: Mon–Fri 09:00–18:00 (Europe/Berlin). Work opens next 2026-11-23 08:00 UTC. Ask @U0BRUNO to change them.',
    '[[I am back]] [Change…]',
  ]);
  expect(lines({ rep: make.rep({ full: 'unanswered' }) })[0]).toBe(
    'No new leads just now: as many as may wait for your answer do. Answer one.',
  );
  expect(lines({ rep: make.rep({ full: 'uncontacted' }) })[0]).toBe(
    'No new leads just now: as many as may wait for a first response do. Respond to one.',
  );
});

test('a lead of a later leg says so, and a snoozed one when it comes back', () => {
  const snoozed = make.lead({
    leg: 'sql_to_ae',
    state: 'snoozed',
    backAt: at('14:00'),
    deadline: null,
    whyNow: [],
    commands: ['wake'],
  });
  expect(
    lines({ rep: make.rep({ toAnswer: make.listed(), snoozed: make.listed(snoozed) }) }).slice(9, 12),
  ).toEqual([
    '# Snoozed (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · Qualified, for an AE · back 2026-11-23 14:00 UTC',
    '[Wake now] [… Details | Why me?]',
  ]);
});

test('a manager reads what is late, soon late, waiting and postponed; a lead nobody has cannot be nudged', () => {
  const waiting = make.teamLead({ handoffId: 'h2', ownerName: null, state: 'waiting', due: null });
  const reminded = make.teamLead({ remindedAt: at('10:03') });
  const soon = make.teamLead({ state: 'accepted', due: { clock: 'response', at: at('10:12') } });
  const away = [
    { name: 'Ana', until: at('14:00'), coveredBy: ['Bruno', 'Cleo'] },
    { name: 'Dan', until: at('15:00'), coveredBy: [] },
  ];
  const team = make.team({
    overdue: make.teamLeads(reminded),
    atRisk: make.teamLeads(soon),
    waiting: make.teamLeads(waiting),
    notAnswering: [{ name: 'Eva', misses: 2 }],
    away,
  });
  expect(lines({ team })).toEqual([
    '# Team: overdue (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno',
    'Offered, not answered · acceptance was due 2026-11-23 10:05 UTC · reminded 2026-11-23 10:03 UTC',
    '[Reassign…] [Nudge] [Take it]',
    '# Team: at risk in the next 15 minutes (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · with Bruno',
    'Accepted, no response logged · first response due 2026-11-23 10:12 UTC',
    '[Reassign…] [Nudge] [Take it]',
    '# Team: waiting for an owner (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · nobody has it',
    'Waiting for an owner',
    '[Reassign…] [Take it]',
    '# Team: snoozed',
    'Nothing is snoozed. What your team postpones is here until it comes back.',
    'Not answering: Eva (missed 2 in a row)',
    'Away: Ana until 2026-11-23 14:00 UTC (covered by Bruno, Cleo), Dan until 2026-11-23 15:00 UTC',
  ]);
});

test('the leads of a batch are one line of the list, and count as what they are', () => {
  const batch = { leads: 40, sourceName: 'Trade show', poolName: 'SDRs in Europe', dueAt: at('10:05') };
  const overdue = { ...make.teamLeads(make.teamLead()), batches: [batch] };
  const waiting = {
    ...make.teamLeads(),
    batches: Array.from({ length: 5 }, () => ({ ...batch, dueAt: null })),
  };
  const drawn = lines({ team: make.team({ overdue, waiting }) });
  expect(drawn.filter((line) => line.includes('batch') || line.startsWith('#'))).toEqual([
    '# Team: overdue (41)',
    '40 leads in a batch from Trade show · for SDRs in Europe · was due 2026-11-23 10:05 UTC · /leads waiting',
    '# Team: at risk in the next 15 minutes',
    '# Team: waiting for an owner (200)',
    ...Array(3).fill('40 leads in a batch from Trade show · for SDRs in Europe · /leads waiting'),
    '… and 80 more in other batches: /leads waiting',
    '# Team: snoozed',
  ]);
});

test('a manager reads how the turns of each pool stand, and who is passed over now', () => {
  const standing = { chooses: null, behind: null, ahead: null, members: 2, passedOver: [] };
  const uneven = {
    ...standing,
    name: 'SDRs in Europe',
    behind: { name: 'Ana', owed: 0.5 },
    ahead: { name: 'Bruno', owed: -0.5 },
    passedOver: [{ name: 'Bruno', check: 'away' as const }],
  };
  const empty = {
    ...standing,
    name: 'SDRs in the Americas',
    members: 1,
    passedOver: [{ name: 'Cleo', check: 'outside_hours' as const }],
  };
  const claim = { ...standing, name: 'Anybody', chooses: 'whoever comes first' };
  expect(lines({ team: make.team({ pools: [uneven, empty, claim] }) }).slice(-5)).toEqual([
    'Turns',
    '• SDRs in Europe · Ana owed 0.5 of a turn · Bruno ahead by 0.5 of a turn · passed over now: Bruno (away)',
    '• SDRs in the Americas · everybody is level · nobody can take leads now: Cleo (outside working hours)',
    '• Anybody · whoever comes first',
    'A whole pool: /handoff balance and its name',
  ]);
});

test('an AE reads what each deal is worth and when it is to be signed, also that the day has passed', () => {
  const deal = {
    ...{ sum: '40,000 EUR', closeOn: '2026-11-20', subStage: 'Discovery', nextStep: 'Demo' },
    isLate: true,
  };
  const own = make.lead({ leg: 'sql_to_ae', state: 'working', deadline: null, commands: ['win'], deal });
  const model = make.rep({ toAnswer: make.listed(), deals: make.listed(own), closesDeals: true });
  expect(lines({ rep: model }).slice(9, 12)).toEqual([
    '# Deals (1)',
    'Dana Ionescu (Globex) · 🔥 Hot · Qualified, for an AE',
    '40,000 EUR · Discovery · closes 2026-11-20 · next step: Demo · that day has passed',
  ]);
  expect(lines({ rep: make.rep({ toAnswer: make.listed(), closesDeals: true }) }).slice(9, 11)).toEqual([
    '# Deals',
    'No deal is open. Opportunity… on a card makes one, and the next to be signed stands first.',
  ]);
});

test('a marketer reads what waits for an answer, what was rejected, and what sales took, in counts', () => {
  expect(lines({ marketing: make.marketing() })).toEqual([
    '# Rejections to answer (3)',
    'Website: Too small ×3 · due 2026-11-23 14:00 UTC',
    '[Answer…]',
    '# Rejected in the last 30 days (5)',
    '• Website: Too small ×3',
    '… and 2 more, for other reasons',
    'Each rejection stands in #C0FEEDBACK with its evidence and note.',
    '# Taken by sales, last 30 days',
    'By source',
    '• Website: 8 taken · 3 given back · 2 not answered yet',
    'By campaign',
    '• Autumn demo: 5 taken · 3 given back',
    'All of it, compared with the time before: /funnel by source',
    'MQL definition 2026-3: to be reviewed by 2027-01-31. /handoff definitions',
  ]);
  expect(lines({ marketing: make.marketing({ feedbackChannel: null }) })).toContain(
    'The settings name no channel for rejections yet: ops add it in /handoff setup.',
  );
  const quiet = make.marketing({
    unanswered: { rows: [], total: 0 },
    acceptance: { bySource: [], byCampaign: [] },
    definition: { version: '2026-3', reviewBy: '2026-10-31', isOverdue: true },
  });
  expect(lines({ marketing: quiet }).filter((_, index) => [1, 6, 7].includes(index))).toEqual([
    'Every rejection is answered. One that waits for you appears here.',
    '# Taken by sales, last 30 days',
    'Nothing was handed to sales. How much of each source they take will stand here.',
  ]);
  expect(lines({ marketing: quiet }).at(-1)).toBe(
    'MQL definition 2026-3: its review is overdue, it was due by 2026-10-31. /handoff definitions',
  );
});

const OPEN = [
  '# All open leads',
  'With SDRs: 15 · offered, not answered 3 · in work 12',
  'With AEs: 4 · in work 4',
  'Counted 2026-11-23 10:00 UTC; open this page again for newer figures. One by one: /leads',
];

test('ops read what is to be mended and how, or that nothing is, and where every open lead stands', () => {
  expect(lines({ ops: make.ops({ open: [] }) }).slice(-3)).toEqual([
    '# All open leads',
    'No lead is open. Where each one stands will be counted here.',
    'Counted 2026-11-23 10:00 UTC; open this page again for newer figures. One by one: /leads',
  ]);
  expect(lines({ ops: make.ops() })).toEqual([
    '# To mend',
    'Receive no leads: put their Slack e-mail address, or slack_id, into the settings.',
    '• Bruno: deactivated in Slack',
    '2 items in quarantine, the last 2026-11-23 09:30 UTC. Nothing is lost: see why with npm run handoff -- inbox',
    'Messages held back: they are sent as soon as they can be.',
    '• Channel C0OPS: 3, not_in_channel',
    'Change team, pools and channels: /handoff setup',
    ...OPEN,
  ]);
  const nothing = {
    people: [],
    quarantine: { count: 0, lastAt: null, byCompany: false },
    sources: [],
    held: [],
  };
  const press = {
    ...({
      command: 'reject',
      lead: 'Grace',
      company: null,
      times: 1,
      lastAt: at('09:30'),
      byCompany: false,
    } as const),
    by: { name: null, slackUserId: 'U0EVE' },
  };
  const known = { ...press, by: { name: 'Ben', slackUserId: 'U0BEN' }, times: 3, company: 'Globex' };
  expect(lines({ ops: make.ops({ ...nothing, refused: { rows: [known, press], total: 4 } }) })).toEqual([
    '# To mend',
    'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.',
    'Pressed without a right to it, last 7 days: refused, and nothing was changed.',
    '• Ben: reject ×3 on Grace (Globex), last 2026-11-23 09:30 UTC',
    '• @U0EVE: reject ×1 on Grace, last 2026-11-23 09:30 UTC',
    '… and 2 more',
    'Change team, pools and channels: /handoff setup',
    ...OPEN,
  ]);
  expect(lines({ ops: make.ops(nothing) })[1]).toBe(
    'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.',
  );
});

test('somebody unknown reads what this is, also where nobody is known whom they could ask', () => {
  expect(seen(strangersHome({ workspace: 'Acme', ask: [] }).blocks)[2]).toBe(
    'If you work with those leads, you belong here. Ask whoever runs this app to add you, with the e-mail address of your Slack account.',
  );
});

test('an absence is chosen by how long, each with when it ends, or by a time of one’s own', () => {
  const choices = [{ label: 'For 2 hours', value: '2h', until: at('12:00') }];
  expect(seen(awayModal({ choices, timeZone: 'Europe/Berlin' }).blocks)).toEqual([
    'No new leads for you until then. Who would cover what you have is proposed next.',
    'How long',
    '  - For 2 hours: until 23 Nov 2026, 13:00',
    '  - Until the time below',
    'A time of your own (optional)',
  ]);
});

const deal = { sum: '', closeOn: '2026-11-20', subStage: '', nextStep: '', isLate: true };

/** Everything somebody with every role can be shown, in lists of this many. */
const everything = (total: number, words = 'Dana'): HomeModel => {
  const lead = make.lead({
    lead: { name: words, title: words, company: words, employees: 420 },
    whyNow: [{ label: words, count: 2, lastAt: at('09:48'), byCompany: false }],
    commands: [...COMMANDS_OF_A_CARD],
    snoozeChoices: Array.from({ length: 5 }, (_, index) => ({ label: words, value: `${index}m` })),
  });
  const teamLead = make.teamLead({ lead: words, company: words, ownerName: words });
  const batches = Array.from({ length: 30 }, () => ({
    leads: 40,
    sourceName: words,
    poolName: words,
    dueAt: at('14:00'),
  }));
  return {
    muted: ['managers', 'marketers', 'reps'],
    pause: { since: at('09:48'), until: at('14:00'), byName: words, why: words },
    rep: make.rep({
      hours: { ...make.rep().hours, week: words },
      standings: Array.from({ length: 30 }, () => balanceLine({ poolName: words })),
      toAnswer: make.manyOf(lead, total),
      toRespond: make.manyOf(lead, total),
      returned: make.manyOf(lead, total),
      inWork: make.manyOf(lead, total),
      deals: make.manyOf({ ...lead, deal: { ...deal, sum: words, subStage: words, nextStep: words } }, total),
      snoozed: make.manyOf(lead, total),
    }),
    team: make.team({
      overdue: { ...make.manyOf(teamLead, total), batches },
      atRisk: { ...make.manyOf(teamLead, total), batches },
      waiting: { ...make.manyOf(teamLead, total), batches },
      snoozed: { ...make.manyOf(teamLead, total), batches: [] },
      notAnswering: Array.from({ length: 30 }, () => ({ name: words, misses: 2 })),
      away: Array.from({ length: 30 }, () => ({
        name: words,
        until: at('14:00'),
        coveredBy: Array.from({ length: 30 }, () => words),
      })),
      pools: Array.from({ length: 30 }, () => ({
        name: words,
        chooses: words,
        behind: { name: words, owed: 0.5 },
        ahead: { name: words, owed: -0.5 },
        members: 40,
        passedOver: Array.from({ length: 30 }, () => ({ name: words, check: 'away' as const })),
      })),
    }),
    marketing: make.marketing({
      rejections: {
        rows: Array.from({ length: 10 }, () => ({ sourceName: words, reason: words, count: 1 })),
        total,
      },
      unanswered: {
        rows: Array.from({ length: 5 }, (_, index) => ({
          ...{ sourceId: `source-${index}`, reasonCode: 'too_small', sourceName: words, reason: words },
          ...{ count: 2, dueAt: at('14:00'), isOverdue: true },
        })),
        total,
      },
      acceptance: {
        bySource: Array.from({ length: 8 }, () => ({ name: words, accepted: 500, rejected: 200, open: 1 })),
        byCampaign: Array.from({ length: 8 }, () => ({ name: words, accepted: 500, rejected: 200, open: 1 })),
      },
    }),
    ops: make.ops({
      people: Array.from({ length: 30 }, () => ({ name: words, problem: words })),
      held: Array.from({ length: 5 }, () => ({ place: words, problem: words, count: 1 })),
      refused: {
        total,
        rows: Array.from({ length: 5 }, () => ({
          ...({ command: 'disqualify', lead: words, company: words, times: 1_000 } as const),
          by: { name: words, slackUserId: 'U0BEN' },
          lastAt: at('09:30'),
        })),
      },
    }),
  };
};

test('with 200 leads in every list a Home keeps within Slack’s limits, and says where the rest is', () => {
  const rep = home(make.home({ rep: everything(200).rep }));
  const all = home(everything(200));
  expect([rep.blocks.length <= 100, all.blocks.length <= 100]).toEqual([true, true]);
  expect(seen(rep.blocks).filter((line) => line.startsWith('…'))).toEqual([
    ...Array(6).fill('… and 194 more: /leads mine'),
    '… and 22 more pools. Turn by turn: /handoff balance',
  ]);
  expect(seen(all.blocks).filter((line) => line.startsWith('… and 198 more: /leads'))).toHaveLength(10);
  expect(breaches(all)).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(all))).toBeLessThan(250_000);
});

test('a changed lead has new names for its menus, and the same lead may stand in several lists', () => {
  const ids = (model: Partial<HomeModel>) =>
    (home(make.home(model)).blocks as KnownBlock[]).map((block) => block.block_id);
  const before = ids({ rep: make.rep() });
  const after = ids({ rep: make.rep({ toAnswer: make.listed(make.lead({ version: 4 })) }) });
  expect(before).toContain('home/answer/h1/1o/3/actions');
  expect(after).toContain('home/answer/h1/1o/4/actions');
  const both = ids({ rep: make.rep({ toRespond: make.listed(make.lead()) }), team: make.team() });
  expect(new Set(both).size).toBe(both.length);
});

const OURS = /<!date\^\d+\^[{}a-z_ ]+\|[-\d: ]+UTC>/g;

test('whatever a stranger writes, a Home breaks no limit, mentions nobody and forges nothing', () => {
  fc.assert(
    fc.property(hostile, (words) => {
      const drawn = [home(everything(200, words)), strangersHome({ workspace: words, ask: [] })];
      expect(breaches(drawn)).toEqual([]);
      expect(parsedTexts(drawn).filter((text) => /[<>]/.test(text.replace(OURS, '')))).toEqual([]);
      expect(allTexts(drawn).filter((text) => !text.isWellFormed())).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
