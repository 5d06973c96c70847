import { h } from './dom.ts';

const COLOURS = 6;

/** The initials of somebody in a colour of their own. Who they are always stands beside it in words. */
export function drawAvatar(name: string, kind: 'person' | 'app'): HTMLElement {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const colour = kind === 'app' ? 'of-app' : `colour-${sum % COLOURS}`;
  return h('span', { class: `avatar ${colour}`, 'aria-hidden': 'true' }, initials);
}
