import { signalsTold } from '#db/account-signals.ts';
import { readAccount } from '#db/accounts.ts';
import type { Db } from '#db/db.ts';
import { readItem } from '#db/deliveries.ts';
import { readHandoff } from '#db/handoffs.ts';
import { readLead } from '#db/leads.ts';
import type { MessageRow } from '#db/messages.ts';
import type { LeadSignal } from '#domain/lead.ts';
import type { Settings } from '#domain/settings.ts';
import { sourceName } from '#domain/team.ts';
import { leadOf } from './card.ts';
import type { AccountNewsModel } from './models.ts';
import { signalWords } from './words.ts';

const MOST = 50;

/** What a company did, under the card of one of its leads or for whoever looks after it; null where it is moot. */
export async function loadAccountNews(
  db: Db,
  settings: Settings,
  message: MessageRow,
): Promise<AccountNewsModel | null> {
  const account = await readAccount(db, String(message.detail.accountId));
  if (!account) return null;
  const company = account.name ?? account.domain ?? '';
  const shownAs = (signal: LeadSignal, sourceId: string) => ({
    label: signalWords(signal),
    at: new Date(signal.at),
    sourceName: sourceName(settings, sourceId),
  });
  if (message.handoffId === null) {
    const told = await signalsTold(db, message.key, MOST);
    return { company, lead: null, signals: told.map(({ signal, sourceId }) => shownAs(signal, sourceId)) };
  }
  const item = await readItem(db, String(message.detail.itemId));
  const row = await readHandoff(db, message.handoffId);
  const lead = row && (await readLead(db, row.handoff.leadId));
  // Whoever has it by now reads it on their own card.
  const isMoot = row?.handoff.ownerId !== message.detail.repId;
  if (!item?.lead || !lead || (isMoot && message.ts === null)) return null;
  return {
    company,
    lead: leadOf(lead).name,
    signals: item.lead.signals.slice(0, MOST).map((signal) => shownAs(signal, item.sourceId)),
  };
}
