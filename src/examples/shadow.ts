import type { ShadowDayModel, ShadowModel, ShadowRow } from '#src/view/shadow-models.ts';

/** Valid models of what shadow mode tells; whoever takes one overrides only what it is about. */

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

export const shadowRow = (overrides: Partial<ShadowRow> = {}): ShadowRow => ({
  at: at('09:00'),
  company: 'Globex',
  sourceName: 'Website',
  temperature: 'hot',
  repName: 'Ben Okafor',
  waitsBecause: null,
  hasMeeting: false,
  steps: [
    { do: 'remind', at: at('09:03'), isSameDay: true, toldName: 'Ben Okafor' },
    { do: 'tell_manager', at: at('09:05'), isSameDay: true, toldName: 'Mia Lindqvist' },
    { do: 'offer_next', at: at('09:10'), isSameDay: true, toldName: 'Mia Lindqvist' },
  ],
  ...overrides,
});

export const shadowDayModel = (overrides: Partial<ShadowDayModel> = {}): ShadowDayModel => ({
  day: '2026-11-23',
  offered: 1,
  waiting: 0,
  nurtured: 0,
  rows: [shadowRow()],
  ...overrides,
});

export const shadowModel = (overrides: Partial<ShadowModel> = {}): ShadowModel => ({
  periodLabel: 'last 7 days',
  inShadow: ['Website'],
  offered: 1_200,
  waiting: 40,
  imported: 1_000,
  nurtured: 4,
  failed: [{ rule: 'enterprise: employees at least 2000', count: 3 }],
  pools: [{ name: 'SDRs in Europe', members: [{ name: 'Ana Duarte', leads: 600, due: 600.25 }] }],
  owners: [{ name: 'Ben Okafor', leads: 2 }],
  causes: [{ words: 'SDRs in Europe: outside working hours', count: 40 }],
  deadlines: [{ policyId: 'hot', within: '5 minutes', count: 1 }],
  sources: [{ name: 'Website', counts: { hot: 3, warm: 2, cold: 1 } }],
  ...overrides,
});
