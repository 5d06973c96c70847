import { runningClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { readHandoffsWithLeads, sentBackAmong } from '#db/handoffs.ts';
import { latestEvents, latestSignals, type Section } from '#db/home.ts';
import { localDate } from '#domain/day.ts';
import { availableCommands } from '#domain/handoff.ts';
import { seenOf } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import { hoursOf, nameOf, relationOf } from '#domain/team.ts';
import { deadlineOf, groupSignals, leadOf, snoozeChoices, UNSEEN } from './card.ts';
import { dealOnCard } from './deal.ts';
import { sentBack } from './handed-on.ts';
import type { HomeLead, Listed, TeamLead } from './home-models.ts';

const SIGNALS_SHOWN = 20;

/** Everything the rows of a Home are made of, read for all of them at once. */
async function readRows(db: Db, sections: readonly Section[]) {
  const ids = sections.flatMap((section) => section.ids);
  const rows = await readHandoffsWithLeads(db, ids);
  const clocks = Map.groupBy(await runningClocks(db, ids), (clock) => clock.handoffId);
  const events = await latestEvents(db, ids, UNSEEN);
  return new Map(
    rows.map((row) => {
      const { id } = row.handoff;
      const latest = events.get(id) ?? { version: 0, remindedAt: null };
      return [id, { ...row, ...latest, clocks: clocks.get(id) ?? [] }];
    }),
  );
}

const inOrder = <Row>(section: Section, rows: Map<string, Row>): Listed<Row> => ({
  rows: section.ids.flatMap((id) => rows.get(id) ?? []),
  total: section.total,
});

/** A rep's own leads with what they may press. Answers one list for each section. */
export async function loadOwnLeads(
  db: Db,
  settings: Settings,
  readerId: string,
  sections: readonly Section[],
  now: Date,
): Promise<Listed<HomeLead>[]> {
  const read = await readRows(db, sections);
  const signals = await latestSignals(
    db,
    [...read.values()].map(({ lead }) => lead.id),
    SIGNALS_SHOWN,
  );
  const returned = await sentBackAmong(db, [...read.keys()]);
  const rows = new Map(
    [...read].map(([id, row]): [string, HomeLead] => {
      const { handoff, lead, version, clocks } = row;
      const { person, account } = lead.record;
      return [
        id,
        {
          handoffId: id,
          seen: seenOf(handoff),
          version,
          leg: handoff.leg,
          state: handoff.state,
          temperature: handoff.temperature,
          lead: { ...leadOf(lead), title: person.title ?? null, employees: account.employees ?? null },
          whyNow: groupSignals(signals.get(lead.id) ?? []),
          deadline: deadlineOf(clocks),
          // What came of a meeting is asked on the card, which says when it was.
          commands: availableCommands(handoff, relationOf(settings, readerId, handoff), now).filter(
            (command) => command !== 'meet',
          ),
          snoozeChoices: snoozeChoices(row, clocks, now),
          backAt: handoff.state === 'snoozed' ? handoff.snoozedUntil : null,
          deal: handoff.deal && {
            ...dealOnCard(settings, handoff.deal),
            isLate: handoff.deal.closeOn < localDate(hoursOf(settings, readerId).timeZone, now),
          },
          sentBack: sentBack(
            settings,
            [returned.get(id)].filter((event) => event !== undefined),
          ),
        },
      ];
    }),
  );
  return sections.map((section) => inOrder(section, rows));
}

/** A team's leads as its manager sees them. Answers one list for each section. */
export async function loadTeamLeads(
  db: Db,
  settings: Settings,
  sections: readonly Section[],
): Promise<Listed<TeamLead>[]> {
  const read = await readRows(db, sections);
  const rows = new Map(
    [...read].map(([id, { handoff, lead, clocks, remindedAt }]): [string, TeamLead] => {
      const [first] = clocks
        .filter(({ pausedAt }) => pausedAt === null)
        .toSorted((a, b) => a.deadlineAt.getTime() - b.deadlineAt.getTime());
      const { name, company } = leadOf(lead);
      return [
        id,
        {
          handoffId: id,
          seen: seenOf(handoff),
          lead: name,
          company,
          temperature: handoff.temperature,
          ownerName: handoff.ownerId && nameOf(settings, handoff.ownerId),
          state: handoff.state,
          due: first ? { clock: first.kind, at: first.deadlineAt } : null,
          backAt: handoff.state === 'snoozed' ? handoff.snoozedUntil : null,
          remindedAt,
        },
      ];
    }),
  );
  return sections.map((section) => inOrder(section, rows));
}
