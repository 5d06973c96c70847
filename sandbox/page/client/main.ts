import type { Deed, Screen } from '../protocol.ts';
import { fetchScreen, listen, postDeed } from './api.ts';
import type { Client } from './client.ts';
import { createComposer } from './composer.ts';
import { createConversationView } from './conversation.ts';
import { part } from './dom.ts';
import { createDrawers } from './drawers.ts';
import { createHomeView } from './home.ts';
import { keepingFocus } from './keep.ts';
import { createModalView } from './modal.ts';
import { createPanel } from './panel.ts';
import { HOME, placeIn, readPlace, writePlace } from './place.ts';
import { readingOf, refreshTimes } from './reading.ts';
import { createSidebar } from './sidebar.ts';
import { toast } from './toast.ts';
import { welcome } from './welcome.ts';

const LOOKS_AGAIN_MS = 20_000;
const TRIES_AGAIN_MS = 2_000;

start(await firstScreen());

async function firstScreen(): Promise<Screen> {
  for (;;) {
    try {
      return await fetchScreen(readPlace(location.hash).as);
    } catch {
      part('connection').hidden = false;
      await new Promise((resolve) => setTimeout(resolve, TRIES_AGAIN_MS));
    }
  }
}

function start(first: Screen): void {
  let screen = first;
  let at = placeIn(screen, readPlace(location.hash).at);
  let asked = 0;
  let drawn = 0;

  const client: Client = {
    screen: () => screen,
    at: () => at,
    act: async (deed: Deed) => {
      const outcome = await postDeed(deed);
      if (!outcome.ok) toast(outcome.problem, 'problem');
      // What somebody types is on their screen already.
      if (deed.type !== 'fill') await refresh();
      return outcome.ok;
    },
    go: (to) => {
      // Somebody else's screen may be on its way.
      const as = to.as ?? readPlace(location.hash).as ?? screen.as;
      at = to.at ?? at;
      location.hash = writePlace({ as, at });
      drawers.closeAll();
    },
    say: (words) => toast(words, 'done'),
  };

  const drawers = createDrawers();
  const drawSidebar = createSidebar(client);
  const drawConversation = createConversationView(client);
  const drawHome = createHomeView(client);
  const drawComposer = createComposer(client);
  const drawModal = createModalView(client);
  const drawPanel = createPanel(client);

  /** Answers may overtake each other: an older one than what is drawn is dropped. */
  async function refresh(): Promise<void> {
    asked += 1;
    const turn = asked;
    try {
      const next = await fetchScreen(readPlace(location.hash).as ?? screen.as);
      part('connection').hidden = true;
      if (turn < drawn) return;
      drawn = turn;
      screen = next;
    } catch {
      part('connection').hidden = false;
      return;
    }
    keepingFocus(draw);
  }

  function draw(): void {
    at = placeIn(screen, at);
    const conversation = screen.conversations.find(({ id }) => id === at);
    drawSidebar();
    drawPanel();
    part('composer').hidden = !conversation;
    if (conversation) {
      drawConversation(conversation);
      drawComposer(conversation);
    } else {
      part('to-end').hidden = true;
      drawHome(screen.home);
    }
    drawTitle(conversation ? titleOf(conversation) : `${screen.app.name} – Home`);
    drawModal(screen.modal);
    refreshTimes(document, readingOf(screen));
  }

  function drawTitle(title: string): void {
    const unread = screen.conversations.reduce((sum, one) => sum + (one.id === at ? 0 : one.unread), 0);
    part('place-title').textContent = title;
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title} – handoff demo`;
  }

  async function arrive(): Promise<void> {
    const wished = readPlace(location.hash);
    at = wished.at ?? at;
    drawers.closeAll();
    await refresh();
    if (at === HOME) await client.act({ type: 'open_home', as: screen.as });
  }

  welcome();
  draw();
  history.replaceState(null, '', writePlace({ as: screen.as, at }));
  if (at === HOME) void client.act({ type: 'open_home', as: screen.as });
  addEventListener('hashchange', () => void arrive());
  listen({
    changed: () => void refresh(),
    connected: (isConnected) => {
      part('connection').hidden = isConnected;
      if (isConnected) void refresh();
    },
  });
  // Deadlines are told as "5 minutes ago": true only when looked at again.
  setInterval(() => void refresh(), LOOKS_AGAIN_MS);
}

function titleOf({ kind, name }: Screen['conversations'][number]): string {
  return kind === 'channel' ? `# ${name}` : name;
}
