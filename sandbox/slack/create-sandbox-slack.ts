import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { erase } from './api/chat.ts';
import { slackUser } from './api/users.ts';
import type { Call, Context } from './context.ts';
import { type Answer, createDelivery } from './delivery.ts';
import { createFaults, type Fault } from './faults.ts';
import { createIds } from './ids.ts';
import type { Json } from './json.ts';
import { createMessages } from './messages.ts';
import { createNarration, type Listener } from './narration.ts';
import { plainScopes, type SandboxSlackOptions } from './options.ts';
import { eventPayload } from './payloads.ts';
import { createPerson, nameOf, type Person } from './person.ts';
import { createRateLimiter, type Limits, noLimits, realisticLimits } from './rate-limits.ts';
import { renderText, renderView } from './render-text.ts';
import { createResponseUrls } from './response-urls.ts';
import type { SeenMessage } from './seen-message.ts';
import { createSocketMode } from './socket-mode.ts';
import { createTriggers } from './triggers.ts';
import { createUploads } from './uploads.ts';
import { createViews, type View } from './views.ts';
import { answer } from './web-api.ts';
import {
  type Conversation,
  createWorkspace,
  type NewChannel,
  type NewUser,
  type NewUserGroup,
  type User,
  type UserGroup,
} from './workspace.ts';

export type SandboxSlack = ReturnType<typeof createSandboxSlack>;

/** A Slack workspace in memory: strict like the real one, driven by people instead of screens. */
export function createSandboxSlack(options: SandboxSlackOptions) {
  const { now } = options;
  const ids = createIds(now);
  const workspace = createWorkspace(ids, now);
  const socketMode = createSocketMode(workspace.app.appId);
  const people = new Map<string, Person>();
  const subscribed = new Set(options.events ?? []);
  let baseUrl: string | undefined;
  let linkAddress: string | undefined;

  const context: Context = {
    now,
    ids,
    workspace,
    socketMode,
    messages: createMessages(ids),
    views: createViews(ids, workspace),
    triggers: createTriggers(ids, now),
    responseUrls: createResponseUrls(now),
    uploads: createUploads(ids),
    limiter: createRateLimiter(
      options.limits === false ? noLimits : { ...realisticLimits, ...options.limits },
      now,
    ),
    faults: createFaults(),
    narration: createNarration(now),
    scopes: new Set(options.scopes ?? plainScopes),
    botToken: options.botToken,
    appToken: options.appToken,
    calls: [],
    baseUrl: requireBaseUrl,
    linkUrl: () => linkAddress ?? requireBaseUrl(),
  };

  const delivery = createDelivery(
    { signingSecret: options.signingSecret, ackTimeoutMs: options.ackTimeoutMs ?? 3000 },
    socketMode,
  );

  const server = createServer(async (request, response) => {
    if (options.latencyMs) await pause(options.latencyMs());
    answer(context, request, response).catch((error: unknown) => {
      // A fault of the sandbox itself must be seen: a 500 alone would look like Slack's.
      console.error('sandbox slack:', error);
      response.writeHead(500).end();
    });
  });
  server.on('upgrade', socketMode.accept);

  function requireBaseUrl(): string {
    if (!baseUrl) throw new Error('the sandbox does not listen yet: call listen() first');
    return baseUrl;
  }

  function requireUser(userId: string): User {
    const user = workspace.users.get(userId);
    if (!user) throw new Error(`no user ${userId} in the sandbox`);
    return user;
  }

  function requireGroup(groupId: string): UserGroup {
    const group = workspace.groups.get(groupId);
    if (!group) throw new Error(`no user group ${groupId} in the sandbox`);
    return group;
  }

  function requireConversation(channelId: string): Conversation {
    const place = workspace.conversations.get(channelId);
    if (!place) throw new Error(`no conversation ${channelId} in the sandbox`);
    return place;
  }

  /** Sends an event of the Events API. Slack repeats unanswered ones: say `retry` to send one again. */
  function sendEvent(
    event: Json & { type: string },
    retry?: { eventId: string; number: number },
  ): Promise<Answer> {
    context.narration.tell({ type: 'event_sent', event: event.type });
    const extra: Record<string, string> = retry
      ? { 'X-Slack-Retry-Num': String(retry.number), 'X-Slack-Retry-Reason': 'http_timeout' }
      : {};
    const payload = eventPayload(context, { event_ts: ids.ts(), ...event }, retry?.eventId ?? ids.next('Ev'));
    return delivery.send('events_api', payload, extra);
  }

  async function tellSubscriber(event: Json & { type: string }): Promise<void> {
    if (subscribed.has(event.type)) await sendEvent(event);
  }

  async function setDeleted(userId: string, deleted: boolean): Promise<void> {
    const user = requireUser(userId);
    user.deleted = deleted;
    await tellSubscriber({ type: 'user_change', user: slackUser(context, user) });
  }

  return {
    /** Ids of the workspace and of the app's bot user. */
    team: workspace.team,
    app: workspace.app,
    calls: context.calls as readonly Call[],

    /** For SLACK_API_URL and WebClient's slackApiUrl; it ends in `/api/`. */
    get url(): string {
      return `${requireBaseUrl()}/api/`;
    },

    async listen(port = 0): Promise<string> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      const address = server.address() as AddressInfo; // a TCP server that listens has one
      baseUrl = `http://127.0.0.1:${address.port}`;
      return `${baseUrl}/api/`;
    },

    async close(): Promise<void> {
      socketMode.close();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },

    /** Points Slack at the app's HTTP endpoint, with the handshake that Slack does when the URL is saved. */
    async connect({ eventsUrl }: { eventsUrl: string }): Promise<void> {
      delivery.setEventsUrl(eventsUrl);
      const challenge = ids.next('challenge');
      const sent = await delivery.send('events_api', { type: 'url_verification', token: '', challenge });
      const echoed = typeof sent.body === 'object' && sent.body !== null && 'challenge' in sent.body;
      if (!echoed && sent.body !== challenge) {
        throw new Error(
          `${eventsUrl} did not answer Slack's url_verification: ${sent.problem ?? JSON.stringify(sent.body)}`,
        );
      }
    },

    /** Sockets are opened at this address from now on, such as that of a wire to this Slack. */
    linkAt(address: string): void {
      linkAddress = address;
    },

    /** Tells the app's sockets to reconnect, as Slack does from time to time. */
    recycleSockets: socketMode.recycle,

    addUser(given: NewUser): User {
      return workspace.addUser(given);
    },

    addChannel(given: NewChannel): Conversation {
      return workspace.addChannel(given);
    },

    addUserGroup(given: NewUserGroup): UserGroup {
      return workspace.addUserGroup(given);
    },

    /** Who is in a user group from now on. */
    changeUserGroup(groupId: string, users: string[]): void {
      requireGroup(groupId).users = users;
    },

    disableUserGroup(groupId: string): void {
      requireGroup(groupId).isDisabled = true;
    },

    /** Their status from now on; null takes it away. */
    setStatus(userId: string, status: User['status']): void {
      requireUser(userId).status = status;
    },

    /** The present, or next, time in which they are not disturbed; null for none. */
    setQuiet(userId: string, quiet: User['quiet']): void {
      requireUser(userId).quiet = quiet;
    },

    deactivate: (userId: string) => setDeleted(userId, true),
    reactivate: (userId: string) => setDeleted(userId, false),

    async archive(channelId: string): Promise<void> {
      requireConversation(channelId).isArchived = true;
      await tellSubscriber({ type: 'channel_archive', channel: channelId, user: '' });
    },

    async unarchive(channelId: string): Promise<void> {
      requireConversation(channelId).isArchived = false;
      await tellSubscriber({ type: 'channel_unarchive', channel: channelId, user: '' });
    },

    async deleteChannel(channelId: string): Promise<void> {
      requireConversation(channelId);
      workspace.conversations.delete(channelId);
      await tellSubscriber({ type: 'channel_deleted', channel: channelId });
    },

    /** `userId` may be the bot's. */
    join(channelId: string, userId: string): void {
      const place = requireConversation(channelId);
      if (!place.members.includes(userId)) place.members.push(userId);
    },

    async leave(channelId: string, userId: string): Promise<void> {
      const place = requireConversation(channelId);
      place.members = place.members.filter((id) => id !== userId);
      await tellSubscriber({ type: 'member_left_channel', channel: channelId, user: userId });
    },

    /** An admin deletes a message, whosever it is. */
    deleteMessage(channelId: string, ts: string): void {
      const message = context.messages.find(channelId, ts);
      if (!message) throw new Error(`no message ${ts} in ${channelId}`);
      erase(context, message);
    },

    /** What ids in texts stand for: people, channels and user groups by id. */
    names(): {
      people: Record<string, string>;
      channels: Record<string, string>;
      groups: Record<string, string>;
    } {
      const channels = [...workspace.conversations.values()].filter(({ kind }) => kind !== 'dm');
      return {
        people: Object.fromEntries([...workspace.users].map(([id, { realName }]) => [id, realName])),
        channels: Object.fromEntries(channels.map(({ id, name }) => [id, name])),
        groups: Object.fromEntries([...workspace.groups].map(([id, { handle }]) => [id, handle])),
      };
    },

    as(userId: string): Person {
      const known = people.get(userId);
      if (known) return known;
      const person = createPerson(context, delivery, requireUser(userId), new Set(options.commandsEscaped));
      people.set(userId, person);
      return person;
    },

    sendEvent,

    /** A trigger id such as an interaction of this person would bring, for calls made without one. */
    issueTrigger(userId: string): string {
      return context.triggers.issue({ userId: requireUser(userId).id });
    },

    /** Plans faults for the next calls. */
    fail(fault: Fault): void {
      context.faults.add(fault);
    },

    clearFaults(): void {
      context.faults.clear();
    },

    setLimits(limits: false | Partial<Limits>): void {
      context.limiter.change(limits === false ? noLimits : limits);
    },

    grant(scope: string): void {
      context.scopes.add(scope);
    },

    revoke(scope: string): void {
      context.scopes.delete(scope);
    },

    /** Tells a listener everything that happens; the function it returns stops that. */
    onEvent(listener: Listener): () => void {
      return context.narration.listen(listener);
    },

    /** Waits until `check` gives something, looking again whenever anything happens in the workspace. */
    until<T>(check: () => T | undefined | false, withinMs: number): Promise<T> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`nothing of the kind happened in Slack within ${withinMs} ms: ${check}`));
        }, withinMs);
        const stop = context.narration.listen(look);
        function look(): void {
          try {
            const found = check();
            if (found === undefined || found === false) return;
            resolve(found);
          } catch (error) {
            reject(error);
          }
          stop();
          clearTimeout(timer);
        }
        look();
      });
    },

    /** A message or view as plain lines, for a reader in `tz`. */
    renderText(shown: SeenMessage | View, reader: { tz: string } = { tz: 'UTC' }): string {
      const screen = { ...reader, now: now(), nameOf: (id: string) => nameOf(context, id) };
      return 'ts' in shown ? renderText(shown as SeenMessage, screen) : renderView(shown as View, screen); // a view has no ts
    },
  };
}
