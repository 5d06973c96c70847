import { isViewTooLarge, problemsOfView } from '../block-kit/validate.ts';
import type { Context } from '../context.ts';
import { isJson, type Json, textOf } from '../json.ts';
import type { Trigger } from '../triggers.ts';
import { modalStackLimit, type OpenView } from '../views.ts';
import { type Failure, failure, invalid, isFailure, type Methods, needs } from './method.ts';

export const views: Methods = {
  'views.open': { tier: 'tier4', token: 'bot', scopes: needs(), run: open },
  'views.push': { tier: 'tier4', token: 'bot', scopes: needs(), run: push },
  'views.update': { tier: 'tier4', token: 'bot', scopes: needs(), run: update },
  'views.publish': { tier: 'tier4', token: 'bot', scopes: needs(), run: publish },
};

function open(context: Context, args: Json): Json {
  const view = readView(context, args.view, 'modal', undefined);
  if (isFailure(view)) return view;
  const trigger = exchange(context, args);
  if (isFailure(trigger)) return trigger;
  // From inside a modal, views.open lays the new view on top, as views.push does.
  if (isOnScreen(context, trigger)) return lay(context, trigger, view);
  return shown(context, 'view_opened', context.views.openAlone(trigger.userId, view));
}

function push(context: Context, args: Json): Json {
  const view = readView(context, args.view, 'modal', undefined);
  if (isFailure(view)) return view;
  const trigger = exchange(context, args);
  if (isFailure(trigger)) return trigger;
  return isOnScreen(context, trigger) ? lay(context, trigger, view) : failure('not_found');
}

function update(context: Context, args: Json): Json {
  const open = args.view_id
    ? context.views.find(String(args.view_id))
    : context.views.findByExternalId(textOf(args.external_id));
  if (!open) return failure('not_found');
  const view = readView(context, args.view, open.view.type, open);
  if (isFailure(view)) return view;
  if (args.hash && args.hash !== open.view.hash) return failure('hash_conflict');
  context.views.redraw(open, view);
  return shown(context, 'view_updated', open);
}

function publish(context: Context, args: Json): Json {
  const userId = String(args.user_id);
  if (!context.workspace.users.has(userId)) return failure('user_not_found');
  const known = context.views.home(userId);
  const view = readView(context, args.view, 'home', known);
  if (isFailure(view)) return view;
  if (known && args.hash && args.hash !== known.view.hash) return failure('hash_conflict');
  return shown(context, 'home_published', context.views.publish(userId, view));
}

/** Checks a view the app sends, also one that comes in the answer to a submission. */
export function readView(
  context: Context,
  given: unknown,
  type: 'modal' | 'home',
  replaced: OpenView | undefined,
): Json | Failure {
  if (!isJson(given))
    return invalid('invalid_arguments', ['missing required field: view [json-pointer:/view]']);
  if (isViewTooLarge(given)) return failure('view_too_large');
  const problems = problemsOfView(given, type);
  if (problems.length > 0) return invalid('invalid_arguments', problems);
  const holder = context.views.findByExternalId(textOf(given.external_id));
  if (holder && holder !== replaced) return failure('duplicate_external_id');
  return given;
}

function exchange(context: Context, args: Json): Trigger | Failure {
  if (!args.trigger_id) {
    return invalid('invalid_arguments', ['missing required field: trigger_id [json-pointer:/trigger_id]']);
  }
  const result = context.triggers.exchange(String(args.trigger_id));
  return result.ok ? result.trigger : failure(result.error);
}

function isOnScreen(context: Context, trigger: Trigger): boolean {
  return context.views.stackOf(trigger.userId).some((open) => open.view.id === trigger.viewId);
}

function lay(context: Context, trigger: Trigger, view: Json): Json {
  if (context.views.stackOf(trigger.userId).length >= modalStackLimit) return failure('push_limit_reached');
  return shown(context, 'view_opened', context.views.push(trigger.userId, view));
}

function shown(
  context: Context,
  type: 'view_opened' | 'view_updated' | 'home_published',
  open: OpenView,
): Json {
  const view = structuredClone(open.view);
  context.narration.tell({ type, userId: open.userId, view });
  return { ok: true, view };
}
