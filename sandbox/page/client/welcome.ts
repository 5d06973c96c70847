import { part } from './dom.ts';

const SEEN = 'handoff-demo-welcomed';

/** One line on the first visit that says what to try. */
export function welcome(): void {
  const box = part('welcome');
  box.hidden = isSeen();
  part('close-welcome').addEventListener('click', () => {
    box.hidden = true;
    try {
      localStorage.setItem(SEEN, 'yes');
    } catch {
      // A browser that keeps nothing shows the line again: harmless.
    }
  });
}

function isSeen(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return false;
  }
}
