import { runningClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { readItem } from '#db/deliveries.ts';
import { openHandoffsOf, readHandoff } from '#db/handoffs.ts';
import { readLead } from '#db/leads.ts';
import type { MessageRow } from '#db/messages.ts';
import { readPeople, readPerson } from '#db/people.ts';
import { isOpenState } from '#domain/handoff.ts';
import { isWrittenAlike, statedName } from '#domain/person-names.ts';
import { nameOf, personOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { accountsNotice } from './accounts-notice.ts';
import { deadlineOf, leadOf } from './card.ts';
import { quarantineNotice, stretchOf, testsNotice, urgentNotice } from './intake-notices.ts';
import type { JoinedSignalModel, OpsNoticeModel, ReminderModel } from './models.ts';
import { namedOwnersNotice } from './named-owners.ts';
import { prospectToTell } from './prospect.ts';
import { notesIn } from './tellings.ts';
import { signalWords } from './words.ts';

/** What the messages beside the cards show. */

export async function loadReminder(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<ReminderModel | null> {
  const row = await readHandoff(db, message.handoffId ?? '');
  const lead = row && (await readLead(db, row.handoff.leadId));
  const person = await readPerson(db, String(message.detail.repId));
  // A reminder that Slack gets late, after the answer, would only disturb.
  const why = String(message.detail.why);
  const isStill =
    why === 'taken_back' ? row?.handoff.state === 'withdrawn' : row && isOpenState(row.handoff.state);
  const isMoot = row?.handoff.ownerId !== message.detail.repId || !isStill;
  if (!row || !lead || !person?.slackId || (isMoot && message.ts === null)) return null;
  const clocks = await runningClocks(db, [row.handoff.id]);
  const told = clocks.filter(({ kind }) => kind === message.detail.clock);
  const deadline = deadlineOf(told) ?? deadlineOf(clocks);
  const { name, company } = leadOf(lead);
  const isOver = why === 'taken_back';
  return {
    slackUserId: person.slackId,
    lead: name,
    company,
    temperature: row.handoff.temperature,
    deadline: deadline && { ...deadline, isOver: deadline.at <= now },
    prospect: isOver ? null : prospectToTell(lead, settings, row.handoff.ownerId, message.createdAt),
    why: isOurs(why) ? why : 'nudge',
    byName: isOurs(why) ? null : nameOf(settings, why),
  };
}

/** Else it is whoever asked for it. */
const isOurs = (why: string): why is Exclude<ReminderModel['why'], 'nudge'> =>
  ['ladder', 'woken', 'outcome', 'taken_back'].includes(why);

export async function loadJoined(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
): Promise<JoinedSignalModel | null> {
  const item = await readItem(db, String(message.detail.itemId));
  const lead = item?.leadId ? await readLead(db, item.leadId) : null;
  const row = await readHandoff(db, message.handoffId ?? '');
  // Whoever has it by now reads the signal on their own card.
  const isMoot = row?.handoff.ownerId !== message.detail.repId;
  if (!item?.lead || !lead || (isMoot && message.ts === null)) return null;
  const { name, company } = leadOf(lead);
  const told = statedName(item.lead);
  const { choosesUntil, isRequest } = message.detail;
  return {
    lead: name,
    company,
    sourceName: sourceName(settings, item.sourceId),
    as: told === null || isWrittenAlike(told, name) ? null : told,
    isBack: choosesUntil === undefined || isRequest === 1,
    choosesUntil: choosesUntil === undefined ? null : new Date(String(choosesUntil)),
    notes: notesIn(item.lead),
    signals: item.lead.signals.map((signal) => ({
      label: signalWords(signal),
      at: new Date(signal.at),
    })),
  };
}

/** Something ops have to mend, in words. */
export async function loadOpsNotice(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<OpsNoticeModel | null> {
  const { detail } = message;
  switch (detail.about) {
    case 'quarantine':
      return quarantineNotice(db, settings, stretchOf(detail), now);
    case 'urgent':
      return urgentNotice(db, settings, String(detail.itemId), now);
    case 'tests':
      return testsNotice(db, settings, stretchOf(detail));
    case 'people':
      return peopleNotice(db, settings);
    case 'owners':
      return namedOwnersNotice(db, settings, {
        sourceId: String(detail.sourceId),
        from: new Date(String(detail.from)),
        to: new Date(String(detail.to)),
      });
    case 'accounts':
      return accountsNotice(db, settings, {
        system: String(detail.system),
        since: new Date(String(detail.since)),
      });
    case 'installation':
      return { title: 'The app’s place in Slack needs mending', lines: JSON.parse(String(detail.lines)) };
    case 'settings':
      return {
        title: 'The settings were changed in Slack',
        lines: [
          `${detail.by ? nameOf(settings, String(detail.by)) : 'A workspace admin'} changed: ${detail.what}`,
        ],
      };
    case 'place':
      return {
        title: 'A message cannot be delivered',
        lines: [
          `${placeWords(settings, String(detail.place))}: Slack says ${detail.code}.`,
          'Invite the app to the channel, or name another in the settings. What is due is kept and sent then.',
        ],
      };
    default:
      return null;
  }
}

async function peopleNotice(
  db: Db,
  settings: SettingsInForce['settings'],
): Promise<{ title: string; lines: string[] } | null> {
  const rows = await readPeople(
    db,
    settings.people.map((person) => person.id),
  );
  const lines: string[] = [];
  for (const { id, problem } of rows.values()) {
    if (problem === null) continue;
    const accepted = await openHandoffsOf(db, id, ['accepted', 'working']);
    lines.push(`${nameOf(settings, id)}: ${problem}${left(accepted.length)}`);
  }
  if (lines.length === 0)
    return { title: 'Everybody is found in Slack', lines: ['All people can receive leads.'] };
  return {
    title: 'People who receive no leads',
    lines: [...lines, 'Put their Slack e-mail address, or slack_id, into the settings.'],
  };
}

const left = (accepted: number): string => {
  if (accepted === 0) return '';
  return accepted === 1
    ? '; 1 accepted lead stays theirs until a manager or ops reassigns it'
    : `; ${accepted} accepted leads stay theirs until a manager or ops reassigns them`;
};

/** A message's place, as ops know it. */
export function placeWords(settings: SettingsInForce['settings'], place: string): string {
  const [kind, id = ''] = place.split(':', 2);
  if (kind === 'channel-for') {
    const channel = id === 'ops' ? settings.channels.ops : settings.channels.feedback;
    return channel ? `Channel ${channel}` : 'Direct messages of ops';
  }
  return kind === 'channel' ? `Channel ${id}` : `Direct messages of ${personOf(settings, id)?.name ?? id}`;
}
