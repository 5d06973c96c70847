import type {
  AcceptanceFallModel,
  DigestModel,
  HomeLead,
  HomeModel,
  Listed,
  MarketingDigestModel,
  MarketingHome,
  OpsHome,
  RepDigestModel,
  RepHome,
  SuggestionsModel,
  TeamHome,
  TeamLead,
  TeamLeads,
} from '#src/view/home-models.ts';
import { at } from './models.ts';
import { balanceLine } from './statements.ts';

/** One valid model of each part of a Home; whoever takes one overrides only what it is about. */

export function lead(overrides: Partial<HomeLead> = {}): HomeLead {
  return {
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    version: 3,
    leg: 'mql_to_sdr',
    state: 'offered',
    temperature: 'hot',
    lead: { name: 'Dana Ionescu', title: 'VP Sales', company: 'Globex', employees: 420 },
    whyNow: [
      { label: 'pricing page', count: 3, lastAt: at('09:48'), byCompany: false },
      { label: 'demo request', count: 1, lastAt: at('10:00'), byCompany: false },
    ],
    deadline: { clock: 'accept', at: at('10:05'), isOver: false },
    commands: ['accept', 'reject', 'snooze'],
    snoozeChoices: [{ label: '15 minutes', value: '15m' }],
    backAt: null,
    deal: null,
    sentBack: null,
    ...overrides,
  };
}

export const listed = <Row>(...rows: Row[]): Listed<Row> => ({ rows, total: rows.length });

/** As many leads as a view may load, of a list that has this many. */
export const manyOf = <Row extends { handoffId: string }>(row: Row, total: number): Listed<Row> => ({
  rows: Array.from({ length: Math.min(total, 8) }, (_, index) => ({ ...row, handoffId: `h${index}` })),
  total,
});

export function rep(overrides: Partial<RepHome> = {}): RepHome {
  return {
    awayUntil: null,
    planned: [],
    coveredBy: [],
    full: null,
    hours: {
      week: 'Mon–Fri 09:00–18:00',
      timeZone: 'Europe/Berlin',
      opensAt: at('08:00'),
      ask: ['U0BRUNO'],
    },
    toAnswer: listed(lead()),
    returned: listed(),
    toRespond: listed(),
    inWork: listed(),
    deals: listed(),
    closesDeals: false,
    snoozed: listed(),
    week: {
      days: 7,
      offered: 9,
      accepted: 7,
      rejected: 1,
      medianMinutes: 4,
      timed: 7,
      sla: { attained: 7, measured: 8, target: 0.9 },
      turns: { taken: 6, givenBack: 1 },
    },
    standings: [balanceLine()],
    ...overrides,
  };
}

export function teamLead(overrides: Partial<TeamLead> = {}): TeamLead {
  return {
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    lead: 'Dana Ionescu',
    company: 'Globex',
    temperature: 'hot',
    ownerName: 'Bruno',
    state: 'offered',
    due: { clock: 'accept', at: at('10:05') },
    backAt: null,
    remindedAt: null,
    ...overrides,
  };
}

export const teamLeads = (...rows: TeamLead[]): TeamLeads => ({ ...listed(...rows), batches: [] });

export function team(overrides: Partial<TeamHome> = {}): TeamHome {
  return {
    overdue: teamLeads(teamLead()),
    atRisk: teamLeads(),
    waiting: teamLeads(),
    snoozed: teamLeads(),
    notAnswering: [],
    away: [],
    pools: [],
    ...overrides,
  };
}

export const NOT_MEASURED = { median: null, p90Minutes: null, count: 0 };

/** Nothing happened, and nothing waits. */
export function digest(overrides: Partial<DigestModel> = {}): DigestModel {
  const share = NOT_MEASURED;
  return {
    from: at('08:00'),
    to: at('09:00'),
    happened: { received: 0, accepted: 0, rejected: 0, responded: 0 },
    missed: [],
    unowned: 0,
    sla: { attained: 0, measured: 0, target: 0.9 },
    responseSla: { attained: 0, measured: 0, target: 0.9 },
    speed: { total: share, system: share, person: share, snoozed: share },
    now: { overdue: 0, atRisk: 0, waiting: 0, snoozed: 0 },
    notAnswering: [],
    away: [],
    ...overrides,
  };
}

/** An offer that is overdue, and a deal whose day has passed. */
export function repDigest(overrides: Partial<RepDigestModel> = {}): RepDigestModel {
  const deal = { sum: '40,000 EUR', closeOn: '2026-11-20', subStage: 'Proposal', nextStep: '', isLate: true };
  return {
    lists: [
      {
        list: 'overdue',
        leads: listed(lead({ deadline: { clock: 'accept', at: at('08:05'), isOver: true } })),
      },
      {
        list: 'deals_passed',
        leads: listed(lead({ leg: 'sql_to_ae', state: 'working', deadline: null, deal })),
      },
    ],
    ...overrides,
  };
}

export function marketingDigest(overrides: Partial<MarketingDigestModel> = {}): MarketingDigestModel {
  const { acceptance, unanswered, definition } = marketing();
  return {
    from: new Date('2026-11-16T00:00:00Z'),
    to: new Date('2026-11-22T23:59:59.999Z'),
    acceptance,
    unanswered,
    rejections: [
      { failurePoint: 'qualification_threshold', reason: 'Too small', count: 3 },
      { failurePoint: 'data_quality', reason: 'Contact data is wrong', count: 1 },
    ],
    evidence: {
      counts: { supported: 0, corrected: 0, conflicts: 0, unverifiable: 0 },
      corrected: [],
      asks: [],
    },
    definition: { ...definition, marketing: 'Mara Holm', sales: 'Mia Lindqvist' },
    falls: [],
    suggestions: null,
    ...overrides,
  };
}

export function acceptanceFall(overrides: Partial<AcceptanceFallModel> = {}): AcceptanceFallModel {
  return {
    ...{ by: 'campaign', name: 'Spring webinar', days: 30, total: 24 },
    now: { cases: 6, of: 30 },
    before: { cases: 66, of: 120 },
    rows: [{ company: 'Globex', reason: 'Too small', at: at('10:00') }],
    ...overrides,
  };
}

export function suggestions(overrides: Partial<SuggestionsModel> = {}): SuggestionsModel {
  return {
    ...{ at: at('10:00'), since: new Date('2025-11-23T00:00:00Z'), nothing: [] },
    rows: [
      {
        words: [
          'Keeping out “employees at most 49” would have removed 31 of 44 rejections, and cost 4 accepted leads.',
          'In the later part of history, in which it was not looked for, 70 % of 40 (95 %: 55 % to 82 %) of them rejected.',
        ],
        list: 'mql.exclusions',
        item: '- {"id":"employees-max-49","when":{"employees":{"max":49}}}',
      },
    ],
    ...overrides,
  };
}

export function marketing(overrides: Partial<MarketingHome> = {}): MarketingHome {
  return {
    days: 30,
    feedbackChannel: 'C0FEEDBACK',
    rejections: { rows: [{ sourceName: 'Website', reason: 'Too small', count: 3 }], total: 5 },
    recycled: { rows: [], total: 0 },
    notAgain: 0,
    unanswered: {
      rows: [
        {
          sourceId: 'website',
          reasonCode: 'too_small',
          sourceName: 'Website',
          reason: 'Too small',
          count: 3,
          dueAt: at('14:00'),
          isOverdue: false,
        },
      ],
      total: 3,
    },
    acceptance: {
      bySource: [{ name: 'Website', accepted: 8, rejected: 3, open: 2 }],
      byCampaign: [{ name: 'Autumn demo', accepted: 5, rejected: 3, open: 0 }],
    },
    definition: { version: '2026-3', reviewBy: '2027-01-31', isOverdue: false },
    ...overrides,
  };
}

export function ops(overrides: Partial<OpsHome> = {}): OpsHome {
  return {
    people: [{ name: 'Bruno', problem: 'deactivated in Slack' }],
    quarantine: { count: 2, lastAt: at('09:30') },
    sources: [],
    held: [{ place: 'Channel C0OPS', problem: 'not_in_channel', count: 3 }],
    tools: [],
    refused: { rows: [], total: 0 },
    open: [
      { leg: 'mql_to_sdr', state: 'offered', count: 3 },
      { leg: 'mql_to_sdr', state: 'working', count: 12 },
      { leg: 'sql_to_ae', state: 'working', count: 4 },
    ],
    countedAt: at('10:00'),
    ...overrides,
  };
}

export function home(overrides: Partial<HomeModel> = {}): HomeModel {
  return { pause: null, rep: null, team: null, marketing: null, ops: null, muted: [], ...overrides };
}
