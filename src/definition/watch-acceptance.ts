import { acceptanceBy } from '#db/home-figures.ts';
import { readMessage } from '#db/messages.ts';
import { ACCEPTANCE_GROUPS, type AcceptanceGroup, fallenOf, type Taken } from '#domain/acceptance-fall.ts';
import { quarterOf } from '#domain/calendar-period.ts';
import { addMinutes } from '#domain/day.ts';
import { type Core, transact } from '#src/core/core.ts';
import { acceptanceKey, inChannelFor } from '#src/core/message-keys.ts';
import { want } from '#src/core/want.ts';

const DAY_MINUTES = 24 * 60;
/** A month has enough leads of most groups; the half year before it is what they are used to. */
const DAYS = 30;
const DAYS_BEFORE = 180;
const MOST_GROUPS = 100;

/** Tells marketing of each source, campaign and form of which sales takes fewer leads than it used to: once a quarter. */
export async function watchAcceptance(core: Core): Promise<void> {
  const now = core.now();
  const { settings } = core.inForce();
  if (settings.channels.feedback === undefined) return;
  const since = addMinutes(now, -DAYS * DAY_MINUTES);
  const period = { from: since, to: now };
  const earlier = { from: addMinutes(since, -DAYS_BEFORE * DAY_MINUTES), to: new Date(since.getTime() - 1) };
  const quarter = quarterOf(settings.workspace.time_zone, now).name;
  // Its own keys.
  for (const by of Object.keys(ACCEPTANCE_GROUPS) as AcceptanceGroup[]) {
    const before = new Map(
      (await acceptanceBy(core.db, by, earlier, MOST_GROUPS)).map((row) => [row.key, row]),
    );
    const groups = (await acceptanceBy(core.db, by, period, MOST_GROUPS)).flatMap((row): Taken[] => {
      const past = before.get(row.key);
      return past ? [{ key: row.key, now: shareOf(row), before: shareOf(past) }] : [];
    });
    for (const fallen of fallenOf(groups)) await tell(core, by, fallen, { ...period, quarter });
  }
}

const shareOf = ({ accepted, rejected }: { accepted: number; rejected: number }) => ({
  cases: accepted,
  of: accepted + rejected,
});

async function tell(
  core: Core,
  by: AcceptanceGroup,
  { key: value, now, before }: Taken,
  { from, to, quarter }: { from: Date; to: Date; quarter: string },
): Promise<void> {
  const key = acceptanceKey(by, value, quarter);
  if ((await readMessage(core.db, key)) !== null) return;
  await transact(core, async (work) => {
    want(work, {
      ...{ key, kind: 'acceptance', handoffId: null, parentKey: null },
      place: inChannelFor('feedback'),
      detail: {
        ...{ by, value, from: from.toISOString(), to: to.toISOString(), days: DAYS },
        ...{ taken: now.cases, of: now.of, takenBefore: before.cases, ofBefore: before.of },
      },
    });
  });
}
