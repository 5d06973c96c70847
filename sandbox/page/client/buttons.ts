import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import { confirmed } from './confirm.ts';
import { action, busyWhile, freshId, h } from './dom.ts';
import { plainOf } from './draw-text.ts';
import { type Field, found } from './surface.ts';

/** Elements that are pressed. */

export function drawButton(field: Field): HTMLElement {
  const { element } = field;
  const style = textOf(element.style);
  const button = pressable(field, {
    kind: `button ${style}`,
    label: plainOf(element.text),
    spoken: textOf(element.accessibility_label),
    value: sentBy(element),
  });
  const url = typeof element.url === 'string' ? URL.parse(element.url) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:')
    button.addEventListener('click', () => window.open(url.href, '_blank', 'noopener'));
  return button;
}

export function drawIconButton(field: Field): HTMLElement {
  const { element } = field;
  const label = plainOf(element.text);
  const spoken = textOf(element.accessibility_label);
  return pressable(field, { kind: 'button quiet', label, spoken, value: sentBy(element) });
}

export function drawFeedbackButtons(field: Field): HTMLElement {
  const both = [field.element.positive_button, field.element.negative_button].filter(isJson);
  const drawn = both.map((one) =>
    pressable(field, {
      kind: 'button quiet',
      label: plainOf(one.text),
      spoken: textOf(one.accessibility_label),
      value: textOf(one.value),
    }),
  );
  return h('div', { class: 'controls' }, ...drawn);
}

const sentBy = ({ value }: Json): string | null => (typeof value === 'string' ? value : null);

function pressable(
  field: Field,
  { kind, label, spoken, value }: { kind: string; label: string; spoken: string; value: string | null },
): HTMLElement {
  const press = async (button: HTMLButtonElement) => {
    if (!(await confirmed(field.element, field.surface.reading()))) return;
    await busyWhile(button, () => field.surface.press(field, value));
  };
  // The visible words come first, so that people who speak to their computer can say what they see.
  const hasLabel = spoken.toLowerCase().startsWith(label.replace(/…$/, '').toLowerCase());
  const name = hasLabel ? spoken : `${label}: ${spoken}`;
  return action(kind, label, press, {
    ...found(field, value ?? ''),
    'aria-label': spoken === '' ? null : name,
  });
}

/** The `…` menu: a button that opens a menu of a few choices. */
export function drawOverflow(field: Field): HTMLElement {
  const menuId = freshId();
  const toggle = action('button quiet more', '⋯', () => (menu.hidden ? open(0) : close()), {
    ...found(field),
    'aria-label': 'More actions',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-controls': menuId,
  });
  const items = records(field.element.options).map((option) => {
    const choose = async () => {
      close();
      toggle.focus();
      const url = URL.parse(textOf(option.url));
      if (url?.protocol === 'https:') window.open(url.href, '_blank', 'noopener');
      if (!(await confirmed(field.element, field.surface.reading()))) return;
      await busyWhile(toggle, () => field.surface.press(field, textOf(option.value)));
    };
    return action('menu-item', plainOf(option.text), choose, { role: 'menuitem', tabindex: -1 });
  });
  const menu = h('div', { id: menuId, class: 'menu', role: 'menu', 'aria-label': 'More actions' }, ...items);
  menu.hidden = true;
  const box = h('div', { class: 'overflow' }, toggle, menu);

  const open = (index: number) => {
    menu.hidden = false;
    toggle.setAttribute('aria-expanded', 'true');
    const scroller = box.closest('.scroller, .modal-body');
    const bounds = (scroller ?? document.documentElement).getBoundingClientRect();
    const button = toggle.getBoundingClientRect();
    const { offsetHeight, offsetWidth } = menu;
    menu.classList.toggle('up', button.bottom + offsetHeight > bounds.bottom && button.top > offsetHeight);
    menu.classList.toggle('left', button.left + offsetWidth > bounds.right);
    items.at(index)?.focus();
  };
  const close = () => {
    menu.hidden = true;
    toggle.setAttribute('aria-expanded', 'false');
  };
  const focusedItem = () => items.findIndex((item) => item.matches(':focus'));
  const steps: Record<string, (at: number) => number> = {
    ArrowDown: (at) => (at + 1) % items.length,
    ArrowUp: (at) => (at - 1 + items.length) % items.length,
    Home: () => 0,
    End: () => items.length - 1,
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
      toggle.focus();
      return;
    }
    const step = steps[event.key];
    if (!step) return;
    if (menu.hidden && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (menu.hidden) open(event.key === 'ArrowUp' ? -1 : 0);
    else items[step(focusedItem())]?.focus();
  });
  box.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !box.contains(event.relatedTarget)) close();
  });
  return box;
}
