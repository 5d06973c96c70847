import { addAccountSignals, csmOfAccount, openHandoffsOfAccount } from '#db/account-signals.ts';
import { onlyAccountNamed, readAccount } from '#db/accounts.ts';
import type { Problem } from '#db/deliveries.ts';
import type { ItemOutcome } from '#db/schema.ts';
import { nextOpening } from '#domain/calendar.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { localDate } from '#domain/day.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { modeOf } from '#domain/shadow.ts';
import { hoursOf, idOf, personOf } from '#domain/team.ts';
import type { Work } from '#src/core/core.ts';
import { touchHomes } from '#src/core/homes.ts';
import { accountDayKey, accountNewsKey, cardKey, inDmOf } from '#src/core/message-keys.ts';
import { touch, want } from '#src/core/want.ts';
import { accountFor } from './account-for.ts';

type Settled = { outcome: ItemOutcome; leadId: null; handoffId: string | null; problems: Problem[] };

/** A company with more open leads than this is told of in the newest. */
const MOST_CARDS = 50;

/**
 * Keeps what a company did, of whom nobody knows who. Its open cards show it, and their owners hear of it in the thread; who
 * looks after the company without an open lead there has one message a day. It makes no lead, and judges none.
 */
export async function takeInAccountSignal(
  work: Work,
  { sourceId }: { sourceId: string },
  told: CanonicalLead,
  itemId: string,
): Promise<Settled> {
  const { tx, settings } = work;
  const company = await accountFor(work, told);
  const accountId = company?.id ?? (await onlyAccountNamed(tx, companyNameKey(told.account.name ?? '')));
  if (accountId === null) {
    const problem = 'no domain, and no one company here has just this name';
    return { outcome: 'ignored', leadId: null, handoffId: null, problems: [{ path: 'account', problem }] };
  }
  const account = await readAccount(tx, accountId);
  const open = await openHandoffsOfAccount(tx, accountId, MOST_CARDS);
  const isLive = modeOf(settings, sourceId) === 'live';
  // Whom the CRM names goes before whoever accepted a lead of theirs here once.
  const inCrm = company?.mirrored?.ownerEmail ?? null;
  const isOfCustomer = told.signals.some(({ type }) => type === 'expansion' || type === 'churn');
  const keeperId =
    // Whoever has the customer hears that they may buy more, or have left.
    personOf(settings, isOfCustomer ? await csmOfAccount(tx, accountId) : null)?.id ??
    personOf(settings, inCrm === null ? null : idOf(settings, inCrm))?.id ??
    personOf(settings, account?.ownerId ?? null)?.id ??
    null;
  const isForKeeper = isLive && keeperId !== null && open.every(({ ownerId }) => ownerId !== keeperId);
  const messageKey = isForKeeper ? dayKey(work, accountId, keeperId) : '';
  const fresh = await addAccountSignals(tx, { accountId, sourceId, messageKey }, told.signals, work.newId);
  if (fresh === 0) return { outcome: 'signal', leadId: null, handoffId: null, problems: [] };
  for (const handoff of open) {
    if (isLive && handoff.ownerId !== null) {
      want(work, {
        key: accountNewsKey(handoff.id, itemId),
        kind: 'account',
        handoffId: handoff.id,
        place: inDmOf(handoff.ownerId),
        parentKey: cardKey(handoff.id, handoff.offerNo),
        detail: { repId: handoff.ownerId, itemId, sourceId, accountId },
      });
    }
    touch(work, handoff.id, []);
    touchHomes(work, handoff);
  }
  if (isForKeeper) tellKeeper(work, accountId, keeperId, messageKey);
  const [first] = open;
  return {
    outcome: first ? 'joined' : 'signal',
    leadId: null,
    handoffId: first?.id ?? null,
    problems: [],
  };
}

const dayKey = ({ settings, now }: Work, accountId: string, personId: string): string =>
  accountDayKey(accountId, personId, localDate(settings.workspace.time_zone, now));

/** It is no emergency: whoever looks after the company reads it when they are at work. */
function tellKeeper(work: Work, accountId: string, personId: string, key: string): void {
  const at = nextOpening(hoursOf(work.settings, personId), work.now);
  want(work, {
    key,
    kind: 'account',
    handoffId: null,
    place: inDmOf(personId),
    parentKey: null,
    detail: { repId: personId, accountId },
    ...(at > work.now && { notBefore: at }),
  });
}
