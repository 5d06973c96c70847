import { runningClocks } from '#db/clocks.ts';
import type { Db } from '#db/db.ts';
import { readEvents, readHandoff } from '#db/handoffs.ts';
import { readLead, readSignals } from '#db/leads.ts';
import type { MessageRow } from '#db/messages.ts';
import { withoutContacts } from '#domain/contacts.ts';
import type { Handoff } from '#domain/handoff.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { seenOf } from '#domain/seen.ts';
import type { Settings } from '#domain/settings.ts';
import { nameOf, sourceName } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { channelOfClaim, isBatchKey } from '#src/core/message-keys.ts';
import { groupSignals } from './card.ts';
import type { ClaimModel } from './models.ts';
import { loadPause } from './pause.ts';

const SIGNALS_SHOWN = 50;

/** A lead where it lies, or lay, for whoever comes first; null when it is not to be shown there any more. */
export async function loadClaim(
  db: Db,
  { settings }: SettingsInForce,
  message: MessageRow,
  now: Date,
): Promise<ClaimModel | null> {
  const row = await readHandoff(db, message.handoffId ?? '');
  const lead = row && (await readLead(db, row.handoff.leadId));
  if (!row || !lead) return null;
  const { handoff } = row;
  const status = statusOf(settings, handoff, await readEvents(db, handoff.id), message.key);
  // Taken before it was posted: it is nobody's business any more.
  if (status.type !== 'open' && message.ts === null) return null;
  const clock = (await runningClocks(db, [handoff.id])).find(({ kind }) => kind === 'unassigned');
  const source = settings.sources.find(({ id }) => id === row.sourceId);
  const { record } = lead;
  return {
    handoffId: handoff.id,
    seen: seenOf(handoff),
    leg: handoff.leg,
    temperature: handoff.temperature,
    sourceName: sourceName(settings, row.sourceId),
    campaign: row.campaign,
    lead: {
      ...openLeadOf(record),
      title: record.person.title === undefined ? null : withoutContacts(record.person.title),
      employees: record.account.employees ?? null,
    },
    whyNow: groupSignals(await readSignals(db, lead.id, SIGNALS_SHOWN)).map((group) => ({
      ...group,
      label: withoutContacts(group.label),
    })),
    acceptIf: handoff.leg === 'mql_to_sdr' ? (source?.accept_if ?? null) : null,
    unknownFit: lead.evidence.unknown,
    deadline: clock ? { at: clock.deadlineAt, isOver: clock.deadlineAt <= now } : null,
    pause: status.type === 'open' ? await loadPause(db, settings) : null,
    status,
  };
}

/** A lead's name where many read it: never an address or a number, even where it has no other name. */
export function openLeadOf({ person, account }: CanonicalLead): { name: string; company: string | null } {
  const full =
    person.full_name?.trim() || [person.first_name, person.last_name].filter(Boolean).join(' ').trim();
  const company = account.name ?? account.domain ?? null;
  return {
    name: full === '' ? 'Unnamed lead' : withoutContacts(full),
    company: company && withoutContacts(company),
  };
}

function statusOf(
  settings: Settings,
  handoff: Handoff,
  events: Awaited<ReturnType<typeof readEvents>>,
  key: string,
): ClaimModel['status'] {
  if (handoff.state === 'waiting' && handoff.claimKey === key) return { type: 'open' };
  let taken: ClaimModel['status'] | null = null;
  for (const { event, at } of events) {
    if (event.type === 'claimed' && event.claimKey === key) {
      taken = { type: 'taken', byName: nameOf(settings, event.by), at };
    }
    if (event.type === 'undone' && event.command === 'claim') taken = null;
  }
  const { ownerId, state, claimKey } = handoff;
  if (!taken && claimKey !== null && !isBatchKey(claimKey)) {
    const channelId = channelOfClaim(claimKey);
    return { type: 'moved', channelId: channelId === channelOfClaim(key) ? null : channelId };
  }
  return taken ?? { type: 'gone', ownerName: ownerId && nameOf(settings, ownerId), state };
}
