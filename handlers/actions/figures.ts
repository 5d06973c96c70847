import type { App, BlockButtonAction, RespondFn } from '@slack/bolt';
import { parseDefinitions } from '#blocks/definitions/definitions.ts';
import { definitionsModal } from '#blocks/definitions/definitions-modal.ts';
import { ephemeral, explain } from '#blocks/explain.ts';
import { ids, parseShared } from '#blocks/ids.ts';
import type { Message } from '#blocks/lines.ts';
import { ASK_AGAIN } from '#blocks/outdated.ts';
import { report, shared } from '#blocks/report.ts';
import { NOT_YOURS_TO_TAKE_BACK, SHARED, sharedBy } from '#blocks/shared.ts';
import { may, mayAbout } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import type { Readers } from '../commands/funnel/report-command.ts';
import { REPORTS } from '../commands/funnel.ts';
import { ANSWER_MS, lateFailure } from '../press.ts';
import { respondWith } from '../respond.ts';

const UNKNOWN_PERSON = ephemeral(explain({ type: 'unknown_person' }));
const OLD_ANSWER = ephemeral(ASK_AGAIN);

/** The buttons under an answer with figures: what they mean, showing it to everybody, and taking that back. */
export function figureButtons(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.definitions, async ({ ack, action, body, client, respond }) => {
    await ack();
    const id = parseDefinitions(action.value);
    if (id === null) return say(core, respond, OLD_ANSWER);
    await client.views.open({ trigger_id: body.trigger_id, view: definitionsModal(id) });
  });
  app.action<BlockButtonAction>(ids.share, async ({ ack, action, body, respond }) => {
    await ack();
    const sharing = share(core, body.user.id, action.value, respond);
    await within(ANSWER_MS, sharing, lateFailure(core));
  });
  app.action<BlockButtonAction>(ids.unshare, async ({ ack, action, body, respond }) => {
    await ack();
    const taking = takeBack(core, body.user.id, action.value, respond);
    await within(ANSWER_MS, taking, lateFailure(core));
  });
}

/** Asks the report again for everybody in the channel; whoever shared keeps their own answer, without the button. */
async function share(
  core: Core,
  slackUserId: string,
  value: string | undefined,
  respond: RespondFn,
): Promise<void> {
  const person = await whoActs(core, slackUserId);
  if (!person || !may('share_figures', person)) return say(core, respond, UNKNOWN_PERSON);
  const asked = parseShared(value);
  const found = asked && REPORTS.find(({ name }) => name === asked.report);
  if (!found) return say(core, respond, OLD_ANSWER);
  const ask = (readers: Readers) => found.report({ core, person, slackUserId, words: asked.words }, readers);
  const forAll = await ask('channel');
  if (!('report' in forAll)) return say(core, respond, 'message' in forAll ? forAll.message : OLD_ANSWER);
  const message = shared(forAll.report, { line: sharedBy(slackUserId), personId: person.id });
  await respondWith(core, respond, message, { response_type: 'in_channel', replace_original: false });
  const own = await ask('asker');
  if (!('report' in own)) return;
  const kept = report({ ...own.report, notes: [...own.report.notes, SHARED] });
  await respondWith(core, respond, kept, { response_type: 'ephemeral', replace_original: true });
}

async function takeBack(
  core: Core,
  slackUserId: string,
  value: string | undefined,
  respond: RespondFn,
): Promise<void> {
  const person = await whoActs(core, slackUserId);
  if (!person) return say(core, respond, UNKNOWN_PERSON);
  if (!mayTakeBack(core, person, value ?? '')) return say(core, respond, ephemeral(NOT_YOURS_TO_TAKE_BACK));
  await respond({ delete_original: true });
}

const mayTakeBack = (core: Core, person: Person, sharerId: string): boolean =>
  mayAbout('unshare_figures', core.inForce().settings, person, [sharerId]);

const say = (core: Core, respond: RespondFn, message: Message): Promise<void> =>
  respondWith(core, respond, message, { response_type: 'ephemeral', replace_original: false });
