import { sql } from 'drizzle-orm';
import { readHandoff } from '#db/handoffs.ts';
import { rowsOf } from '#db/rows.ts';
import type { Command } from '#domain/handoff.ts';
import { type Handoff, OPEN_STATES } from '#domain/handoff.ts';
import { seenOf } from '#domain/seen.ts';
import { bridge, settle } from '#sandbox/settle.ts';
import { signed } from '#sandbox/signed-delivery.ts';
import type { Stage } from '#sandbox/stage.ts';
import { press } from '#src/handoff/press.ts';
import { answerRejections } from '#src/messages/marketing-answers.ts';
import { COUNTRIES, SOURCE } from './settings.ts';

/** What vendors send of a contact is some three kilobytes, of which a lead takes the tenth part. Pure chance does not compress. */
const BODY_BYTES = 3_200;

/**
 * Leads of one day through their whole course, by the running app: of forty eight are rejected and answered for
 * marketing, twelve wait until their manager hears of them, ten ask again, five come a second time, one cannot be
 * read; all others are accepted, reached and closed. Two days later nothing of it is open.
 */
export async function playDay(stage: Stage, leads: number): Promise<void> {
  const send = (no: number, id: string, changes: object = {}) =>
    post(stage, JSON.stringify({ ...leadOf(no), ...changes }), id);
  const numbers = Array.from({ length: leads }, (_, no) => no);
  for (const no of numbers)
    await send(no, `one-${no}`, no % 40 === 39 ? { person: { full_name: 'Nobody' } } : {});
  await settle(stage);
  const share = (from: number, to: number) => (no: number) => no % 40 >= from && no % 40 < to;
  const each = async (which: (no: number) => boolean, command: (no: number) => Command) => {
    for (const no of numbers.filter(which)) await pressed(stage, no, command(no));
    await settle(stage);
  };
  const accepted = () => ({ type: 'accept' }) as const;
  await pass(stage, 10);
  await each(share(0, 19), accepted);
  await each(share(19, 27), () => ({
    type: 'reject',
    reason: 'too_small',
    note: 'Three people in a garage',
  }));
  await pass(stage, 130);
  await pass(stage, 120);
  await each(share(27, 39), accepted);
  for (const no of numbers.filter(share(0, 5))) await send(no, `two-${no}`);
  for (const no of numbers.filter(share(5, 15)))
    await send(no, `three-${no}`, { id: `again-${no}`, discovery: { notes: 'When can we talk?' } });
  await settle(stage);
  const isWorked = (no: number) => share(0, 19)(no) || share(27, 39)(no);
  const reached = { channel: 'call', note: '', at: null, via: null, madeBy: null } as const;
  await each(isWorked, () => ({ type: 'respond', ...reached, outcome: 'no_answer' }));
  await pass(stage, 24 * 60);
  await each(isWorked, () => ({ type: 'respond', ...reached, outcome: 'reached', isAnother: true }));
  await each(isWorked, () => ({ type: 'disqualify', reason: 'no_budget', note: '' }));
  const { core } = stage.app;
  const olga = core.inForce().settings.people.find(({ roles }) => roles.includes('ops'));
  if (!olga) throw new Error('the settings of the bench have somebody of ops');
  await answerRejections(
    core,
    olga,
    { sourceId: SOURCE, reason: 'too_small', seenAt: core.now() },
    { kind: 'fixed_at_source', note: 'The form asks for the size now', until: null },
  );
  await pass(stage, 10);
  await core.db.execute(sql`
    update deliveries set body = body || convert_to(
      (select string_agg(md5(id || no), '') from generate_series(1, ${BODY_BYTES / 32}::int) as no), 'UTF8')`);
  const [left] = rowsOf<{ open: number }>(
    await core.db.execute(sql`
      select count(*)::int as open from handoffs where state = any(${sql.param([...OPEN_STATES])}::text[])`),
  );
  if (left?.open !== 0) throw new Error(`${left?.open} leads of the day are open still`);
}

async function pass(stage: Stage, minutes: number): Promise<void> {
  stage.clock.forward(minutes);
  await bridge(stage);
  await stage.app.tick();
  await settle(stage);
}

async function pressed(stage: Stage, no: number, command: Command): Promise<void> {
  const { core } = stage.app;
  const [found] = rowsOf<{ id: string }>(
    await core.db.execute(sql`
      select h.id from handoffs h join leads l on l.id = h.lead_id
      where l.record -> 'person' ->> 'email' = ${emailOf(no)} order by h.created_at desc limit 1`),
  );
  const row = found && (await readHandoff(core.db, found.id));
  if (!row) throw new Error(`lead ${no} was handed to nobody`);
  const by = { slackUserId: stage.slackIdOf(ownerOf(row.handoff)), seen: seenOf(row.handoff) };
  const done = await press(core, row.handoff.id, command, by);
  if (!done.ok) throw new Error(`lead ${no}: ${command.type} was refused: ${done.refusal.type}`);
}

function ownerOf({ id, ownerId }: Handoff): string {
  if (ownerId === null) throw new Error(`handoff ${id} has no owner`);
  return ownerId;
}

const emailOf = (no: number) => `lead-${no}@soak${no}.example`;

const leadOf = (no: number) => ({
  id: `form-${no}`,
  person: {
    full_name: `Lead ${no}`,
    email: emailOf(no),
    phone: `+49 30 5550${String(no).padStart(4, '0')}`,
    title: 'Head of Operations',
    country: COUNTRIES[no % COUNTRIES.length],
  },
  account: { name: `Soak ${no}`, domain: `soak${no}.example`, industry: 'software', employees: 420 },
  channel: 'demo_request',
  campaign: { name: 'Soak' },
});

async function post(stage: Stage, body: string, id: string): Promise<void> {
  const response = await fetch(`${stage.address}/webhooks/${SOURCE}`, signed(body, id, stage.clock.now()));
  if (response.status !== 200) throw new Error(`a delivery was answered ${response.status}`);
}
