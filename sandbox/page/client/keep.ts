import { type Drawn, planPatch } from './plan-patch.ts';

/** One child of a list: drawn when it is new or its sign changed, brought up to date otherwise. */
export type Part = Drawn & { draw: () => HTMLElement; update: (element: HTMLElement) => void };

const drawn = new WeakMap<Element, Drawn>();

/** A part that never changes under its sign. */
export function leaf(key: string, sign: unknown, draw: () => HTMLElement): Part {
  return { key, sign: JSON.stringify(sign ?? null), draw, update: () => {} };
}

/** A part that stays, and changes inside. */
export function frame(key: string, draw: () => HTMLElement, update: (element: HTMLElement) => void): Part {
  return { key, sign: '', draw, update };
}

/** Makes the children those of `parts`, touching only what changed, so that focus, scrolling and typing survive. */
export function patch(parent: Element, parts: Part[]): void {
  const old = [...parent.children];
  const plan = planPatch(
    old.map((element) => drawn.get(element)),
    parts,
  );
  const kept = new Set(plan);
  old.forEach((element, index) => {
    if (!kept.has(index)) element.remove();
  });
  let cursor = parent.firstElementChild;
  parts.forEach((part, index) => {
    const place = plan[index] ?? null;
    const element = (place === null ? undefined : old[place]) ?? part.draw();
    drawn.set(element, { key: part.key, sign: part.sign });
    if (element === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(element, cursor);
    if (element instanceof HTMLElement) part.update(element);
  });
}

/** Where the keyboard is: the control, and everything around it. */
export type Spot = { control: string | null; action: string | null; caret: number | null; around: Element[] };

export function spotOf(element: Element | null): Spot {
  const control = element?.closest<HTMLElement>('[data-control]') ?? null;
  return {
    control: control?.dataset.control ?? null,
    action: control?.dataset.action ?? null,
    caret: isText(element) ? element.selectionStart : null,
    around: element ? ancestorsOf(element) : [],
  };
}

/** Brings the keyboard back to where it was, or as near to it as what is left allows. */
export function returnTo(spot: Spot): void {
  const home = spot.around.find((element) => element.isConnected && element !== document.documentElement);
  if (!home || home === document.body) return;
  const controls = [...home.querySelectorAll<HTMLElement>('[data-control]')];
  const same =
    controls.find((one) => one.dataset.control === spot.control) ??
    controls.find((one) => one.dataset.action === spot.action);
  const target = same ?? spot.around.find((element) => element.isConnected && isFocusable(element));
  if (!(target instanceof HTMLElement)) return;
  target.focus({ preventScroll: true });
  if (isText(target) && spot.caret !== null) target.setSelectionRange(spot.caret, spot.caret);
}

/** Draws, and does not let the keyboard fall back to the top of the page. */
export function keepingFocus(draw: () => void): void {
  const spot = spotOf(document.activeElement);
  draw();
  const isLost = document.activeElement === document.body || document.activeElement === null;
  if (isLost && spot.around.length > 0) returnTo(spot);
}

function ancestorsOf(element: Element): Element[] {
  const all: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) all.push(one);
  return all;
}

const isFocusable = (element: Element): boolean => element.hasAttribute('tabindex');

function isText(element: Element | null): element is HTMLTextAreaElement | HTMLInputElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && ['text', 'url', 'search', 'tel'].includes(element.type);
}
