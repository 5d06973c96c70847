import type {
  AllMiddlewareArgs,
  BlockAction,
  RespondFn,
  SlackViewMiddlewareArgs,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { ephemeral, explain } from '#blocks/explain.ts';
import { ACCEPTED, type PressValue, parseValue } from '#blocks/ids.ts';
import { type Line, sayPlain } from '#blocks/lines.ts';
import { loadingModal, outcomeModal } from '#blocks/notice-modals.ts';
import type { Command, CommandType, Refusal } from '#domain/handoff.ts';
import { zoneOf } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { within } from '#src/core/deadline.ts';
import type { By, Seen } from '#src/handoff/decision-facts.ts';
import { type Carried, type Dispatched, dispatch, refusalBeforehand } from '#src/handoff/dispatch.ts';

/** Slack shows an error after three seconds; whoever presses hears from us before that. */
export const ANSWER_MS = 2_500;
// What is answered by a modal has to be known while a press may still open one.
const MODAL_MS = 1_500;

type Client = AllMiddlewareArgs['client'];

/** How the handoff stood where somebody decided about it, for what is only meant for that. */
export const seenIn = (value: PressValue | null): Seen | null =>
  value?.offerNo == null ? null : { offerNo: value.offerNo, isAccepted: value.choice === ACCEPTED };

/** How whoever pressed hears what came of it. */
export type PressAnswer = {
  /** How long they may be left waiting, in milliseconds. */
  patience: number;
  done: (line: Line) => Promise<void>;
  refused: (line: Line) => Promise<void>;
  /** Passes the failure on, to those who tell of it. */
  failed: (error: unknown) => Promise<never>;
};

const NOT_DONE = 'Not done';
const FAILED: Line = [
  'That did not work just now. Nothing is lost: look at your Home again, and press once more if it is unchanged.',
];

/**
 * Under a message only the presser reads the answer. A Home has no message to answer under: what was done shows in
 * the Home itself, and what was not is said in a modal.
 */
export function answerTo({
  body,
  respond,
  client,
}: {
  body: Pick<BlockAction, 'trigger_id' | 'view'>;
  respond: RespondFn;
  client: Client;
}): PressAnswer {
  if (body.view === undefined) {
    const say = async (line: Line) => {
      await respond(ephemeral(line));
    };
    return {
      patience: ANSWER_MS,
      done: say,
      refused: say,
      failed: async (error) => {
        throw error;
      },
    };
  }
  const tell = async (line: Line) => {
    await client.views.open({ trigger_id: body.trigger_id, view: outcomeModal(NOT_DONE, line) });
  };
  return {
    patience: MODAL_MS,
    done: async () => {},
    refused: tell,
    failed: async (error) => {
      // That it cannot be told either hides nothing: what failed first is what is thrown.
      await tell(FAILED).catch(() => {});
      throw error;
    },
  };
}

/** Carries out the command a press stands for, and tells the presser what came of it. */
export async function answerPress(
  core: Core,
  press: { value: string | undefined; by: By; answer: PressAnswer },
  command: Command | Promise<Command>,
  done: (carried: Carried) => Line | Promise<Line>,
): Promise<void> {
  const handoffId = parseValue(press.value)?.handoffId ?? '';
  const running = Promise.resolve(command).then((known) => dispatch(core, handoffId, known, press.by));
  const result = await within(press.answer.patience, running).catch(press.answer.failed);
  if (result.ok) await press.answer.done(await done(result));
  else await press.answer.refused(explain(result.refusal));
}

/**
 * Opens a modal from a press. A press may do so for three seconds only, so it opens at once, and is filled when
 * its facts are loaded.
 */
export async function openModal(
  client: Client,
  triggerId: string,
  title: string,
  load: () => Promise<ModalView | null>,
): Promise<void> {
  const opened = await client.views.open({ trigger_id: triggerId, view: loadingModal(title) });
  const viewId = opened.view?.id;
  if (!viewId) return;
  const late: Line = ['This cannot be shown right now. Close it and try again in a moment.'];
  const view = await within(ANSWER_MS, load()).catch(() => outcomeModal(title, late));
  const gone = () => outcomeModal(title, explain({ type: 'unknown_handoff' }));
  await client.views.update({ view_id: viewId, view: view ?? gone() }).catch(unlessClosed);
}

/** A modal that its reader closed meanwhile has nothing to be filled. */
export function unlessClosed(error: unknown): void {
  const isClosed = error instanceof webApi.WebAPIPlatformError && error.data.error === 'not_found';
  if (!isClosed) throw error;
}

/** A modal, and the command that its submission would give; null where it only shows. */
export type Form = {
  title: string;
  command: CommandType | null;
  load: (core: Core, handoffId: string, slackUserId: string) => Promise<ModalView | null>;
};

/** The form, or why filling it in would be in vain. */
export async function fill(
  core: Core,
  form: Form,
  handoffId: string,
  slackUserId: string,
): Promise<ModalView | null> {
  const refusal = form.command && (await refusalBeforehand(core, handoffId, form.command, slackUserId));
  return refusal ? outcomeModal(form.title, explain(refusal)) : form.load(core, handoffId, slackUserId);
}

/** A modal that was submitted, and how whoever did it hears what came of it. */
export type Submitted = {
  title: string;
  /** The field that a refusal belongs to. */
  fieldOf: (refusal: Refusal) => string | null;
  /** Whoever chooses an owner means the handoff as the modal showed it; the rest is refused where it has no arrow. */
  isForWhatWasSeen: boolean;
  /** What is told where it was done; null where the modal just closes. */
  told: (core: Core, carried: Carried, view: ViewOutput) => Promise<Line | null>;
};

type Submission = Pick<SlackViewMiddlewareArgs<ViewSubmitAction>, 'ack' | 'body' | 'view'> & {
  client: Client;
};

/**
 * Carries out what a modal asks for and answers in it: an error at the field it belongs to, else an explanation in
 * place of the form. The handoff may have moved on while the modal was open.
 */
export async function answerSubmission(
  core: Core,
  { ack, body, view, client }: Submission,
  command: Command,
  form: Submitted,
): Promise<void> {
  const about = parseValue(view.private_metadata);
  const by = { slackUserId: body.user.id, seen: form.isForWhatWasSeen ? seenIn(about) : null };
  const running = dispatch(core, about?.handoffId ?? '', command, by);
  // What was done stays done where it cannot be told.
  const telling = running.then((done) => (done.ok ? form.told(core, done, view).catch(() => null) : null));
  const answered = Promise.all([running, telling]);
  const [result, told] = await within(ANSWER_MS, answered).catch(() => NOT_KNOWN);
  if (result === null) {
    await ack({ response_action: 'update', view: loadingModal(form.title) });
    // Late, but not lost: in the end the modal says what came of it.
    const [late, lateTold] = await answered.catch(() => NOT_KNOWN);
    const outcome = outcomeOf(late, lateTold);
    await client.views
      .update({ view_id: view.id, view: outcomeModal(form.title, outcome) })
      .catch(unlessClosed);
    return;
  }
  if (result.ok) {
    await (told === null ? ack() : ack({ response_action: 'update', view: outcomeModal(form.title, told) }));
    return;
  }
  const field = form.fieldOf(result.refusal);
  const line = explain(result.refusal);
  if (field)
    await ack({
      response_action: 'errors',
      errors: { [field]: sayPlain(line, await zoneOf(core, body.user.id)) },
    });
  else await ack({ response_action: 'update', view: outcomeModal(form.title, line) });
}

const NOT_KNOWN: [null, null] = [null, null];

function outcomeOf(result: Dispatched | null, told: Line | null): Line {
  if (result === null) return ['This could not be carried out. Nothing was changed; try again.'];
  return result.ok ? (told ?? ['Done.']) : explain(result.refusal);
}
