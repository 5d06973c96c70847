import { actionOf, type Choice, findElement, labelOf } from './action.ts';
import type { Context } from './context.ts';
import type { Answer, Delivery } from './delivery.ts';
import { chosenValue, hasState, type StateValue, type StateValues, stateOf } from './element-state.ts';
import type { Placed } from './elements.ts';
import { isJson } from './json.ts';
import { type Answers, clientErrors, fillForm } from './modal-form.ts';
import {
  closedPayload,
  eventPayload,
  messagePressPayload,
  slashPayload,
  submissionPayload,
  viewPressPayload,
} from './payloads.ts';
import { renderText, renderView, type Screen } from './render-text.ts';
import { answerInPlace } from './response-url-endpoint.ts';
import { type SeenMessage, see, seenIn } from './seen-message.ts';
import { obeySubmission, type SubmitAnswer } from './submission.ts';
import type { OpenView, View } from './views.ts';
import type { Conversation, User } from './workspace.ts';

export type SlashAnswer = Answer & { message?: SeenMessage };

export type Person = ReturnType<typeof createPerson>;

/** One person at their screen: what they see and what they can do. It refuses what Slack's client would not offer. */
export function createPerson(context: Context, delivery: Delivery, user: User, commandsEscaped: Set<string>) {
  const { views, workspace, triggers, narration } = context;
  // What a person chose in a message's menus stays there while block id and action id stay.
  const chosen = new Map<string, StateValue>();

  function requireActive(): void {
    if (user.deleted) throw new Error(`${user.name} is deactivated and cannot use Slack`);
  }

  function requireMember(channel: string): Conversation {
    const place = workspace.conversations.get(channel);
    if (!place?.members.includes(user.id))
      throw new Error(`${user.name} does not see conversation ${channel}`);
    return place;
  }

  function requireTop(): OpenView {
    const open = views.top(user.id);
    if (!open) throw new Error(`${user.name} has no modal open`);
    return open;
  }

  function screen(): Screen {
    return { tz: user.tz, now: context.now(), nameOf: (id) => nameOf(context, id) };
  }

  function chosenKey(message: SeenMessage, placed: Placed): string {
    return JSON.stringify([message.channel, message.ts, placed.blockId, placed.element.action_id]);
  }

  function messages(channel?: string): SeenMessage[] {
    const places = channel ? [requireMember(channel)] : [...workspace.conversations.values()];
    return places
      .filter((place) => place.members.includes(user.id))
      .flatMap((place) => seenIn(place.id, context, user.id))
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  async function pressInView(open: OpenView, actionId: string, choice: Choice): Promise<Answer> {
    requireActive();
    const placed = findElement(open.view.blocks, actionId, choice);
    const action = actionOf(placed, choice, context.ids.ts());
    if (hasState(placed.element))
      views.enter(open, placed, chosenValue(placed.element, choice.value ?? null));
    narration.tell({ type: 'pressed', userId: user.id, actionId, label: labelOf(placed.element) });
    const view = structuredClone(open.view);
    const triggerId = triggers.issue({ userId: user.id, viewId: view.id });
    return delivery.send('interactive', viewPressPayload(context, { user, view, action, triggerId }));
  }

  function modal(): View | undefined {
    const top = views.top(user.id);
    return top && structuredClone(top.view);
  }

  return {
    id: user.id,
    messages,
    modal,

    /** The modals on their screen, the one on top last. */
    modals(): View[] {
      return views.stackOf(user.id).map((open) => structuredClone(open.view));
    },

    /** Where they can read: their direct messages with the app first, then their channels. */
    places(): Conversation[] {
      const channels = [...workspace.conversations.values()].filter(({ kind }) => kind !== 'dm');
      return [workspace.openDm(user.id), ...channels.filter(({ members }) => members.includes(user.id))];
    },

    /** What they chose in a message's menus, else what those began with. */
    chosenIn(message: SeenMessage): StateValues {
      return stateOf(message.blocks, (one) => chosen.get(chosenKey(message, one)));
    },

    /** Their direct messages with the app, newest last. */
    dm(): SeenMessage[] {
      const dm = workspace.dmOf(user.id);
      return dm ? messages(dm.id) : [];
    },

    home(): View | undefined {
      const home = views.home(user.id);
      return home && structuredClone(home.view);
    },

    /** Plain lines, in this person's time zone. */
    read(shown: SeenMessage | View): string {
      return 'ts' in shown ? renderText(shown as SeenMessage, screen()) : renderView(shown as View, screen()); // a view has no ts
    },

    /** Presses on the copy of a message that is given: an older copy is a stale card. */
    async press(message: SeenMessage, actionId: string, choice: Choice = {}): Promise<Answer> {
      requireActive();
      const place = requireMember(message.channel);
      const placed = findElement(message.blocks, actionId, choice);
      const action = actionOf(placed, choice, context.ids.ts());
      if (hasState(placed.element)) {
        chosen.set(chosenKey(message, placed), chosenValue(placed.element, choice.value ?? null));
      }
      const label = labelOf(placed.element);
      narration.tell({ type: 'pressed', userId: user.id, actionId, label, channel: place.id });
      const responsePath = context.responseUrls.issue('actions', workspace.team.id, {
        userId: user.id,
        channel: place.id,
        messageTs: message.ts,
        threadTs: message.threadTs,
      });
      const payload = messagePressPayload(context, {
        user,
        place,
        message,
        action,
        state: stateOf(message.blocks, (one) => chosen.get(chosenKey(message, one))),
        triggerId: triggers.issue({ userId: user.id }),
        responseUrl: context.baseUrl() + responsePath,
      });
      return delivery.send('interactive', payload);
    },

    pressInModal(actionId: string, choice: Choice = {}): Promise<Answer> {
      return pressInView(requireTop(), actionId, choice);
    },

    pressInHome(actionId: string, choice: Choice = {}): Promise<Answer> {
      const home = views.home(user.id);
      if (!home) throw new Error(`${user.name} has no Home tab yet`);
      return pressInView(home, actionId, choice);
    },

    /** Types into the top modal without submitting. */
    fill(answers: Answers): void {
      fillForm(views, requireTop(), answers);
    },

    /** Fills the top modal and presses its submit button. */
    async submit(answers: Answers = {}): Promise<SubmitAnswer> {
      requireActive();
      const open = requireTop();
      if (!open.view.submit) throw new Error(`"${String(open.view.title.text)}" has no submit button`);
      fillForm(views, open, answers);
      const refused = clientErrors(open);
      if (Object.keys(refused).length > 0) {
        const unsent = { status: 0, ackMs: 0, body: undefined, timedOut: false, problem: 'not sent' };
        return { ...unsent, errors: refused, modal: modal() };
      }
      const view = structuredClone(open.view);
      narration.tell({ type: 'submitted', userId: user.id, view });
      const triggerId = triggers.issue({ userId: user.id, viewId: view.id });
      const answer = await delivery.send('interactive', submissionPayload(context, user, view, triggerId));
      const outcome = obeySubmission(context, answer, open);
      const left = modal();
      return left ? { ...outcome, modal: left } : outcome;
    },

    /** Presses the top modal's close button. The app hears of it only when it asked to. */
    async closeModal(): Promise<Answer | undefined> {
      const open = requireTop();
      const isCleared = open.view.clear_on_close;
      if (isCleared) views.closeAll(user.id);
      else views.closeTop(user.id);
      narration.tell({ type: 'view_closed', userId: user.id, view: structuredClone(open.view) });
      if (!open.view.notify_on_close) return undefined;
      return delivery.send(
        'interactive',
        closedPayload(context, user, structuredClone(open.view), isCleared),
      );
    },

    /** Types a slash command, in the direct message with the app unless a conversation is named. */
    async slash(line: string, where: { channelId?: string } = {}): Promise<SlashAnswer> {
      requireActive();
      const place = where.channelId ? requireMember(where.channelId) : workspace.openDm(user.id);
      const [, command = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
      if (command === '') throw new Error(`"${line}" is no slash command`);
      const text = commandsEscaped.has(command) ? escapeNames(context, rest) : rest;
      narration.tell({ type: 'command', userId: user.id, text: line, channel: place.id });
      const origin = { userId: user.id, channel: place.id };
      const payload = slashPayload(context, {
        user,
        place,
        command,
        text,
        triggerId: triggers.issue({ userId: user.id }),
        responseUrl: context.baseUrl() + context.responseUrls.issue('commands', workspace.team.id, origin),
      });
      const answer = await delivery.send('slash_commands', payload);
      if (answer.problem || answer.body === undefined) return answer;
      const said = isJson(answer.body) ? answer.body : { text: String(answer.body) };
      const message = answerInPlace(context, origin, said);
      if (!message) return { ...answer, problem: 'the answer to the command is no valid message' };
      return { ...answer, message: see(message, context, user.id) };
    },

    /** Opens the app's Home tab: the app hears `app_home_opened` on every visit. */
    openHome(): Promise<Answer> {
      requireActive();
      const home = views.home(user.id);
      const event = {
        type: 'app_home_opened',
        user: user.id,
        channel: workspace.openDm(user.id).id,
        tab: 'home',
        event_ts: context.ids.ts(),
        ...(home ? { view: structuredClone(home.view) } : {}),
      };
      narration.tell({ type: 'event_sent', event: 'app_home_opened' });
      return delivery.send('events_api', eventPayload(context, event, context.ids.next('Ev')));
    },

    /** Writes a message of their own. */
    say(channel: string, text: string, threadTs?: string): SeenMessage {
      requireActive();
      requireMember(channel);
      const draft = { blocks: [], attachments: [], files: [], isBroadcast: false, linksNames: true };
      const message = context.messages.add({ ...draft, channel, threadTs, user: user.id, text });
      const seen = see(message, context, user.id);
      narration.tell({ type: 'message_posted', message: seen });
      return seen;
    },

    /** Reloads the client: ephemeral messages are gone. */
    reload(): void {
      context.messages.forgetEphemerals(user.id);
    },
  };
}

/** How a screen calls a person, a group or a channel. */
export function nameOf({ workspace }: Context, id: string): string {
  const user = workspace.users.get(id)?.realName;
  return user ?? workspace.conversations.get(id)?.name ?? workspace.groups.get(id)?.handle ?? id;
}

// With should_escape Slack turns the names a person types into ids.
function escapeNames({ workspace }: Context, text: string): string {
  return text.replaceAll(/@([\w.-]+)/g, (typed, name: string) => {
    const user = [...workspace.users.values()].find((one) => one.name === name);
    return user ? `<@${user.id}|${user.name}>` : typed;
  });
}
