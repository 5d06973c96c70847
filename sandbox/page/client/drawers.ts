import { part } from './dom.ts';

/** Up to these widths the sidebar and the panel are drawers; the same numbers stand in narrow.css. */
const DRAWERS = [
  { drawer: 'sidebar', toggle: 'open-sidebar', narrow: '(max-width: 760px)' },
  { drawer: 'panel', toggle: 'open-panel', narrow: '(max-width: 1100px)' },
] as const;

/** Where there is no room beside the messages, the sidebar and the panel slide over them. */
export function createDrawers(): { closeAll: () => void } {
  const shade = part('shade');
  const drawers = DRAWERS.map(({ drawer, toggle, narrow }) => ({
    box: part(drawer),
    toggle: part(toggle),
    narrow: matchMedia(narrow),
  }));
  type Drawer = (typeof drawers)[number];

  function set({ box, toggle, narrow }: Drawer, isOpen: boolean): void {
    box.classList.toggle('is-open', isOpen && narrow.matches);
    box.inert = narrow.matches && !isOpen;
    toggle.setAttribute('aria-expanded', String(isOpen));
    shade.hidden = !drawers.some((one) => one.box.classList.contains('is-open'));
  }

  function closeAll(): void {
    for (const drawer of drawers) {
      const hadFocus = drawer.box.contains(document.activeElement) && drawer.narrow.matches;
      set(drawer, false);
      if (hadFocus) drawer.toggle.focus();
    }
  }

  for (const drawer of drawers) {
    set(drawer, false);
    drawer.narrow.addEventListener('change', closeAll);
    drawer.toggle.addEventListener('click', () => {
      const isOpen = !drawer.box.classList.contains('is-open');
      closeAll();
      set(drawer, isOpen);
      if (isOpen) drawer.box.querySelector<HTMLElement>('button, summary')?.focus();
    });
  }
  shade.addEventListener('click', closeAll);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !shade.hidden) closeAll();
  });
  for (const close of document.querySelectorAll('[data-close-drawer]'))
    close.addEventListener('click', closeAll);
  return { closeAll };
}
