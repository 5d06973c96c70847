import { type StateValue, type StateValues, stateOf } from './element-state.ts';
import { type Placed, withIds } from './elements.ts';
import type { Ids } from './ids.ts';
import { isJson, type Json, records, textOf } from './json.ts';
import type { Workspace } from './workspace.ts';

/** A view as the Web API and the payloads show it. */
export type View = Json & {
  id: string;
  type: 'modal' | 'home';
  title: Json;
  submit: Json | null;
  close: Json | null;
  blocks: Json[];
  callback_id: string;
  private_metadata: string;
  external_id: string;
  clear_on_close: boolean;
  notify_on_close: boolean;
  hash: string;
  state: { values: StateValues };
  root_view_id: string;
  previous_view_id: string | null;
};

export type OpenView = { userId: string; view: View; entered: Map<string, StateValue> };

export type Views = ReturnType<typeof createViews>;

export const modalStackLimit = 3;

/** What is open on people's screens: a stack of modals and a Home tab each. */
export function createViews(ids: Ids, workspace: Workspace) {
  const stacks = new Map<string, OpenView[]>();
  const homes = new Map<string, OpenView>();
  const { team, app } = workspace;

  function stackOf(userId: string): OpenView[] {
    return stacks.get(userId) ?? [];
  }

  function draw(open: OpenView, given: Json): void {
    const blocks = withIds(records(given.blocks), ids.short);
    open.view = {
      id: open.view.id,
      team_id: team.id,
      type: open.view.type,
      blocks,
      private_metadata: textOf(given.private_metadata),
      callback_id: textOf(given.callback_id),
      state: { values: stateOf(blocks, (placed) => enteredIn(open, placed)) },
      hash: `${ids.ts()}.${ids.short()}`,
      title: isJson(given.title) ? given.title : { type: 'plain_text', text: 'View Title', emoji: true },
      clear_on_close: given.clear_on_close === true,
      notify_on_close: given.notify_on_close === true,
      close: isJson(given.close) ? given.close : null,
      submit: isJson(given.submit) ? given.submit : null,
      previous_view_id: open.view.previous_view_id,
      root_view_id: open.view.root_view_id,
      app_id: app.appId,
      external_id: textOf(given.external_id),
      app_installed_team_id: team.id,
      bot_id: app.botId,
    };
  }

  function create(
    userId: string,
    type: 'modal' | 'home',
    given: Json,
    below: OpenView | undefined,
  ): OpenView {
    const id = ids.next('V');
    const previous = below?.view.id ?? null;
    const view = { id, type, root_view_id: below?.view.root_view_id ?? id, previous_view_id: previous };
    const open: OpenView = { userId, view: view as View, entered: new Map() }; // draw fills the rest
    draw(open, given);
    return open;
  }

  return {
    stackOf,

    top(userId: string): OpenView | undefined {
      return stackOf(userId).at(-1);
    },

    home(userId: string): OpenView | undefined {
      return homes.get(userId);
    },

    openAlone(userId: string, given: Json): OpenView {
      const open = create(userId, 'modal', given, undefined);
      stacks.set(userId, [open]);
      return open;
    },

    push(userId: string, given: Json): OpenView {
      const open = create(userId, 'modal', given, stackOf(userId).at(-1));
      stacks.set(userId, [...stackOf(userId), open]);
      return open;
    },

    publish(userId: string, given: Json): OpenView {
      const known = homes.get(userId);
      if (known) draw(known, given);
      const open = known ?? create(userId, 'home', given, undefined);
      homes.set(userId, open);
      return open;
    },

    /** Redraws in place. What a person typed stays where block id and action id stay. */
    redraw(open: OpenView, given: Json): void {
      draw(open, given);
    },

    enter(open: OpenView, placed: Placed, value: StateValue): void {
      open.entered.set(fieldKey(placed), value);
      open.view.state.values = stateOf(open.view.blocks, (one) => enteredIn(open, one));
    },

    closeTop(userId: string): void {
      stacks.set(userId, stackOf(userId).slice(0, -1));
    },

    closeAll(userId: string): void {
      stacks.delete(userId);
    },

    find(viewId: string): OpenView | undefined {
      return allOpen().find((open) => open.view.id === viewId);
    },

    findByExternalId(externalId: string): OpenView | undefined {
      return externalId === '' ? undefined : allOpen().find((open) => open.view.external_id === externalId);
    },
  };

  function allOpen(): OpenView[] {
    return [...[...stacks.values()].flat(), ...homes.values()];
  }
}

function enteredIn(open: OpenView, placed: Placed): StateValue | undefined {
  const value = open.entered.get(fieldKey(placed));
  return value?.type === placed.element.type ? value : undefined;
}

function fieldKey(placed: Placed): string {
  return JSON.stringify([placed.blockId, placed.element.action_id]);
}
