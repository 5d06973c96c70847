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
import { type PressValue, parseValue } from '#blocks/ids.ts';
import { type Line, sayPlain } from '#blocks/lines.ts';
import { NOT_SHOWN } from '#blocks/not-shown.ts';
import { loadingModal, outcomeModal } from '#blocks/notice-modals.ts';
import { ASK_AGAIN } from '#blocks/outdated.ts';
import type { Command, CommandType, Refusal } from '#domain/handoff.ts';
import { may } from '#domain/permissions.ts';
import { whoActs, zoneOf } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { HEARD_LATER, within } from '#src/core/deadline.ts';
import type { Carried } from '#src/handoff/dispatch.ts';
import { type Pressed, press, redrawCards, refusalBeforehand } from '#src/handoff/press.ts';
import { drawAnew, type PressedOn } from './draw-anew.ts';

/** Slack shows an error after three seconds; whoever presses hears from us before that. */
export const ANSWER_MS = 2_500;
// What is answered by a modal has to be known while a press may still open one.
const MODAL_MS = 1_500;

type Client = AllMiddlewareArgs['client'];

/** Says what failed after whoever pressed was told that it takes too long: nobody else hears of that. */
export const lateFailure =
  (core: Core, handoffId?: string) =>
  (error: unknown): void =>
    core.noteFailure(error, 'a press failed after its presser was answered', aboutHandoff(handoffId));

const aboutHandoff = (handoffId?: string | null) => (handoffId ? { handoff: handoffId } : {});

/** How whoever pressed hears what came of it. */
export type PressAnswer = {
  pressedOn: PressedOn;
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
  body: PressedOn & Pick<BlockAction, 'trigger_id'>;
  respond: RespondFn;
  client: Client;
}): PressAnswer {
  if (body.view === undefined) {
    const say = async (line: Line) => {
      await respond(ephemeral(line));
    };
    return {
      pressedOn: body,
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
    pressedOn: body,
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

/** A press: what it carries, who made it, and how they hear what came of it. */
export type Press = { value: string | undefined; slackUserId: string; answer: PressAnswer };

/** Carries out the command a press stands for, and tells the presser what came of it. */
export async function answerPress(
  core: Core,
  asked: Press,
  command: Command | Promise<Command>,
  done: (carried: Carried) => Line | Promise<Line>,
): Promise<void> {
  const { slackUserId, answer } = asked;
  const carried = parseValue(asked.value);
  if (!carried) return answerRefused(core, answer, OLD, null);
  const { handoffId, seen } = carried;
  const by = { slackUserId, seen };
  const running = Promise.resolve(command).then((known) => press(core, handoffId, known, by));
  const result = await within(answer.patience, running, lateFailure(core, handoffId)).catch(answer.failed);
  if (result.ok) return answer.done(await done(result));
  const { refusal, isStale } = result;
  await answerRefused(core, answer, refusal, isStale ? handoffId : null);
}

/** Says why nothing came of a press, and draws anew what may have been out of date: the cards of this handoff. */
export async function answerRefused(
  core: Core,
  { refused, pressedOn }: Pick<PressAnswer, 'refused' | 'pressedOn'>,
  refusal: Refusal,
  handoffId: string | null,
): Promise<void> {
  await refused(whyRefused(refusal, pressedOn));
  await drawRefused(core, { refusal, pressedOn, handoffId });
}

/** What only its reader sees is not kept true: it is asked for anew. */
const whyRefused = (refusal: Refusal, { container }: PressedOn): Line =>
  refusal.type === 'old_card' && container.is_ephemeral === true ? ASK_AGAIN : explain(refusal);

/** Whoever pressed has their answer: what fails here takes nothing back of it. */
async function drawRefused(
  core: Core,
  of: { refusal: Refusal; pressedOn: PressedOn | null; handoffId: string | null },
): Promise<void> {
  const { refusal, pressedOn, handoffId } = of;
  try {
    // A list, or a Home, is none of the cards of a handoff.
    if (refusal.type === 'old_card' && pressedOn) await drawAnew(core, pressedOn, false);
    if (handoffId !== null) await redrawCards(core, handoffId);
  } catch (error) {
    core.noteFailure(error, 'what was pressed in vain could not be drawn anew', aboutHandoff(handoffId));
  }
}

const OLD: Refusal = { type: 'old_card' };

/** What a press is about; nothing we know where its value is none of ours. */
const about = (value: string | undefined): Pick<PressValue, 'handoffId' | 'seen'> =>
  parseValue(value) ?? { handoffId: '', seen: null };

/** `handoffId` where it is about one. */
type Opening = { core: Core; client: Client; triggerId: string; title: string; handoffId?: string };

/**
 * Opens a modal from a press. A press may do so for three seconds only, so it opens at once, and is filled when
 * its facts are loaded.
 */
export async function openModal(
  { core, client, triggerId, title, handoffId }: Opening,
  load: () => Promise<ModalView | null>,
): Promise<void> {
  const opened = await client.views.open({ trigger_id: triggerId, view: loadingModal(title) });
  const viewId = opened.view?.id;
  if (!viewId) return;
  const late: Line = ['This cannot be shown right now. Close it and try again in a moment.'];
  const failed = (error: unknown) => {
    core.noteFailure(error, 'a modal could not be filled', aboutHandoff(handoffId));
    return outcomeModal(title, late);
  };
  const view = await within(ANSWER_MS, load(), failed).catch(failed);
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

/** Opens the form that a press asks for. */
export async function openForm(
  core: Core,
  form: Form,
  asked: { client: Client; body: PressedOn & Pick<BlockAction, 'trigger_id'>; value: string | undefined },
): Promise<void> {
  const { client, body, value } = asked;
  const { handoffId, seen } = about(value);
  const { title, command } = form;
  const slackUserId = body.user.id;
  const refused: Refusal[] = [];
  await openModal({ core, client, triggerId: body.trigger_id, title, handoffId }, async () => {
    const notShown = command === null && (await notShownTo(core, slackUserId));
    if (notShown) return outcomeModal(title, notShown);
    // Filling it in would be in vain.
    const by = { slackUserId, seen };
    const refusal =
      handoffId === '' ? OLD : command && (await refusalBeforehand(core, handoffId, command, by));
    if (!refusal) return form.load(core, handoffId, slackUserId);
    refused.push(refusal);
    return outcomeModal(title, whyRefused(refusal, body));
  });
  for (const refusal of refused)
    await drawRefused(core, { refusal, pressedOn: body, handoffId: handoffId || null });
}

/** Why a lead is not shown to somebody, though the card they pressed may be; null when it is. */
async function notShownTo(core: Core, slackUserId: string): Promise<Line | null> {
  const person = await whoActs(core, slackUserId);
  if (!person) return explain({ type: 'unknown_person' });
  return may('read_lead', person) ? null : NOT_SHOWN;
}

/** A modal that was submitted, and how whoever did it hears what came of it. */
export type Submitted = {
  title: string;
  /** The field that a refusal belongs to. */
  fieldOf: (refusal: Refusal, view: ViewOutput) => string | null;
  /** What is told where it was done; null where the modal just closes. */
  told: (core: Core, carried: Carried, view: ViewOutput) => Promise<Line | null>;
  /** The modal it was opened from shows what is so no longer. */
  closes?: 'all';
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
  const { handoffId, seen } = about(view.private_metadata);
  const running = press(core, handoffId, command, { slackUserId: body.user.id, seen });
  const failed = (error: unknown) => {
    core.noteFailure(error, 'a form could not be carried out', aboutHandoff(handoffId));
    return NOT_KNOWN;
  };
  // What was done stays done where it cannot be told.
  const untold = (error: unknown) => {
    core.noteFailure(error, 'what a form did could not be told', aboutHandoff(handoffId));
    return null;
  };
  const telling = running.then((done) => (done.ok ? form.told(core, done, view).catch(untold) : null));
  const answered = Promise.all([running, telling]);
  const [result, told] = await within(ANSWER_MS, answered, HEARD_LATER).catch(() => NOT_KNOWN);
  if (result === null) {
    await ack({ response_action: 'update', view: loadingModal(form.title) });
    // Late, but not lost: in the end the modal says what came of it.
    const [late, lateTold] = await answered.catch(failed);
    const outcome = outcomeOf(late, lateTold);
    await client.views
      .update({ view_id: view.id, view: outcomeModal(form.title, outcome) })
      .catch(unlessClosed);
    return;
  }
  if (result.ok) {
    if (told !== null) return ack({ response_action: 'update', view: outcomeModal(form.title, told) });
    return form.closes === 'all' ? ack({ response_action: 'clear' }) : ack();
  }
  const { refusal, isStale } = result;
  await sayRefused(core, { ack, body, view }, refusal, form);
  await drawRefused(core, { refusal, pressedOn: null, handoffId: isStale ? handoffId : null });
}

async function sayRefused(
  core: Core,
  { ack, body, view }: Pick<Submission, 'ack' | 'body' | 'view'>,
  refusal: Refusal,
  form: Submitted,
): Promise<void> {
  const field = form.fieldOf(refusal, view);
  const line = explain(refusal);
  if (field)
    await ack({
      response_action: 'errors',
      errors: { [field]: sayPlain(line, await zoneOf(core, body.user.id)) },
    });
  else await ack({ response_action: 'update', view: outcomeModal(form.title, line) });
}

const NOT_KNOWN: [null, null] = [null, null];

function outcomeOf(result: Pressed | null, told: Line | null): Line {
  if (result === null) return ['This could not be carried out. Nothing was changed; try again.'];
  return result.ok ? (told ?? ['Done.']) : explain(result.refusal);
}
