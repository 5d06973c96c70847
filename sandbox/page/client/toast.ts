import { action, h, part } from './dom.ts';

const STAYS_MS = { problem: 12_000, done: 4_000 };

/** A sentence that stands on the page for a while. A problem is read out at once, the rest when there is a pause. */
export function toast(words: string, kind: keyof typeof STAYS_MS): void {
  const list = part(kind === 'problem' ? 'problems' : 'dones');
  for (const other of list.children) if (other.firstChild?.textContent === words) other.remove();
  const close = action('button quiet', '✕', () => box.remove(), { 'aria-label': 'Dismiss' });
  const box = h('div', { class: `toast ${kind}` }, h('span', {}, words), close);
  list.append(box);
  raiseToasts();
  setTimeout(() => box.remove(), STAYS_MS[kind]);
}

/** Keeps what passes above an open dialog: all outside of it can be neither seen well, nor pressed, nor heard. */
export function raiseToasts(): void {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const toasts = part('toasts');
  if (toasts.parentElement !== top) top.append(toasts);
}

/** Says something to those who hear the page only. */
export function announce(words: string): void {
  const line = h('p', {}, words);
  part('announcements').append(line);
  setTimeout(() => line.remove(), STAYS_MS.done);
}
