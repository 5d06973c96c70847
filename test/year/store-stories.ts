import { sql } from 'drizzle-orm';
import type { Db } from '#db/db.ts';
import { make } from '../domain/make.ts';
import type { HandoffStory, Story } from './story.ts';

/** Writes stories as the rows that the product would have written while they happened. */
export async function storeStories(db: Db, stories: readonly Story[]): Promise<void> {
  const handoffs = stories.flatMap((story) => story.handoffs.map((handoff) => ({ story, handoff })));
  await storeRows(db, 'leads', stories.map(leadRow));
  await storeRows(db, 'stage_changes', stories.flatMap(stageRows));
  await storeRows(db, 'handoffs', handoffs.map(handoffRow));
  await storeRows(db, 'clocks', handoffs.flatMap(clockRows));
  await storeRows(db, 'rejections', handoffs.flatMap(rejectionRows));
  await storeRows(db, 'messages', handoffs.flatMap(messageRows));
  await storeRows(db, 'handoff_events', handoffs.flatMap(eventRows));
  await storeRows(db, 'signals', stories.flatMap(signalRows));
  await storeRows(db, 'deal_changes', handoffs.flatMap(dealRows));
  await db.execute(sql`analyze`);
}

type Row = Record<string, unknown>;
type OfStory = { story: Story; handoff: HandoffStory };
const ROWS_AT_ONCE = 5_000;

export async function storeRows(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((name) => sql.identifier(name));
  const listed = sql.join(columns, sql`, `);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE));
    await db.execute(sql`insert into ${sql.identifier(table)} (${listed})
      select ${listed} from jsonb_populate_recordset(null::${sql.identifier(table)}, ${some}::jsonb)`);
  }
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function leadRow({ id, stage, source, campaign, channel, employees, capturedAt, meeting }: Story): Row {
  const { account: _, ...told } = make.lead();
  return {
    id,
    stage,
    temperature: 'hot',
    source_id: source,
    campaign,
    record: {
      ...told,
      channel,
      account: { name: `Company of ${id}`, ...(employees === null ? {} : { employees }) },
      ...(meeting?.toldBy === 'form' ? { meeting: { start_at: instant(meeting.at) } } : {}),
    },
    evidence: {
      definition: '2026-1',
      isMql: true,
      isHandRaiser: true,
      unknown: [],
      failed: [],
      lines: [],
      temperatureBecause: '',
    },
    captured_at: instant(capturedAt),
    created_at: instant(capturedAt),
  };
}

const stageRows = ({ id, capturedAt, entered }: Story): Row[] =>
  [{ stage: 'inquiry', at: capturedAt, isInferred: false, undoneAt: null }, ...entered].map((one) => ({
    lead_id: id,
    stage: one.stage,
    at: instant(one.at),
    cause: 'a year of stories',
    is_inferred: one.isInferred,
    undone_at: instant(one.undoneAt),
  }));

const handoffRow = ({ story, handoff }: OfStory): Row => ({
  id: handoff.id,
  lead_id: story.id,
  leg: handoff.leg,
  state: handoff.state,
  owner_id: handoff.owner,
  pool_id: handoff.pool,
  temperature: 'hot',
  policy_id: 'hot',
  policy: make.policy(),
  source_id: story.source,
  campaign: story.campaign,
  settings_version: 'stories',
  offer_no: handoff.clocks.filter(({ kind }) => kind === 'accept').length,
  created_at: instant(handoff.createdAt),
  first_offered_at: instant(handoff.offeredAt),
  offered_at: instant(handoff.offeredAt),
  accepted_at: instant(handoff.acceptedAt),
  responded_at: instant(handoff.respondedAt),
  closed_at: instant(handoff.closedAt),
  snoozes: handoff.snoozed ? 1 : 0,
  tries: 0,
  deal: handoff.deal && { ...handoff.deal, nextStep: '' },
});

const clockRows = ({ story, handoff }: OfStory): Row[] =>
  handoff.clocks.map((clock, index) => ({
    id: `${handoff.id}-${index}`,
    handoff_id: handoff.id,
    kind: clock.kind,
    offer_no: index + 1,
    rep_id: clock.rep,
    source_id: story.source,
    started_at: instant(clock.startedAt),
    deadline_at: instant(clock.deadlineAt),
    stopped_at: instant(clock.stoppedAt),
    met: clock.met,
    breached_at: instant(clock.breachedAt),
  }));

const rejectionRows = ({ story, handoff }: OfStory): Row[] =>
  handoff.rejections.map((rejection, index) => ({
    id: `${handoff.id}-${index}`,
    handoff_id: handoff.id,
    lead_id: story.id,
    source_id: story.source,
    campaign: story.campaign,
    reason: rejection.reason,
    failure_point: rejection.failurePoint,
    note: '',
    rep_id: rejection.rep,
    by_id: rejection.rep,
    at: instant(rejection.at),
    undone_at: instant(rejection.undoneAt),
    message_key: 'feedback',
  }));

const messageRows = ({ handoff }: OfStory): Row[] =>
  handoff.deliveredAt === null
    ? []
    : [
        {
          key: `card:${handoff.id}:1`,
          kind: 'card',
          marker: handoff.id,
          handoff_id: handoff.id,
          place: `person:${handoff.owner}`,
          detail: { offerNo: 1 },
          wanted: 1,
          shown: 1,
          attempts: 0,
          created_at: instant(handoff.createdAt),
          posted_at: instant(handoff.deliveredAt),
        },
      ];

function eventRows({ story, handoff }: OfStory): Row[] {
  const row = (type: string, at: number | null, event: object): Row[] =>
    at === null
      ? []
      : [
          {
            handoff_id: handoff.id,
            type,
            at: instant(at),
            actor_id: handoff.owner,
            rep_id: handoff.owner,
            source_id: story.source,
            event: { type, ...event },
          },
        ];
  const isFirst = handoff === story.handoffs[0];
  const isSentBack = handoff.leg === 'mql_to_sdr' && !isFirst;
  const { meeting } = story;
  return [
    ...row('sent_back', isSentBack ? handoff.createdAt : null, { by: 'gus', reason: 'not_ready', note: '' }),
    ...row('accepted', handoff.acceptedAt, {}),
    ...row('snoozed', handoff.snoozed?.from ?? null, {}),
    ...row('woken', handoff.snoozed?.to ?? null, {}),
    ...row('responded', handoff.respondedAt, { channel: 'email', outcome: 'reached' }),
    ...(isFirst && meeting?.toldBy === 'rep' ? row('responded', meeting.at, SAID_BY_REP[meeting.came]) : []),
  ];
}

function dealRows({ story, handoff: { id, owner, deal } }: OfStory): Row[] {
  const opened = story.entered.find(({ stage }) => stage === 'opportunity');
  if (!deal || !opened) return [];
  const said = { amount: String(deal.amount), currency: deal.currency, close_on: deal.closeOn };
  const of = { handoff_id: id, lead_id: story.id, at: instant(opened.at), by_id: owner, rep_id: owner };
  return Object.entries(said).map(([field, to]) => ({ ...of, field, to_value: to }));
}

const SAID_BY_REP = {
  booked: { channel: 'call', outcome: 'meeting_booked' },
  held: { channel: 'meeting', outcome: 'reached' },
  missed: { channel: 'meeting', outcome: 'no_answer' },
};
const SAID_BY_TOOL = { booked: 'Meeting booked', held: 'Meeting held', missed: 'No-show' };

const signalRows = ({ id, source, meeting }: Story): Row[] =>
  meeting?.toldBy === 'signal'
    ? [
        {
          id: `${id}-meeting`,
          lead_id: id,
          source_id: source,
          type: 'meeting',
          at: instant(meeting.at),
          title: SAID_BY_TOOL[meeting.came],
        },
      ]
    : [];
