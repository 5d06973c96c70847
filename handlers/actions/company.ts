import type { App, BlockButtonAction } from '@slack/bolt';
import { ids, parseAccount, parseValue } from '#blocks/ids.ts';
import { sameCompanyAnswered } from '#blocks/same-company.ts';
import { accountSystemName } from '#domain/mirror-systems.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { nameAccount } from '#src/handoff/name-account.ts';
import { ownerNameOf } from '#src/view/account.ts';
import { answerRefused, answerTo, lateFailure } from '../press.ts';

/** Whether a lead's company is an account of the CRM. */
export function companyButtons(app: App, core: Core): void {
  for (const [actionId, isSame] of [
    [ids.sameCompany, true],
    [ids.otherCompany, false],
  ] as const) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, respond, client }) => {
      await ack();
      const answer = answerTo({ body, respond, client });
      const carried = parseValue(action.value);
      const record = parseAccount(carried?.choice ?? undefined);
      if (!carried || !record) return answerRefused(core, answer, { type: 'old_card' }, null);
      const { handoffId } = carried;
      const naming = nameAccount(core, { handoffId, record, isSame, slackUserId: body.user.id });
      const done = await within(answer.patience, naming, lateFailure(core, handoffId)).catch(answer.failed);
      if (!done.ok) return answerRefused(core, answer, done.refusal, handoffId);
      const { settings } = core.inForce();
      const { account, ownerId } = done;
      const ownerName = ownerNameOf(settings, account);
      const isOwners = settings.people.some(
        ({ id, email }) => id === ownerId && email.toLowerCase() === account.ownerEmail,
      );
      await answer.done(
        sameCompanyAnswered({
          ...{ isSame, ownerName, isOwners, systemName: accountSystemName(account.system) },
          name: account.name ?? account.domains[0] ?? '',
        }),
      );
    });
  }
}
