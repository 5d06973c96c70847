import * as z from 'zod';
import {
  conditions,
  daysFrom,
  delaySchema,
  duration,
  durationText,
  groupId,
  id,
  LEGS,
  minutes,
  USUAL_LEG,
} from './settings-shapes.ts';

/** What the settings say about time: how long each thing may take, and what follows when it takes longer. */

/** Whose time counts: the rep's working hours, the team's, or day and night. */
export const CALENDARS = ['rep', 'team', 'wall'] as const;

/** What can be done while a clock runs, and to whom. */
export const LADDER_STEPS = [
  'remind',
  'tell_manager',
  'tell_managers_manager',
  'tell_group',
  'offer_next',
  'offer_claim',
] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

/** Past the deadline a part of the clock is still meant: 200% is twice its length after its start. */
const AT = 'a part of the clock such as 50% (up to 500%), or a length of time after its start such as 3m';

const ladderStep = z
  .strictObject({
    at: z.union([z.string().regex(/^([1-9]\d?|[1-4]\d\d|500)%$/), durationText], { error: AT }),
    do: z.enum(LADDER_STEPS),
    /** Again so often until somebody answers. */
    every: durationText.optional(),
    /** Told in the manager's quiet hours too. */
    urgent: z.boolean().default(false),
    /** Of `tell_group`: who is told. */
    group: groupId.optional(),
    /** Of `offer_claim`: the pool, of mode claim, in whose channel it is laid. */
    pool: id.optional(),
  })
  .refine((step) => (step.do === 'tell_group') === (step.group !== undefined), {
    error: 'group: <id of a Slack user group> with do: tell_group, and with nothing else',
    path: ['group'],
  })
  .refine((step) => (step.do === 'offer_claim') === (step.pool !== undefined), {
    error: 'pool: <id of a pool of mode claim> with do: offer_claim, and with nothing else',
    path: ['pool'],
  });
/** One step of a ladder, as the settings have it. */
export type LadderRule = z.output<typeof ladderStep>;
const ladder = z.array(ladderStep).max(12);

const target = {
  within: duration,
  calendar: z.enum(CALENDARS).default('rep'),
  overnight: duration.optional(),
};
const acceptTarget = z.strictObject({ ...target, pace: minutes.prefault('5m') });
const clockTarget = z.strictObject({ ...target, ladder: ladder.default([]) });
export type ClockTarget = Omit<z.output<typeof clockTarget>, 'ladder'>;

const followUp = clockTarget.extend({
  /** Tries without an answer, the first counted, after which recycling is proposed. */
  tries: z.number().int().min(1).max(50).default(6),
  /** The same after so long, counted from the first try. */
  over: duration.prefault('10bd'),
  /** The reason that is proposed for recycling. */
  reason: id.default('unresponsive'),
});

const snooze = z.strictObject({
  choices: z.array(delaySchema).min(1).max(5),
  limit: delaySchema,
  callback_limit: delaySchema.prefault('5bd'),
  times: z.number().int().min(1).max(20),
  /** Of older versions: says nothing any more, as a snooze is an answer and stops the accept clock. */
  clock: z.enum(['runs_on', 'pauses']).optional(),
});

export const slaPolicy = z.strictObject({
  id,
  leg: z.enum(LEGS).default(USUAL_LEG),
  when: conditions.default({}),
  accept: acceptTarget,
  response: clockTarget.optional(),
  first_email: clockTarget.optional(),
  first_call: clockTarget.optional(),
  follow_up: followUp.optional(),
  /** What came of a meeting is asked in every policy. */
  outcome: clockTarget.prefault({ within: '4h', ladder: [{ at: '100%', do: 'tell_manager' }] }),
  qualify: clockTarget.optional(),
  unassigned: clockTarget.optional(),
  ladder,
  snooze,
});
export type SlaPolicy = z.output<typeof slaPolicy>;

const DIGEST_AT = 'opening, off, or a time such as 08:30';
const timeOfDay = z.string(DIGEST_AT).regex(/^([01]\d|2[0-3]):[0-5]\d$/, DIGEST_AT);
const TIMES = 'two times of day such as 20:00-08:00';
const stretch = z.string(TIMES).regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, TIMES);

/** How managers are told. */
export const escalation = z
  .strictObject({
    window: duration.prefault('1h'),
    quiet_hours: z
      .union([z.enum(['outside_hours', 'never']), stretch], { error: `outside_hours, never, or ${TIMES}` })
      .default('outside_hours'),
    /** A step waits for so long after the last activity on a lead. */
    after_activity: minutes.prefault('10m'),
    /** No step waits longer than this, for activity or Do Not Disturb. */
    wait_at_most: minutes.prefault('30m'),
    /** What comes later than this comes after an outage: it is summed up instead of repeated. */
    late_after: minutes.prefault('10m'),
  })
  .prefault({});

/** Marketing's own clock: what they owe an answer, and who is told when it is missed. */
export const feedback = z
  .strictObject({
    answer_within: duration.prefault('2bd'),
    /** Who is told; else the manager of the first marketer, else ops. */
    lead: id.optional(),
  })
  .prefault({});

const digestAt = z.union([z.enum(['opening', 'off']), timeOfDay], { error: DIGEST_AT }).default('opening');

/** When each reader is sent their digest: as their work opens, at a time of their day, or never. */
export const digests = z
  .strictObject({ managers: digestAt, marketers: digestAt, reps: digestAt })
  .prefault({});

/** For how many days is kept what only piles up. */
export const keep = z
  .strictObject({
    raw_bodies: daysFrom(1).prefault('30d'),
    /** Nothing that is still read may go: ops' Home looks back a week. */
    messages: daysFrom(7).prefault('90d'),
    repeats: daysFrom(7).prefault('90d'),
    refusals: daysFrom(7).prefault('90d'),
    account_signals: daysFrom(90).prefault('365d'),
  })
  .prefault({});

/** When a prospect may decently be called, by the clock where they are. */
export const prospects = z.strictObject({ decent_hours: stretch.default('08:00-18:00') }).prefault({});
