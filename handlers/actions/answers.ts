import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt';
import { answerModal } from '#blocks/answers.ts';
import { explain } from '#blocks/explain.ts';
import { callbacks, fields, ids, parseAnswered, parseRejected } from '#blocks/ids.ts';
import type { Line } from '#blocks/lines.ts';
import { outcomeModal } from '#blocks/notice-modals.ts';
import { ANSWER_KINDS } from '#domain/marketing-answers.ts';
import { may } from '#domain/permissions.ts';
import type { Person } from '#domain/settings.ts';
import { hoursOf } from '#domain/team.ts';
import { pickedDay } from '#domain/typed-time.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import { type Answered, answerRejections } from '#src/messages/marketing-answers.ts';
import { loadAnswer } from '#src/view/feedback.ts';
import { ANSWER_MS, openModal } from '../press.ts';

const TITLE = 'Answer sales';
const NOT_MARKETING: Line = ['Marketing and ops answer rejections. Tell them what you know in the thread.'];
const ANSWERED: Line = ['All of these are answered already, or were taken back.'];

const OLD_FORM: Line = ['This form is from an older version of the app. Close it, and press Answer again.'];

/** Marketing answers what sales gave back. */
export function answers(app: App, core: Core): void {
  app.action<BlockButtonAction>(ids.answer, async ({ ack, action, body, client }) => {
    await ack();
    await openModal({ core, client, triggerId: body.trigger_id, title: TITLE }, async () => {
      const person = await whoActs(core, body.user.id);
      if (!person) return outcomeModal(TITLE, explain({ type: 'unknown_person' }));
      if (!may('answer_rejections', person)) return outcomeModal(TITLE, NOT_MARKETING);
      const of = parseRejected(action.value);
      const model = of && (await loadAnswer(core.db, core.inForce(), of, core.now()));
      return model ? answerModal(model) : outcomeModal(TITLE, ANSWERED);
    });
  });

  const submitted = { callback_id: callbacks.answer, type: 'view_submission' as const };
  app.view<ViewSubmitAction>(submitted, async ({ ack, body, view }) => {
    const entered = (field: string) => view.state.values[field]?.[field];
    const kind = ANSWER_KINDS.find((known) => known === entered(fields.answer)?.selected_option?.value);
    const note = entered(fields.note)?.value?.trim() ?? '';
    const of = parseAnswered(view.private_metadata);
    if (of === null) return ack({ response_action: 'update', view: outcomeModal(TITLE, OLD_FORM) });
    if (kind === undefined) {
      return ack({ response_action: 'errors', errors: { [fields.answer]: 'Choose an answer.' } });
    }
    if (kind === 'disagree' && note === '') {
      return ack({ response_action: 'errors', errors: { [fields.note]: 'Say why: sales read it.' } });
    }
    const day = entered(fields.until)?.selected_date ?? null;
    if (kind === 'recycle' && day === null) {
      return ack({
        response_action: 'errors',
        errors: { [fields.until]: 'Choose the day on which they come back.' },
      });
    }
    const running = whoActs(core, body.user.id).then((person): Answered | Promise<Answered> => {
      if (!person) return { type: 'not_marketing' };
      const until = kind === 'recycle' && day !== null ? comesBackAt(core, person, day) : null;
      return answerRejections(core, person, of, { kind, note, until });
    });
    const failed = (error: unknown) => {
      core.noteFailure(error, 'an answer to rejections could not be saved');
      return null;
    };
    const result = await within(ANSWER_MS, running, failed).catch(failed);
    if (result?.type === 'answered') return ack();
    if (result?.type === 'past') {
      return ack({
        response_action: 'errors',
        errors: { [fields.until]: 'That day has passed. Choose a later one.' },
      });
    }
    await ack({ response_action: 'update', view: outcomeModal(TITLE, wordsFor(result?.type ?? null)) });
  });
}

/** The morning of the day that whoever answers picked, where they are. */
const comesBackAt = (core: Core, { id }: Person, day: string): Date | null =>
  pickedDay(day, hoursOf(core.inForce().settings, id), core.now());

function wordsFor(type: 'nothing_open' | 'not_marketing' | null): Line {
  if (type === 'not_marketing') return NOT_MARKETING;
  if (type === 'nothing_open') return ANSWERED;
  return ['This could not be saved just now. Look at the message: if it shows no answer, try again.'];
}
