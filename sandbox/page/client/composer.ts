import type { Conversation, SlashCommand } from '../protocol.ts';
import type { Client } from './client.ts';
import { busyWhile, h, part } from './dom.ts';
import { hintsFor } from './slash-hints.ts';

const HINTS_ID = 'slash-hints';

/** Where one writes. A line that begins with `/` is a command, and what it may become is shown above. */
export function createComposer(client: Client): (conversation: Conversation) => void {
  const input = h('input', {
    class: 'composer-input',
    type: 'text',
    role: 'combobox',
    'aria-label': 'Message',
    'aria-autocomplete': 'list',
    'aria-controls': HINTS_ID,
    'aria-expanded': 'false',
    autocomplete: 'off',
    enterkeyhint: 'send',
    'data-control': 'composer',
    'data-action': 'composer',
  });
  const send = h('button', { class: 'button primary', type: 'submit' }, 'Send');
  const list = h('ul', { id: HINTS_ID, class: 'hints', role: 'listbox', 'aria-label': 'Commands' });
  const form = h('form', { class: 'composer-form' }, input, send);
  part('composer').append(list, form);
  list.hidden = true;

  let hints: SlashCommand[] = [];
  let marked = -1;
  let place = '';

  function showHints(): void {
    hints = hintsFor(input.value, client.screen().commands);
    marked = isChoosing() && hints.length > 0 ? 0 : -1;
    list.hidden = hints.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    list.replaceChildren(...hints.map(drawHint));
    mark();
  }

  // Once the command is complete, its hint only says what may follow.
  const isChoosing = () => !/\s/.test(input.value);

  function drawHint({ command, description, usageHint }: SlashCommand, index: number): HTMLElement {
    const usage = h('span', { class: 'hint-usage' }, usageHint);
    const line = h('span', {}, h('strong', {}, command), ' ', usage);
    const item = h('li', { id: `${HINTS_ID}-${index}`, role: 'option', class: 'hint-item' }, line);
    item.append(h('span', { class: 'hint' }, description));
    // The keyboard stays in the field.
    item.addEventListener('mousedown', (event) => event.preventDefault());
    item.addEventListener('click', () => complete(command));
    return item;
  }

  function mark(): void {
    [...list.children].forEach((item, index) => {
      item.setAttribute('aria-selected', String(index === marked));
    });
    if (marked < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${HINTS_ID}-${marked}`);
  }

  function complete(command: string): void {
    input.value = `${command} `;
    input.focus();
    showHints();
  }

  async function submit(): Promise<void> {
    const line = input.value.trim();
    if (line === '') return;
    const { as } = client.screen();
    const channel = client.at();
    const deed = line.startsWith('/')
      ? ({ type: 'slash', as, channel, line } as const)
      : ({ type: 'say', as, channel, text: line, thread: null } as const);
    const isDone = await busyWhile(send, () => client.act(deed));
    if (isDone && input.value.trim() === line) input.value = '';
    showHints();
  }

  input.addEventListener('input', showHints);
  input.addEventListener('blur', () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  });
  input.addEventListener('focus', showHints);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && marked >= 0) {
      event.preventDefault();
      marked = (marked + step + hints.length) % hints.length;
      mark();
      return;
    }
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      list.hidden = true;
      marked = -1;
      mark();
      return;
    }
    const chosen = marked >= 0 && !list.hidden ? hints[marked] : undefined;
    const isKnown = client.screen().commands.some(({ command }) => command === input.value.trim());
    if (chosen && (event.key === 'Tab' || (event.key === 'Enter' && !isKnown)) && !event.shiftKey) {
      event.preventDefault();
      complete(chosen.command);
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      void submit();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  return ({ id, kind, name }) => {
    const words = kind === 'dm' ? 'Type / for commands' : `Message #${name}, or / for commands`;
    input.placeholder = words;
    input.setAttribute('aria-label', kind === 'dm' ? `Command to ${name}` : `Message #${name}`);
    const here = `${client.screen().as} ${id}`;
    if (here !== place) input.value = '';
    place = here;
  };
}
