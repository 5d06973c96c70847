import type { Json } from '../../slack/json.ts';
import type { Given, View } from '../protocol.ts';
import { partsOf } from './blocks.ts';
import type { Client } from './client.ts';
import { action, busyWhile, h } from './dom.ts';
import { keepingFocus, leaf, patch, returnTo, type Spot, spotOf } from './keep.ts';
import { readingOf } from './reading.ts';
import type { Control, Surface } from './surface.ts';
import { raiseToasts } from './toast.ts';

const TELLS_AFTER_MS = 300;
const TITLE_ID = 'modal-title';

/** The modal on top of somebody's screen, as a dialog of the browser. */
export function createModalView(client: Client): (view: View | null) => void {
  const header = h('header');
  const body = h('div', { class: 'modal-body', tabindex: 0 });
  const footer = h('footer');
  const form = h('form', { novalidate: true }, header, body, footer);
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': TITLE_ID }, form);
  document.body.append(dialog);

  // What was typed, by block: the server is told a moment later, and the redraws in between must not lose it.
  let drafts = new Map<string, Given>();
  let untold = new Set<string>();
  let telling: ReturnType<typeof setTimeout> | undefined;
  let open: View | null = null;
  let opener: Spot | null = null;

  const close = () => client.act({ type: 'close', as: client.screen().as });

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void close();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = footer.querySelector<HTMLButtonElement>('[type=submit]');
    if (button && open?.submit) await busyWhile(button, () => submit(button));
  });

  async function submit(button: HTMLButtonElement): Promise<void> {
    const words = button.textContent;
    button.disabled = true;
    button.textContent = 'Sending…';
    clearTimeout(telling);
    untold = new Set();
    const answers = Object.fromEntries(drafts);
    await client.act({ type: 'submit', as: client.screen().as, answers });
    button.disabled = false;
    button.textContent = words;
    const invalid = body.querySelector<HTMLElement>('.invalid [data-control]');
    if (dialog.open) (invalid ?? button).focus();
  }

  async function tell(): Promise<void> {
    clearTimeout(telling);
    const { as } = client.screen();
    const blocks = [...untold];
    untold = new Set();
    for (const blockId of blocks) {
      await client.act({ type: 'fill', as, blockId, value: drafts.get(blockId) ?? null });
    }
  }

  const surface: Surface = {
    reading: () => readingOf(client.screen()),
    values: (): Json => open?.values ?? {},
    draftOf: ({ blockId }: Control) => drafts.get(blockId),
    fill: ({ blockId }, value) => {
      drafts.set(blockId, value);
      untold.add(blockId);
      clearTimeout(telling);
      telling = setTimeout(() => void tell(), TELLS_AFTER_MS);
    },
    press: async ({ blockId, actionId }, value) => {
      await tell();
      return client.act({ type: 'press_modal', as: client.screen().as, blockId, actionId, value });
    },
    errorOf: (blockId) => open?.errors[blockId],
  };

  function show(view: View): void {
    if (!dialog.open) opener = spotOf(document.activeElement);
    if (view.id !== open?.id) {
      drafts = new Map();
      untold = new Set();
    }
    // The next step of a form is the same modal with other fields.
    const standing = new Set(view.blocks.map((block) => block.block_id));
    for (const blockId of drafts.keys()) {
      if (standing.has(blockId)) continue;
      drafts.delete(blockId);
      untold.delete(blockId);
    }
    const isNew = view.id !== open?.id;
    open = view;
    if (isNew) body.replaceChildren();
    const { id, title, submit: send, close: leave, depth } = view;
    keepingFocus(() => {
      patch(header, [leaf('head', [id, title, depth], () => drawHead(title, depth))]);
      patch(body, partsOf(view.blocks, surface));
      patch(footer, [leaf('foot', [id, send, leave], () => drawFoot(send, leave))]);
    });
    if (!dialog.open) dialog.showModal();
    raiseToasts();
    // A modal that said it was loading has its fields only now.
    if (isNew || !dialog.contains(document.activeElement)) focusFirst(view);
  }

  function drawHead(title: string, depth: number): HTMLElement {
    const words = depth > 0 ? '‹' : '✕';
    const leave = action('button quiet', words, () => void close(), {
      'aria-label': depth > 0 ? 'Back' : 'Close',
    });
    const heading = h('h2', { id: TITLE_ID }, title);
    return h('div', { class: 'modal-head' }, ...(depth > 0 ? [leave, heading] : [heading, leave]));
  }

  function drawFoot(send: string | null, leave: string | null): HTMLElement {
    const cancel = action('button', leave ?? 'Cancel', () => void close());
    const button = send === null ? null : h('button', { class: 'button primary', type: 'submit' }, send);
    return h('div', { class: 'modal-foot' }, cancel, button);
  }

  function focusFirst(view: View): void {
    const wished = view.blocks.findIndex((block) => isFocused(block));
    const within = body.children[wished] ?? body;
    const target = within.querySelector<HTMLElement>('[data-control], a') ?? footer.querySelector('button');
    // A long form is read from its top, unless it says where to begin.
    target?.focus({ preventScroll: wished === -1 });
  }

  function hide(): void {
    open = null;
    drafts = new Map();
    clearTimeout(telling);
    untold = new Set();
    if (!dialog.open) return;
    dialog.close();
    raiseToasts();
    if (opener && document.activeElement === document.body) returnTo(opener);
    opener = null;
  }

  return (view) => {
    if (view) show(view);
    else hide();
  };
}

const isFocused = ({ element }: Json): boolean =>
  typeof element === 'object' &&
  element !== null &&
  'focus_on_load' in element &&
  element.focus_on_load === true;
