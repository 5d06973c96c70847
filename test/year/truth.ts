import type { ClockStory, HandoffStory, Story } from './story.ts';

/** What the funnel has to say of stories, counted one story at a time and with nothing of the product. */

export type Truth = {
  leads: number;
  nurtured: number;
  waiting: number;
  snoozed: number;
  stages: { stage: string; reached: number; inferred: number; came: number; decided: number; open: number }[];
  accept: Times;
  response: Times;
  speed: Record<'total' | 'system' | 'person' | 'snoozed', Times>;
  meetings: { booked: number; held: number; noShow: number };
  sla: Kept;
  responseSla: Kept;
  rejections: Record<string, number>;
};
/** Minutes. */
export type Times = { count: number; median: number | null; p90: number | null };
type Kept = { attained: number; measured: number };

const WAY = ['marketing_qualified', 'sales_accepted', 'sales_qualified', 'opportunity', 'closed_won'];
const OPEN = ['waiting', 'offered', 'snoozed', 'accepted', 'working'];
const ENDED = ['closed_won', 'closed_lost', 'nurture', 'disqualified'];

/** Whom, or what, each figure of a story is counted for. */
export type Groups = {
  lead: (story: Story) => string | null;
  handoff: (story: Story, handoff: HandoffStory) => string | null;
  clock: (story: Story, clock: ClockStory) => string | null;
  rejection: (story: Story, rep: string) => string | null;
};

/** Everything belongs to the lead's own group. */
export function groupedBy(keyOf: (story: Story) => string | null): Groups {
  const keys = new Map<Story, string | null>();
  const lead = (story: Story): string | null => {
    const known = keys.get(story);
    if (known !== undefined) return known;
    const key = keyOf(story);
    keys.set(story, key);
    return key;
  };
  return { lead, handoff: lead, clock: lead, rejection: lead };
}

/** Each thing belongs to the rep who did it; a lead to the one who had it on the first leg. */
export const groupedByRep: Groups = {
  lead: (story) => firstLeg(story).at(-1)?.owner ?? null,
  handoff: (_, handoff) => handoff.owner,
  clock: (_, clock) => clock.rep,
  rejection: (_, rep) => rep,
};

/** The truth of each group of the stories captured from `from` to `to`, both included. */
export function truthOf(
  stories: readonly Story[],
  { from, to }: { from: number; to: number },
  groups: Groups,
): Map<string | null, Truth> {
  const meant = stories.filter(({ capturedAt }) => capturedAt >= from && capturedAt <= to);
  const keys = new Set(
    meant.flatMap((story) => [
      groups.lead(story),
      ...firstLeg(story).flatMap((handoff) => [
        ...(isMeasured(handoff) || handoff.respondedAt !== null ? [groups.handoff(story, handoff)] : []),
        ...handoff.clocks.filter(tells).map((clock) => groups.clock(story, clock)),
        ...handoff.rejections.filter(stands).map(({ rep }) => groups.rejection(story, rep)),
      ]),
    ]),
  );
  return new Map([...keys].map((key) => [key, truthOfGroup(meant, groups, key)]));
}

function truthOfGroup(stories: readonly Story[], groups: Groups, key: string | null): Truth {
  const leads = stories.filter((story) => groups.lead(story) === key);
  const first = stories.flatMap((story) => firstLeg(story).map((handoff) => ({ story, handoff })));
  const theirs = first.filter(({ story, handoff }) => groups.handoff(story, handoff) === key);
  const clocks = first.flatMap(({ story, handoff }) =>
    handoff.clocks.filter((clock) => groups.clock(story, clock) === key),
  );
  const rejections = first.flatMap(({ story, handoff }) =>
    handoff.rejections.filter(stands).filter(({ rep }) => groups.rejection(story, rep) === key),
  );
  const met = leads.flatMap(({ meeting }) => (meeting ? [meeting.came] : []));
  const accepted = theirs.filter(({ handoff }) => isMeasured(handoff));
  const answered = theirs.filter(({ handoff }) => handoff.respondedAt !== null);
  return {
    leads: leads.length,
    nurtured: leads.filter(({ stage }) => stage === 'nurture').length,
    waiting: leads.filter((story) => latest(story)?.state === 'waiting').length,
    snoozed: leads.filter((story) => latest(story)?.state === 'snoozed').length,
    stages: WAY.map((stage, index) => stageOf(leads, stage, index)),
    accept: timesOf(accepted.map(({ handoff }) => [handoff.offeredAt, handoff.acceptedAt])),
    response: timesOf(answered.map(({ handoff }) => [handoff.offeredAt, handoff.respondedAt])),
    speed: {
      total: timesOf(answered.map(({ story, handoff }) => [story.capturedAt, handoff.respondedAt])),
      system: timesOf(answered.map(({ story, handoff }) => [story.capturedAt, handoff.deliveredAt])),
      person: timesOf(answered.map(({ handoff }) => [handoff.deliveredAt, handoff.respondedAt])),
      snoozed: timesOf(
        answered.flatMap(({ handoff: { snoozed } }) => (snoozed ? [[snoozed.from, snoozed.to]] : [])),
      ),
    },
    meetings: {
      booked: met.length,
      held: met.filter((came) => came === 'held').length,
      noShow: met.filter((came) => came === 'missed').length,
    },
    sla: keptOf(clocks.filter(({ kind }) => kind === 'accept')),
    responseSla: keptOf(clocks.filter(({ kind }) => kind === 'response')),
    rejections: tally(rejections.map(({ failurePoint }) => failurePoint)),
  };
}

function stageOf(leads: readonly Story[], stage: string, index: number): Truth['stages'][number] {
  const came = leads.filter((story) => stepsOf(story) > index);
  const inferred = came.filter(
    ({ entered }) => !entered.some((one) => one.stage === stage && !one.isInferred && one.undoneAt === null),
  );
  // Of those that stand just before it: who is worked on may still come, who was merged away is no answer.
  const before = leads.filter((story) => stepsOf(story) === index);
  const isOpen = (story: Story) => OPEN.includes(latest(story)?.state ?? '');
  const isOver = (story: Story) =>
    !isOpen(story) && (ENDED.includes(story.stage) || latest(story)?.state === 'rejected');
  const isGone = (story: Story) => !isOpen(story) && !isOver(story) && latest(story)?.state === 'withdrawn';
  const over = before.filter(isOver).length;
  return {
    stage,
    reached: came.length,
    inferred: inferred.length,
    came: came.length,
    decided: came.length + over,
    open: before.length - over - before.filter(isGone).length,
  };
}

/** How many steps of the way a lead has behind it; a deal that was lost was a deal. */
function stepsOf({ entered }: Story): number {
  const steps = entered
    .filter(({ undoneAt }) => undoneAt === null)
    .map(({ stage }) => WAY.indexOf(stage === 'closed_lost' ? 'opportunity' : stage) + 1);
  return Math.max(0, ...steps);
}

const firstLeg = ({ handoffs }: Story): HandoffStory[] => handoffs.filter(({ leg }) => leg === 'mql_to_sdr');
const latest = ({ handoffs }: Story): HandoffStory | undefined => handoffs.at(-1);
const stands = ({ undoneAt }: { undoneAt: number | null }): boolean => undoneAt === null;
const isMeasured = ({ acceptedAt, clocks }: HandoffStory): boolean =>
  acceptedAt !== null && clocks.some(({ kind }) => kind === 'accept');

const wasKept = ({ met, stoppedAt, deadlineAt, breachedAt }: ClockStory): boolean =>
  met === true && (breachedAt === null || (stoppedAt ?? Number.POSITIVE_INFINITY) <= deadlineAt);
/** One that still runs in time, or stopped in time because the lead went elsewhere, tells nothing. */
const tells = (clock: ClockStory): boolean => clock.met === true || clock.breachedAt !== null;

function keptOf(clocks: readonly ClockStory[]): Kept {
  const telling = clocks.filter(tells);
  return { attained: telling.filter(wasKept).length, measured: telling.length };
}

function timesOf(spans: readonly (readonly (number | null)[])[]): Times {
  const minutes = spans
    .map(([from, to]) => Math.max(0, Math.round(((to ?? 0) - (from ?? 0)) / 1_000)) / 60)
    .sort((a, b) => a - b);
  const count = minutes.length;
  if (count === 0) return { count, median: null, p90: null };
  const at = (index: number) => minutes[index] as number;
  const median = (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2;
  return { count, median, p90: at(Math.ceil(count * 0.9) - 1) };
}

function tally(words: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const word of words) counted[word] = (counted[word] ?? 0) + 1;
  return counted;
}
