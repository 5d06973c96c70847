import type { FunnelGroup, FunnelModel } from '#src/view/funnel-models.ts';
import type {
  AccountModel,
  AccountNewsModel,
  BatchModel,
  CardModel,
  ClaimModel,
  CorrectionModel,
  DetailsModel,
  DisputeModel,
  EscalationRow,
  EscalationsModel,
  FeedbackModel,
  JoinedSignalModel,
  LateModel,
  LeadListModel,
  MeetingModel,
  QuestionsModel,
  ReassignModel,
  RejectModel,
  ReminderModel,
  RespondModel,
  RoutingModel,
  SameCompanyModel,
  SnoozePickModel,
  TellingModel,
  TouchModel,
} from '#src/view/models.ts';

/** One valid model of each kind; whoever takes one overrides only what it is about. Times are a Monday morning in November. */

export const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);

export function card(overrides: Partial<CardModel> = {}): CardModel {
  return {
    prospect: null,
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    version: 3,
    leg: 'mql_to_sdr',
    state: 'offered',
    addressee: null,
    temperature: 'hot',
    sourceName: 'Website demo form',
    campaign: 'Autumn',
    lead: { name: 'Dana Ionescu', title: 'VP Sales', company: 'Globex', employees: 420 },
    account: null,
    sameCompany: null,
    otherNames: [],
    tellings: [],
    whyNow: [
      { label: 'pricing page', count: 3, lastAt: at('09:48'), byCompany: false },
      { label: 'demo request', count: 1, lastAt: at('10:00'), byCompany: false },
    ],
    deadline: { clock: 'accept', at: at('10:05'), isOver: false },
    pause: null,
    acceptIf: 'a B2B company with a sales team',
    nextAction: 'call, then e-mail',
    unknownFit: [],
    trial: null,
    links: {
      phone: '+49 30 901820',
      email: 'dana@globex.example',
      linkedin: 'https://www.linkedin.com/in/dana',
      crm: 'https://crm.example/leads/17',
    },
    flags: { doNotCall: false, doNotContact: false, unsubscribed: false },
    lifted: [],
    status: { type: 'offered', offeredAt: at('10:00'), passedOn: null },
    commands: ['accept', 'reject', 'snooze'],
    cover: null,
    answer: null,
    touch: null,
    meeting: null,
    handedOn: null,
    churn: null,
    untold: [],
    isReopened: false,
    customerDeeds: [],
    deal: null,
    followUp: null,
    proposal: null,
    snoozeChoices: [{ label: '15 minutes', value: '15m' }],
    snoozeNote: {
      budget: { left: 1, times: 1 },
      clock: 'stands_still',
      deadline: { clock: 'response', at: at('10:15'), isOver: false },
    },
    ...overrides,
  };
}

export function account(overrides: Partial<AccountModel> = {}): AccountModel {
  return {
    customerSince: 'March 2024',
    standing: 'customer',
    hasOpportunity: true,
    tier: 'A',
    ownerName: 'Vic Tanaka',
    systemName: 'HubSpot',
    mirroredAt: at('03:00'),
    isStale: false,
    ...overrides,
  };
}

export function correction(overrides: Partial<CorrectionModel> = {}): CorrectionModel {
  return {
    handoffId: 'h1',
    rejectionId: 'r1',
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    reason: 'Too small',
    repName: 'Ana Duarte',
    corrected: { fact: 'employees', from: 420, to: 12 },
    isCredited: true,
    isUndone: false,
    objectedName: null,
    ...overrides,
  };
}

export function sameCompany(overrides: Partial<SameCompanyModel> = {}): SameCompanyModel {
  return {
    name: 'Globex GmbH',
    domain: 'globex.example',
    systemName: 'HubSpot',
    ownerName: 'Vic Tanaka',
    record: { system: 'hubspot', recordId: '9' },
    isConfirmed: false,
    ...overrides,
  };
}

export function meeting(overrides: Partial<MeetingModel> = {}): MeetingModel {
  return {
    standing: 'to_come',
    startAt: new Date('2026-11-24T09:00:00Z'),
    endAt: new Date('2026-11-24T09:30:00Z'),
    hostName: 'Eva Lang',
    joinUrl: 'https://meet.example/1',
    by: null,
    at: at('10:00'),
    sourceName: 'Calendly',
    theirs: null,
    ...overrides,
  };
}

export function reasons(overrides: Partial<RejectModel> = {}): RejectModel {
  return {
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    reader: 'marketing',
    reasons: [
      {
        code: 'too_small',
        words: 'Too small',
        failurePoint: 'qualification_threshold',
        noteRequired: false,
        evidence: 'conflicts',
        weighed: { fact: 'employees', recorded: 420 },
      },
      {
        code: 'bad_data',
        words: 'Bad contact data',
        failurePoint: 'data_quality',
        noteRequired: false,
        evidence: 'supported',
        weighed: null,
      },
      {
        code: 'other',
        words: 'Other',
        failurePoint: 'data_quality',
        noteRequired: true,
        evidence: null,
        weighed: null,
      },
    ],
    ...overrides,
  };
}

export function questions(overrides: Partial<QuestionsModel> = {}): QuestionsModel {
  const asked = { hint: null, choices: [], required: true, initial: null, told: null };
  return {
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'accepted' },
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    questions: [
      { ...asked, code: 'need', words: 'Need', kind: 'text', hint: 'What for?', initial: 'Leads go cold' },
      { ...asked, code: 'budget', words: 'Budget', kind: 'money', required: false },
      { ...asked, code: 'when', words: 'When', kind: 'date', told: 'next spring' },
      { ...asked, code: 'met', words: 'Did you meet them?', kind: 'yes_no', initial: 'yes' },
      { ...asked, code: 'size', words: 'Size', kind: 'choice', choices: ['Pilot', 'All of it'] },
    ],
    ...overrides,
  };
}

export function snoozePick(overrides: Partial<SnoozePickModel> = {}): SnoozePickModel {
  return {
    prospect: null,
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    suggested: at('14:00'),
    limit: at('18:00'),
    note: {
      budget: { left: 1, times: 2 },
      clock: 'stands_still',
      deadline: { clock: 'response', at: at('18:00'), isOver: false },
    },
    ...overrides,
  };
}

export function respond(overrides: Partial<RespondModel> = {}): RespondModel {
  return {
    prospect: null,
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'accepted' },
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    told: [],
    timeZone: 'Europe/Berlin',
    ...overrides,
  };
}

/** Bruno's call, as the dialler told of it. */
export function touch(overrides: Partial<TouchModel> = {}): TouchModel {
  return {
    at: at('10:04'),
    channel: 'call',
    outcome: 'no_answer',
    byName: 'Bruno',
    sourceName: 'Aircall',
    isLogged: false,
    isAutomatic: false,
    ...overrides,
  };
}

export function reassign(overrides: Partial<ReassignModel> = {}): ReassignModel {
  return {
    handoffId: 'h1',
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    seen: { offerNo: 1, stand: 'offered' },
    state: 'offered',
    ownerName: 'Bruno',
    timeZone: 'Europe/Berlin',
    next: { id: 'ana', words: 'Ana' },
    people: [
      { id: 'ana', name: 'Ana', isMember: true, against: [] },
      { id: 'bruno', name: 'Bruno', isMember: true, against: [{ words: 'away', until: at('14:00') }] },
      { id: 'cleo', name: 'Cleo', isMember: false, against: [] },
    ],
    ...overrides,
  };
}

export function details(overrides: Partial<DetailsModel> = {}): DetailsModel {
  return {
    prospect: null,
    lead: { name: 'Dana Ionescu', company: 'Globex' },
    score: { value: 82, reasons: ['asked for a demo'] },
    evidence: [{ rule: 'At least 50 employees', value: '420', result: 'held' }],
    signals: [{ label: 'pricing page', at: at('09:48'), url: 'https://acme.example/pricing' }],
    meetings: [meeting()],
    discovery: [{ label: 'Challenge', text: 'leads go cold' }],
    known: [
      { name: 'HubSpot (import)', at: at('10:01'), facts: ['company’s size', 'industry'] },
      { name: 'Website', at: at('09:59'), facts: ['name', 'e-mail address', 'company'] },
    ],
    tellings: [],
    leftOut: [{ path: 'person.email', sent: 'dana@globex,com', problem: 'expected an e-mail address' }],
    mend: { handoffId: 'h1', seen: { offerNo: 1, stand: 'accepted' } },
    colleagues: [{ name: 'Eli Park', title: 'CFO', stage: 'MQL', ownerName: null, churnedOn: null }],
    recycled: 0,
    sourcing: null,
    whyYou: 'your turn in the pool',
    pause: null,
    clocks: [
      {
        name: 'Accept',
        startedAt: at('10:00'),
        deadlineAt: at('10:05'),
        outcome: { type: 'overdue' },
      },
    ],
    speed: {
      steps: [
        { step: 'captured', at: at('09:59'), minutes: null },
        { step: 'delivered', at: at('10:00'), minutes: 0.2 },
      ],
      shares: { total: null, system: 0.2, person: null, snoozed: null },
      personWorking: null,
    },
    dealMoves: [],
    history: [{ at: at('10:00'), words: 'offered to Bruno' }],
    ...overrides,
  };
}

export function routing(overrides: Partial<RoutingModel> = {}): RoutingModel {
  return {
    lead: 'Dana Ionescu',
    at: at('10:00'),
    because: 'new lead',
    outcome: 'It was Bruno’s turn.',
    claimed: null,
    rules: [{ rule: 'route dach', result: 'matches: SDRs in Europe' }],
    untold: 0,
    pools: [
      {
        name: 'SDRs in Europe',
        people: [
          { name: 'Bruno', result: 'has it: owed 0.50 of a turn', until: null },
          { name: 'Ana', result: 'away', until: at('14:00') },
        ],
      },
    ],
    settings: { version: 'a1b2c3d4', since: at('08:00') },
    before: [],
    earlier: 0,
    ...overrides,
  };
}

export function escalationRow(overrides: Partial<EscalationRow> = {}): EscalationRow {
  return {
    handoffId: 'h1',
    seen: { offerNo: 1, stand: 'offered' },
    lead: 'Dana Ionescu',
    company: 'Globex',
    temperature: 'hot',
    ownerName: 'Bruno',
    deadlineAt: at('10:05'),
    late: { clock: 'accept', isOver: true, isStill: false, nowBy: null },
    state: 'offered',
    replaced: [],
    ...overrides,
  };
}

export function escalations(overrides: Partial<EscalationsModel> = {}): EscalationsModel {
  const open = overrides.open ?? [escalationRow()];
  const answered = overrides.answered ?? [{ lead: 'Eli Park', words: 'accepted by Ana' }];
  return {
    groupId: null,
    openedAt: at('10:05'),
    open,
    total: open.length,
    dueSoon: open.filter(({ late }) => !late.isOver).length,
    batches: [],
    answered,
    answeredTotal: answered.length,
    isSuperseded: false,
    nobodyThere: false,
    away: null,
    ...overrides,
  };
}

/** Bruno Keller's lead, for whoever comes first. */
export function claim(overrides: Partial<ClaimModel> = {}): ClaimModel {
  const { leg, temperature, sourceName, campaign, lead, whyNow, acceptIf } = card();
  return {
    handoffId: 'h1',
    seen: { offerNo: 0, stand: 'waiting' },
    ...{ leg, temperature, sourceName, campaign, lead, whyNow, acceptIf },
    unknownFit: [],
    deadline: { at: at('10:05'), isOver: false },
    pause: null,
    status: { type: 'open' },
    ...overrides,
  };
}

/** Thirty-two leads, of which Ana took eight and Ben twelve. */
export function batch(overrides: Partial<BatchModel> = {}): BatchModel {
  return {
    key: 'batch:list:sdr:2026-11-23',
    poolName: 'SDRs',
    sourceName: 'Trade shows',
    campaign: 'Autumn fair',
    total: 32,
    left: 12,
    taken: [
      { name: 'Ben', count: 12 },
      { name: 'Ana', count: 8 },
    ],
    newestClaim: 20,
    elsewhere: null,
    pause: null,
    next: [{ lead: 'Grace Hopper', company: 'Globex', temperature: 'warm' }],
    ...overrides,
  };
}

export function feedback(overrides: Partial<FeedbackModel['rows'][number]> = {}): FeedbackModel {
  return {
    sourceId: 'website',
    reasonCode: 'too_small',
    owed: null,
    answers: [],
    sourceName: 'Website demo form',
    reason: 'Too small',
    failurePoint: 'qualification_threshold',
    rows: [
      {
        company: 'Globex',
        title: 'VP Sales',
        campaign: 'Autumn',
        note: 'three people',
        evidence: 'corrected',
        corrected: { fact: 'employees', from: 420, to: 12 },
        objectedName: null,
        letThrough: ['hand-raiser'],
        recording: 'https://dialler.example/calls/17',
        byName: 'Bruno',
        at: at('10:04'),
        isUndone: false,
        decided: null,
        ...overrides,
      },
    ],
  };
}

export function late(overrides: Partial<LateModel> = {}): LateModel {
  const rows: LateModel['rows'] = overrides.rows ?? [
    {
      handoffId: 'h1',
      lead: 'Dana Ionescu',
      company: 'Globex',
      temperature: 'hot',
      state: 'offered',
      deadline: { clock: 'accept', at: at('10:05'), isOver: true },
    },
  ];
  return { from: at('10:00'), to: at('12:05'), rows, total: rows.length, ...overrides };
}

export function reminder(overrides: Partial<ReminderModel> = {}): ReminderModel {
  return {
    prospect: null,
    slackUserId: 'U0BRUNO',
    lead: 'Dana Ionescu',
    company: 'Globex',
    temperature: 'hot',
    deadline: { clock: 'accept', at: at('10:05'), isOver: false },
    why: 'ladder',
    byName: null,
    ...overrides,
  };
}

/** Somebody who wrote again, under another name. */
export function tellings(): TellingModel[] {
  const told = { sourceName: 'Website', contact: ['Globex', 'info@globex.example'] };
  return [
    {
      ...told,
      name: 'Dana Ionescu',
      at: at('10:00'),
      notes: [{ label: 'Challenge', text: 'leads go cold' }],
    },
    { ...told, name: 'Bob Miller', at: at('11:00'), notes: [{ label: 'Notes', text: 'call me on Friday' }] },
    { ...told, name: null, at: at('11:30'), notes: [] },
  ];
}

export function accountNews(overrides: Partial<AccountNewsModel> = {}): AccountNewsModel {
  return {
    company: 'Globex',
    lead: 'Dana Ionescu',
    signals: [{ label: 'intent surge', at: at('11:00'), sourceName: 'Bombora' }],
    ...overrides,
  };
}

export function joinedSignal(overrides: Partial<JoinedSignalModel> = {}): JoinedSignalModel {
  return {
    lead: 'Dana Ionescu',
    company: 'Globex',
    sourceName: 'Website',
    as: null,
    isBack: true,
    choosesUntil: null,
    signals: [{ label: 'pricing page', at: at('11:00') }],
    notes: [],
    ...overrides,
  };
}

export function funnelGroup(overrides: Partial<FunnelGroup> = {}): FunnelGroup {
  return {
    key: null,
    name: null,
    leads: 128,
    nurtured: 40,
    stages: [
      {
        label: 'MQL',
        reached: 60,
        inferred: 0,
        conversion: { rate: 0.5, low: 0.41, high: 0.59, came: 60, decided: 120, open: 8 },
        target: null,
      },
      {
        label: 'SAL',
        reached: 40,
        inferred: 3,
        conversion: { rate: 0.8, low: 0.67, high: 0.89, came: 40, decided: 50, open: 10 },
        target: 0.6,
      },
      {
        label: 'SQL',
        reached: 3,
        inferred: 0,
        conversion: { rate: 0.25, low: 0.09, high: 0.53, came: 3, decided: 12, open: 28 },
        target: null,
      },
      {
        label: 'Opportunity',
        reached: 0,
        inferred: 0,
        conversion: { rate: null, low: null, high: null, came: 0, decided: 0, open: 3 },
        target: null,
      },
    ],
    accept: {
      median: { median: 4, low: 3, high: 6, count: 40 },
      p90Minutes: 95,
      count: 40,
      targetMinutes: 5,
    },
    response: { median: { median: 12, low: 9, high: 20, count: 35 }, p90Minutes: 240, count: 35 },
    responseSpread: [8, 12, 6, 3, 4, 1, 1, 0],
    speed: {
      total: { median: { median: 14, low: 10, high: 22, count: 35 }, p90Minutes: 245, count: 35 },
      system: { median: { median: 0.1, low: 0.1, high: 0.2, count: 33 }, p90Minutes: 2, count: 33 },
      person: { median: { median: 13, low: 9, high: 21, count: 33 }, p90Minutes: 240, count: 33 },
      snoozed: { median: { median: 60, low: 30, high: 90, count: 2 }, p90Minutes: 90, count: 2 },
    },
    meetings: { booked: 12, held: 8, noShow: 2 },
    sla: { attained: 45, measured: 50, target: 0.9 },
    responseSla: { attained: 5, measured: 8, target: 0.9 },
    rejections: [
      { failurePoint: 'data_quality', count: 6 },
      { failurePoint: 'routing_accuracy', count: 0 },
    ],
    waiting: 2,
    snoozed: 1,
    changes: null,
    before: null,
    ...overrides,
  };
}

export function funnel(overrides: Partial<FunnelModel> = {}): FunnelModel {
  return {
    from: new Date('2026-08-25T00:00:00Z'),
    to: at('12:00'),
    periodLabel: 'last 90 days',
    by: null,
    segmentsAre: 'territory',
    before: { from: new Date('2026-05-27T00:00:00Z'), to: new Date('2026-08-24T23:59:59Z'), leads: 0 },
    groups: [funnelGroup()],
    whole: funnelGroup(),
    hidden: 0,
    falls: [],
    ...overrides,
  };
}

type ListedLead = LeadListModel['rows'][number];

export function listedLead(overrides: Partial<ListedLead> = {}): ListedLead {
  return {
    handoffId: 'h1',
    lead: 'Dana Ionescu',
    company: 'Globex',
    temperature: 'hot',
    state: 'offered',
    stage: 'MQL',
    ownerName: 'Bruno',
    due: { clock: 'accept', at: at('10:05') },
    choosesUntil: null,
    backAt: null,
    sentBack: null,
    ...overrides,
  };
}

export function leadList(overrides: Partial<LeadListModel> = {}): LeadListModel {
  return {
    kind: 'overdue',
    text: '',
    title: 'Overdue leads',
    rows: [listedLead()],
    empty: 'Nothing is overdue.',
    page: 0,
    first: 1,
    total: 1,
    snoozed: 0,
    ...overrides,
  };
}

export function dispute(overrides: Partial<DisputeModel['rows'][number]> = {}): DisputeModel {
  return {
    sourceName: 'Website',
    reason: 'Too small',
    answer: {
      kind: 'disagree',
      byName: 'Mara Holm',
      note: 'They merge in May',
      at: at('10:10'),
      until: null,
    },
    rows: [
      {
        ...{ handoffId: 'h1', rejectionId: 'r1', repName: 'Ana Duarte', note: 'three people' },
        lead: { name: 'Grace Hopper', company: 'Globex' },
        ...{ isUndone: false, decided: null },
        ...overrides,
      },
    ],
  };
}
