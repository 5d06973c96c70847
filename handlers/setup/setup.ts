import type { App, BlockAction, ButtonAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { loadingModal } from '#blocks/notice-modals.ts';
import { noAccessScreen } from '#blocks/setup/overview.ts';
import { busyScreen, type Said, screen, TITLE } from '#blocks/setup/screen.ts';
import { DO, GO, readNamed } from '#blocks/setup/setup-ids.ts';
import { may } from '#domain/permissions.ts';
import { whoActs } from '#src/absence/people.ts';
import type { Core } from '#src/core/core.ts';
import { HEARD_LATER, TooLate, within } from '#src/core/deadline.ts';
import { accessOf, becomeOps, undoChange } from '#src/settings/setup.ts';
import { readMember } from '#src/slack/roster.ts';
import { ANSWER_MS, openModal, unlessClosed } from '../press.ts';
import { CHANNELS } from './channels.ts';
import { MANAGERS } from './managers.ts';
import { MODE } from './mode.ts';
import { POOLS } from './pools.ts';
import { notSaved, overview } from './saving.ts';
import type { Answer, SetupPart, Visit } from './setup-part.ts';
import { SOURCES } from './sources.ts';
import { TEAM } from './team.ts';
import { TEST } from './test-lead.ts';

/** The overview, and the taking back of a change. */
const HOME: SetupPart = {
  screens: { home: (visit, _about, said) => overview(visit, said) },
  deeds: {
    undo: async (visit, about) => {
      const undone = await undoChange(visit.core, visit.slackUserId, Number(about));
      if (undone !== null && !undone.ok) return overview(visit, notSaved(undone));
      const line = undone ? 'Undone.' : 'Somebody changed something since; nothing was undone.';
      return overview(visit, { line: [line], undo: null });
    },
  },
  forms: {},
};

const PARTS = [HOME, TEAM, MANAGERS, POOLS, CHANNELS, TEST, SOURCES, MODE];
const screens = Object.assign({}, ...PARTS.map((part) => part.screens)) as SetupPart['screens'];
const deeds = Object.assign({}, ...PARTS.map((part) => part.deeds)) as SetupPart['deeds'];
const forms = Object.assign({}, ...PARTS.map((part) => part.forms)) as SetupPart['forms'];

type Client = Visit['client'];
type Asking = { client: Client; slackUserId: string; viewId: string | null };

/** `/handoff setup`: one modal, which shows one screen after the other. */
export async function openSetup(
  core: Core,
  { client, triggerId, slackUserId }: { client: Client; triggerId: string; slackUserId: string },
): Promise<void> {
  await openModal({ core, client, triggerId, title: TITLE }, () =>
    letIn(core, { client, slackUserId, viewId: null }, async (visit) => {
      const isOps = visit.person !== null && may('set_up', visit.person);
      return overview(visit, isOps ? null : await claim(visit));
    }),
  );
}

/** Whoever runs the workspace, and came where nobody is ops, is ops from now on. */
async function claim({ core, client, slackUserId }: Visit): Promise<Said> {
  const member = await readMember(client, slackUserId);
  if (member === null || member.email === null)
    return { line: ['Slack shows no e-mail address of yours, so you cannot be in the team.'], undo: null };
  const { slackId, name, email, timeZone } = member;
  const { team = null } = await client.auth.test();
  const saved = await becomeOps(core, { slackId, name, email, timeZone }, team);
  if (!saved.ok) return notSaved(saved);
  const person = await whoActs(core, slackUserId);
  const isOps = person !== null && may('set_up', person);
  const line = isOps
    ? 'Nobody was ops yet, so you are now, as you run this workspace. Take others in with that role under Team.'
    : 'You run this workspace, and nobody who is ops can be reached. The settings file says what you are; give somebody the role ops there.';
  return { line: [line], undo: null };
}

export function setupScreens(app: App, core: Core): void {
  app.action<BlockAction<ButtonAction>>(startsWith(GO), async ({ ack, action, body, client }) => {
    await ack();
    const { what, about } = readNamed(action.value ?? '');
    await show(core, { client, slackUserId: body.user.id, viewId: body.view?.id ?? null }, async (visit) => {
      const shown = screens[what];
      return shown ? shown(visit, about, null) : overview(visit, OLD);
    });
  });
  app.action<BlockAction<ButtonAction>>(startsWith(DO), async ({ ack, action, body, client }) => {
    await ack();
    const { what, about } = readNamed(action.value ?? '');
    await show(core, { client, slackUserId: body.user.id, viewId: body.view?.id ?? null }, async (visit) => {
      const deed = deeds[what];
      return deed ? deed(visit, about) : overview(visit, OLD);
    });
  });
  for (const [callback, submit] of Object.entries(forms)) {
    const submitted = { callback_id: callback, type: 'view_submission' as const };
    app.view<ViewSubmitAction>(submitted, async ({ ack, body, view, client }) => {
      const asking = { client, slackUserId: body.user.id, viewId: view.id };
      let isLate = false;
      // While the form may still be answered at a field, it has to stand there.
      const progress: Visit['progress'] = async (line) => {
        if (isLate) await update(asking, busyScreen(line));
      };
      const running = answer(core, asking, progress, (visit) => submit(visit, view));
      // Too late, or failed: what follows says which.
      const early = await within(ANSWER_MS, running, HEARD_LATER).catch(() => null);
      if (early && 'errors' in early) return ack({ response_action: 'errors', errors: early.errors });
      if (early) return ack({ response_action: 'update', view: early.view });
      await ack({ response_action: 'update', view: loadingModal(TITLE) });
      isLate = true;
      // Late, but not lost: in the end the modal says what came of it.
      await conclude(
        asking,
        running.then((late) => lateView(core, asking, late)),
      );
    });
  }
}

const OLD: Said = { line: ['This button is from an older version.'], undo: null };
const startsWith = (prefix: string): RegExp => new RegExp(`^${prefix.replaceAll('.', '\\.')}`);

/** An error has no field left to stand at: it is said above the overview. */
async function lateView(core: Core, asking: Asking, late: Answer): Promise<ModalView> {
  if ('view' in late) return late.view;
  const words = Object.values(late.errors).join(' ');
  return letIn(core, asking, (visit) => overview(visit, { line: [words], undo: null }));
}

async function show(core: Core, asking: Asking, draw: (visit: Visit) => Promise<ModalView>): Promise<void> {
  const drawing = letIn(core, asking, draw);
  const isSlow = await within(ANSWER_MS, drawing, HEARD_LATER).then(
    () => false,
    (error: unknown) => error instanceof TooLate,
  );
  if (isSlow) await update(asking, loadingModal(TITLE)).catch(() => {});
  await conclude(asking, drawing);
}

/** Shows what a press came to, and if it fails that it did. Then the log says why. */
async function conclude(asking: Asking, drawing: Promise<ModalView>): Promise<void> {
  try {
    await update(asking, await drawing);
  } catch (error) {
    const said: Said = { line: [FAILED], undo: null };
    await update(asking, screen({ said, blocks: [] })).catch(() => {});
    throw error;
  }
}

const FAILED = 'That did not work just now. Look at the overview before you try again.';

async function update({ client, viewId }: Asking, view: ModalView): Promise<void> {
  if (viewId !== null) await client.views.update({ view_id: viewId, view }).catch(unlessClosed);
}

async function letIn(
  core: Core,
  asking: Asking,
  draw: (visit: Visit) => Promise<ModalView>,
): Promise<ModalView> {
  const progress: Visit['progress'] = (line) => update(asking, busyScreen(line));
  const answered = await answer(core, asking, progress, async (visit) => ({ view: await draw(visit) }));
  return 'view' in answered ? answered.view : noAccessScreen([]);
}

/** Every press is looked at anew: whoever may not set up any more gets no further. */
async function answer(
  core: Core,
  { client, slackUserId }: Asking,
  progress: Visit['progress'],
  act: (visit: Visit) => Promise<Answer>,
): Promise<Answer> {
  const runsWorkspace = async () => (await readMember(client, slackUserId))?.isAdmin === true;
  const access = await accessOf(core, slackUserId, runsWorkspace);
  if (!access.may) return { view: noAccessScreen(access.ask) };
  return act({ core, client, slackUserId, person: access.person, progress });
}
