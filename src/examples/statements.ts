import type { Backtest } from '#domain/backtest/backtest.ts';
import type { Load } from '#domain/backtest/load.ts';
import type { FunnelTreeModel } from '#src/view/funnel-models.ts';
import type { DefinitionProposal } from '#src/view/proposal-models.ts';
import type {
  BalanceEntry,
  BalanceLine,
  BalanceModel,
  DefinitionModel,
  ReceivingModel,
  ReceivingPool,
  SinkNoticeModel,
  SourcesModel,
  SourceTroubleModel,
  StackModel,
} from '#src/view/statement-models.ts';

/** One valid model of each answer to a slash command; whoever takes one overrides only what it is about. */

const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);

export function balanceLine(overrides: Partial<BalanceLine> = {}): BalanceLine {
  return {
    poolName: 'SDRs in Europe',
    repName: 'Bruno',
    chooses: null,
    isByTurns: true,
    weight: 1,
    turns: 12,
    credits: 2,
    debits: 1,
    caughtUp: 0,
    toCatchUp: 0,
    open: null,
    owed: 0.5,
    place: 1,
    passedOver: null,
    ...overrides,
  };
}

export function balanceEntry(overrides: Partial<BalanceEntry> = {}): BalanceEntry {
  return {
    at: at('10:00'),
    what: 'turn taken',
    repName: null,
    poolName: null,
    lead: 'Dana Ionescu',
    company: 'Globex',
    idStart: '0195a7c2',
    ...overrides,
  };
}

export function balance(overrides: Partial<BalanceModel> = {}): BalanceModel {
  return {
    title: 'Round-robin balance of Bruno',
    since: at('00:00'),
    lines: [balanceLine()],
    entries: [],
    empty: 'Bruno is in no pool, so no turns are counted.',
    ...overrides,
  };
}

export function receivingPool(overrides: Partial<ReceivingPool> = {}): ReceivingPool {
  return {
    name: 'SDRs in Europe',
    chooses: 'by turns',
    against: [],
    place: 2,
    fedBy: ['route dach'],
    load: {
      unanswered: { now: 1, cap: 3 },
      uncontacted: { now: 2, cap: 15 },
      today: { now: 4, cap: 30 },
    },
    ...overrides,
  };
}

export function receiving(overrides: Partial<ReceivingModel> = {}): ReceivingModel {
  return {
    name: 'Bruno',
    isAsker: false,
    problem: null,
    namedBy: [],
    pools: [receivingPool()],
    lately: { days: 7, isCut: false, chosen: 0, later: 0, passed: [] },
    ...overrides,
  };
}

export function definition(overrides: Partial<DefinitionModel> = {}): DefinitionModel {
  return {
    version: '2026.4',
    signedBy: { marketing: 'Mara', sales: 'Sam', on: '2026-01-05' },
    reviewBy: '2026-07-05',
    isReviewOverdue: false,
    exclusions: [{ id: 'student', words: 'title includes student' }],
    profiles: [{ id: 'enterprise', words: 'employees at least 2000' }],
    behaviours: ['pricing view, at least 2 within 14 days'],
    handRaisers: 'channel is demo request',
    ...overrides,
  };
}

type SourceLine = SourcesModel['sources'][number];

export function sourceLine(overrides: Partial<SourceLine> = {}): SourceLine {
  return {
    id: 'website',
    name: 'Website',
    lastDeliveryAt: at('09:58'),
    rate: { lately: 14.2, before: 12 },
    refused: { unproven: 0, unreadable: 0 },
    today: [
      { words: 'handed over', count: 3 },
      { words: 'to nurture', count: 1 },
    ],
    quarantined: 0,
    proof: 'signed (Standard Webhooks)',
    troubles: [],
    subscriptionEndsAt: null,
    ...overrides,
  };
}

export function sources(overrides: Partial<SourcesModel> = {}): SourcesModel {
  return {
    sources: [sourceLine()],
    troubles: [],
    ...{ page: 0, pageRows: 8, total: overrides.sources?.length ?? 1 },
    former: ['old-forms'],
    ...overrides,
  };
}

export function stack(overrides: Partial<StackModel> = {}): StackModel {
  return {
    tools: [
      {
        name: 'HubSpot',
        heard: { since: new Date('2026-03-02T09:00:00Z'), lastAt: at('09:58') },
        came: [{ words: 'handed over', count: 120 }],
        mirroredAt: at('02:00'),
      },
      { name: 'Typeform', heard: null, came: [], mirroredAt: undefined },
    ],
    told: [],
    overlaps: [{ a: 'HubSpot', b: 'Typeform', both: 34, ofA: 170, ofB: 50 }],
    days: 30,
    ...overrides,
  };
}

export function sourceTrouble(overrides: Partial<SourceTroubleModel> = {}): SourceTroubleModel {
  return {
    kind: 'silent',
    name: 'Website',
    since: at('09:58'),
    amount: 14,
    problem: null,
    refusedSince: 0,
    toldAt: at('17:00'),
    endedAt: null,
    isKnown: true,
    look: 'at whoever sends: does it still run?',
    ...overrides,
  };
}

type Step = FunnelTreeModel['steps'][number];

export function treeStep(overrides: Partial<Step> = {}): Step {
  return {
    label: 'SAL',
    fromLabel: 'MQL',
    reached: 40,
    inferred: 0,
    conversion: { rate: 0.4, low: 0.31, high: 0.5, came: 40, decided: 100, open: 10 },
    target: 0.6,
    change: { type: 'same', before: 0.42 },
    ...overrides,
  };
}

export function funnelTree(overrides: Partial<FunnelTreeModel> = {}): FunnelTreeModel {
  return {
    from: new Date('2026-08-25T00:00:00Z'),
    to: at('12:00'),
    periodLabel: 'last 90 days',
    leads: 128,
    steps: [treeStep()],
    meetings: { booked: 12, held: 8, noShow: 2 },
    bottleneck: {
      words: { rule: 'under_target', stage: 'sales_accepted', rate: 0.4, target: 0.6 },
      label: 'SAL',
      fromLabel: 'MQL',
    },
    ...overrides,
  };
}

export function newSink(overrides: Partial<Extract<SinkNoticeModel, { what: 'new' }>> = {}): SinkNoticeModel {
  return {
    ...{ sinkId: 'crm', name: 'HubSpot', isKnown: true, what: 'new', approved: null, count: 7 },
    planned: [
      {
        name: 'Grace Hopper',
        company: 'Globex',
        changes: [{ field: 'hs_lead_status', from: null, to: 'OPEN' }],
        entries: ['note: Accepted by Ana Duarte'],
        notes: [],
      },
      {
        name: 'Lena Fischer',
        company: null,
        changes: [],
        entries: [],
        notes: ['the tool knows nobody by this address'],
      },
    ],
    ...overrides,
  };
}

export function backtest(overrides: Partial<Backtest> = {}): Backtest {
  const load = (offered: number): Load => ({
    ...{ offered, otherwise: 3, late: 12, byHour: Array.from({ length: 24 }, () => 0) },
    byRep: [{ repId: 'ana', count: offered, late: 12 }],
  });
  return {
    period: { from: new Date('2026-08-25T00:00:00Z'), until: at('12:00') },
    verdicts: {
      ...{ leads: 420, handedOver: 310, otherwise: 18, toldSince: 4 },
      keptOut: {
        ...{ leads: 44, rejected: 31, accepted: 10, qualified: 4, won: 1, wonWithoutAmount: 0 },
        ...{ lost: 1, left: 0, open: 3, first: ['lead-1'] },
        reasons: [{ reason: 'too_small', count: 31 }],
        amounts: [{ cents: 1_200_000, currency: 'EUR' }],
      },
      letIn: { leads: 2, first: ['lead-2', 'lead-3'] },
    },
    inForce: load(300),
    proposed: load(258),
    ...overrides,
  };
}

export function proposal(overrides: Partial<DefinitionProposal> = {}): DefinitionProposal {
  return {
    ...{ id: 'trial-1', about: 'proposal', state: 'proposed', words: 'require employees >= 50' },
    ...{ byName: 'Mara Holm', at: at('10:00'), since: at('10:00'), days: 90, share: 0.2 },
    promised: ['No longer handed over: 44 leads', '  rejected 31 (Too small 29), accepted 10'],
    ...{ marketing: { name: 'Mara Holm', at: at('10:00') }, sales: null, sides: null },
    moves: { out: true, in: true },
    ...{ why: null, endedByName: null, isMissed: false, acts: ['sign_sales', 'withdraw'] },
    ...overrides,
  };
}
