import type { App, BlockButtonAction, RespondArguments } from '@slack/bolt';
import { ephemeral, explain } from '#blocks/explain.ts';
import { ids, parsePage, parseSourcesPage, parseValue } from '#blocks/ids.ts';
import { sources } from '#blocks/sources.ts';
import { findHandoffByStart } from '#db/handoffs.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { loadSources } from '#src/view/sources.ts';
import { ANSWER_MS, lateFailure } from '../press.ts';
import { showCard, showList } from '../show-leads.ts';

const GONE = ephemeral(explain({ type: 'unknown_handoff' }));
const UNKNOWN_PERSON = ephemeral(explain({ type: 'unknown_person' }));
const OLD_LIST = ephemeral(['This list is from an older version. Type the command again.']);

/** Turns the pages of a list where it stands, and shows the card of one of its leads to whoever presses. */
export function listButtons(app: App, core: Core): void {
  for (const id of [ids.previousPage, ids.nextPage]) {
    app.action<BlockButtonAction>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const page = await within(ANSWER_MS, turnPage(core, body.user.id, action.value), lateFailure(core));
      // The shapes differ only in how strictly they list Slack's block types.
      await respond({ ...page, response_type: 'ephemeral', replace_original: true } as RespondArguments);
    });
  }
  for (const id of [ids.previousSources, ids.nextSources]) {
    app.action<BlockButtonAction>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const page = await within(ANSWER_MS, turnSources(core, body.user.id, action.value), lateFailure(core));
      await respond({ ...page, response_type: 'ephemeral', replace_original: true } as RespondArguments);
    });
  }
  app.action<BlockButtonAction>(ids.show, async ({ ack, action, body, respond }) => {
    await ack();
    const shown = await within(ANSWER_MS, showPressed(core, body.user.id, action.value), lateFailure(core));
    await respond({ ...shown, response_type: 'ephemeral', replace_original: false } as RespondArguments);
  });
}

/** The presser's own list of this kind, whoever's list the button stands on. */
async function turnPage(core: Core, slackUserId: string, value: string | undefined) {
  const person = await whoActs(core, slackUserId);
  if (!person) return UNKNOWN_PERSON;
  const asked = parsePage(value);
  return asked ? showList(core, person, asked) : OLD_LIST;
}

async function turnSources(core: Core, slackUserId: string, value: string | undefined) {
  const person = await whoActs(core, slackUserId);
  if (!person) return UNKNOWN_PERSON;
  const page = parseSourcesPage(value);
  return page === null
    ? OLD_LIST
    : sources(await loadSources(core.db, core.inForce(), { now: core.now(), page }));
}

async function showPressed(core: Core, slackUserId: string, value: string | undefined) {
  const person = await whoActs(core, slackUserId);
  if (!person) return UNKNOWN_PERSON;
  const pressed = parseValue(value);
  if (!pressed) return OLD_LIST;
  const [found] = await findHandoffByStart(core.db, pressed.handoffId);
  return (found && (await showCard(core, person, found))) ?? GONE;
}
