import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { callbacks, fields, ids } from '#blocks/ids.ts';
import { registerHandlers } from '#handlers/register.ts';
import { isKnownAction, isKnownForm } from '#handlers/unknown.ts';
import type { Core } from '#src/core/core.ts';

/** What the handlers ask Bolt to tell them of, by name; the screens of `/handoff setup` listen to patterns. */
function listenedTo(): { actions: string[]; views: string[] } {
  const actions: string[] = [];
  const views: string[] = [];
  const app = {
    use: () => {},
    event: () => {},
    command: () => {},
    options: () => {},
    action: (id: unknown) => actions.push(...(typeof id === 'string' ? [id] : [])),
    view: ({ callback_id: id }: { callback_id: unknown }) =>
      views.push(...(typeof id === 'string' ? [id] : [])),
  };
  // Attaching a listener asks nothing of them.
  registerHandlers(app as unknown as App, {} as Core);
  return { actions, views };
}

test('every button and menu of the cards, messages and Homes has one listener', () => {
  expect(listenedTo().actions.toSorted()).toEqual([...Object.values(ids), fields.reason].toSorted());
});

test('whatever has a listener is not answered as unknown beside it', () => {
  const { actions, views } = listenedTo();
  expect(actions.filter((id) => !isKnownAction(id))).toEqual([]);
  expect(views.filter((id) => !isKnownForm(id))).toEqual([]);
});

test('every modal that can be submitted has one listener', () => {
  const { notice, ...submitted } = callbacks;
  const ours = listenedTo().views.filter((id) => !id.startsWith('setup.'));
  expect(ours.toSorted()).toEqual(Object.values(submitted).toSorted());
  expect(ours).not.toContain(notice);
});
