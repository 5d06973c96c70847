import type { App, BlockButtonAction, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { proposalModal } from '#blocks/cover.ts';
import { explain } from '#blocks/explain.ts';
import { awayModal } from '#blocks/home/away-modal.ts';
import { callbacks, fields, ids, OWN_TIME } from '#blocks/ids.ts';
import { type Line, when } from '#blocks/lines.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import type { Person } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';
import { checkUntil, readUntil } from '#domain/typed-time.ts';
import { proposeCover } from '#src/absence/cover.ts';
import { comeBack, setAway, whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { loadProposal } from '#src/view/cover.ts';
import { loadAway } from '#src/view/home-rep.ts';
import { ANSWER_MS, answerTo, lateFailure, openModal } from '../press.ts';

const TITLE = 'I am away';
const NOT_IN_TEAM = outcomeModal(TITLE, explain({ type: 'unknown_person' }));
const FAILED = outcomeModal(TITLE, [
  'This could not be saved just now. Close it and look at your Home; if you are not away there, try again.',
]);

/** Going and coming back, from one's Home. */
export function availability(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.away, async ({ ack, body, client }) => {
    await ack();
    await openModal({ core, client, triggerId: body.trigger_id, title: TITLE }, async () => {
      const person = await whoActs(core, body.user.id);
      return person ? awayModal(loadAway(core.inForce(), person.id, core.now())) : NOT_IN_TEAM;
    });
  });

  app.action<BlockButtonAction>(ids.back, async ({ ack, action, body, respond, client }) => {
    await ack();
    const answer = answerTo({ body, respond, client });
    const running = whoActs(core, body.user.id).then(async (person): Promise<Line | null> => {
      if (!person) return explain({ type: 'unknown_person' });
      const seen = new Date(action.value ?? '');
      const until = await comeBack(core, person.id, Number.isNaN(seen.getTime()) ? null : seen);
      return until && ['You are away until ', when(until), ' by now. Press again if you are back.'];
    });
    const refused = await within(answer.patience, running, lateFailure(core)).catch(answer.failed);
    await (refused ? answer.refused(refused) : answer.done(['Welcome back: you take leads again.']));
  });

  const submitted = { callback_id: callbacks.away, type: 'view_submission' as const };
  app.view<ViewSubmitAction>(submitted, async ({ ack, body, view }) => {
    const failed = (error: unknown) => {
      core.noteFailure(error, 'an absence could not be saved');
      return FAILED;
    };
    const outcome = await within(ANSWER_MS, goAway(core, body.user.id, view), failed).catch(failed);
    if (outcome === null) return ack();
    if ('field' in outcome)
      return ack({ response_action: 'errors', errors: { [outcome.field]: outcome.problem } });
    return ack({ response_action: 'update', view: outcome });
  });
}

/** Null when it is saved and nothing is open; else the field that is wrong, or what stands in place of the form. */
async function goAway(core: Core, slackUserId: string, view: ViewOutput) {
  const person = await whoActs(core, slackUserId);
  if (!person) return NOT_IN_TEAM;
  const read = readAbsence(core, person, view);
  if (!read.ok) return read;
  await setAway(core, person.id, read.until);
  const proposed = await proposeCover(core, person.id, read.until);
  return proposed && proposalModal(loadProposal(core.inForce(), proposed));
}

type Absence = { ok: true; until: Date } | { ok: false; field: string; problem: string };

/** Until when, as the form says; else the field that is wrong, and why. */
function readAbsence(core: Core, person: Person, view: ViewOutput): Absence {
  const { values } = view.state;
  const choice = values[fields.absence]?.[fields.absence]?.selected_option?.value ?? '';
  const picked = values[fields.until]?.[fields.until]?.selected_date_time ?? null;
  if (choice !== OWN_TIME) {
    const read = readUntil(choice, hoursOf(core.inForce().settings, person.id), core.now());
    return read.ok ? read : { ...read, field: fields.absence };
  }
  if (picked === null) return { ok: false, field: fields.until, problem: 'Pick the time you are back.' };
  const read = checkUntil(new Date(picked * 1_000), core.now());
  return read.ok ? read : { ...read, field: fields.until };
}
