import { isJson, type Json } from '../../slack/json.ts';
import { action, freshId, h } from './dom.ts';
import { drawText, plainOf } from './draw-text.ts';
import type { Reading } from './reading.ts';
import { raiseToasts } from './toast.ts';

/** Asks the question an element carries, if it carries one. True: go on. */
export function confirmed(element: Json, reading: Reading): Promise<boolean> {
  const question = element.confirm;
  if (!isJson(question)) return Promise.resolve(true);
  const title = freshId();
  const text = freshId();
  return new Promise((resolve) => {
    const yesKind = question.style === 'danger' ? 'button danger' : 'button primary';
    const yes = action(yesKind, plainOf(question.confirm) || 'Yes', () => dialog.close('yes'));
    const no = action('button', plainOf(question.deny) || 'Cancel', () => dialog.close('no'));
    const dialog = h(
      'dialog',
      { class: 'modal small', 'aria-labelledby': title, 'aria-describedby': text, role: 'alertdialog' },
      h('header', {}, h('h2', { id: title }, plainOf(question.title) || 'Are you sure?')),
      h('div', { id: text, class: 'modal-body' }, ...drawText(question.text, reading)),
      h('footer', {}, no, yes),
    );
    dialog.addEventListener('close', () => {
      raiseToasts();
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
