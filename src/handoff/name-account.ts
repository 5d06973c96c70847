import { openHandoffsOfRecords } from '#db/mirrored-accounts.ts';
import { type NamedAccount, readOneMirrored, saveAnswer } from '#db/near-accounts.ts';
import { recordRefusal } from '#db/rejections.ts';
import { accountDomain } from '#domain/accounts.ts';
import { companyNameKey } from '#domain/company-name.ts';
import { isOpenState, type Refusal } from '#domain/handoff.ts';
import { nearness } from '#domain/near-name.ts';
import { nameOf } from '#domain/team.ts';
import { type Core, transact, type Work } from '#src/core/core.ts';
import { touch } from '#src/core/want.ts';
import { resolveActor } from './decision-facts.ts';
import { type Found, lock } from './lock.ts';

/** What somebody says of whose account a lead's company is. It is asked for, never assumed. */

export type AccountNamed = {
  handoffId: string;
  record: { system: string; recordId: string };
  isSame: boolean;
  slackUserId: string;
};

type Answered = { ok: true; account: NamedAccount; ownerId: string | null } | { ok: false; refusal: Refusal };

const MAY_NAME = ['owner', 'manager', 'ops'];

/**
 * Keeps the answer. A Yes joins the lead to the account, and everybody of its domain where it has one of its own; the lead
 * stays with whoever has it.
 */
export function nameAccount(
  core: Core,
  { handoffId, record, isSame, slackUserId }: AccountNamed,
): Promise<Answered> {
  return transact(core, async (work): Promise<Answered> => {
    const found = await lock(work, handoffId);
    if (!found) return { ok: false, refusal: { type: 'unknown_handoff' } };
    const { handoff } = found.row;
    const actor = await resolveActor(work, { slackUserId }, found.row);
    if (actor.personId === null || !MAY_NAME.includes(actor.relation)) {
      const { personId } = actor;
      const asked = { handoffId, slackUserId, personId, command: 'name_account' as const, at: work.now };
      await recordRefusal(work.tx, asked);
      if (personId === null) return { ok: false, refusal: { type: 'unknown_person' } };
      const ownerName = handoff.ownerId && nameOf(work.settings, handoff.ownerId);
      return { ok: false, refusal: { type: 'not_yours', ownerName } };
    }
    const account = await readOneMirrored(work.tx, record.system, record.recordId);
    if (account === null || !isOpenState(handoff.state) || (isSame && !isNear(found, account))) {
      return { ok: false, refusal: { type: 'old_card' } };
    }
    await saveAnswer(work.tx, {
      leadId: found.lead.id,
      accountId: accountOfDomain(work, found),
      ...{ system: account.system, recordId: account.recordId, isSame, byId: actor.personId, at: work.now },
    });
    await showAnswered(work, found, account);
    return { ok: true, account, ownerId: handoff.ownerId };
  });
}

/** A press is made of what was shown; what was shown may have changed, or be made up. */
const isNear = ({ lead }: Found, { nameKey }: NamedAccount): boolean =>
  nearness(companyNameKey(lead.record.account.name ?? ''), nameKey) !== null;

/** Whoever writes from a provider of mailboxes speaks for nobody else there. */
const accountOfDomain = ({ settings }: Work, { lead }: Found): string | null =>
  accountDomain(settings, lead.record) === null ? null : lead.accountId;

/** Cards of colleagues show it too. */
async function showAnswered(work: Work, { row, lead }: Found, account: NamedAccount): Promise<void> {
  touch(work, row.handoff.id, []);
  const company = accountDomain(work.settings, lead.record);
  const changed = { domains: company === null ? [] : [company], records: [account.recordId] };
  for (const id of await openHandoffsOfRecords(work.tx, account.system, changed)) touch(work, id, []);
}
