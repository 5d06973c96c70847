import { isFailure } from './api/method.ts';
import { readView } from './api/views.ts';
import type { Context } from './context.ts';
import type { Answer } from './delivery.ts';
import { isJson, type Json } from './json.ts';
import { errorsIn } from './modal-form.ts';
import { modalStackLimit, type OpenView, type View } from './views.ts';

export type SubmitAnswer = Answer & {
  /** block id → what the person reads under the field. */
  errors?: Record<string, string>;
  /** The modal on top afterwards, if one is left. */
  modal?: View;
};

/** Does what the app's answer to a submission says. What Slack could not use comes back as a problem. */
export function obeySubmission(context: Context, answer: Answer, open: OpenView): SubmitAnswer {
  if (answer.problem) return answer;
  const body = isJson(answer.body) ? answer.body : {};
  switch (body.response_action) {
    case undefined:
      if (context.views.top(open.userId) === open) close(context, open);
      return answer;
    case 'clear':
      for (const one of context.views.stackOf(open.userId).toReversed()) close(context, one);
      return answer;
    case 'errors': {
      const errors = errorsIn(body, open);
      return errors
        ? { ...answer, errors }
        : { ...answer, problem: 'errors must name input blocks of the view' };
    }
    case 'update':
    case 'push':
      return redraw(context, answer, body, open);
    default:
      return { ...answer, problem: `unknown response_action: ${String(body.response_action)}` };
  }
}

function redraw(context: Context, answer: Answer, body: Json, open: OpenView): SubmitAnswer {
  const { views } = context;
  const isPush = body.response_action === 'push';
  const view = readView(context, body.view, 'modal', isPush ? undefined : open);
  if (isFailure(view)) return { ...answer, problem: `${view.error}: ${[view.errors].flat().join('; ')}` };
  if (isPush && views.stackOf(open.userId).length >= modalStackLimit) {
    return { ...answer, problem: 'push_limit_reached' };
  }
  if (!isPush) views.redraw(open, view);
  const shown = isPush ? views.push(open.userId, view) : open;
  const type = isPush ? 'view_opened' : 'view_updated';
  context.narration.tell({ type, userId: open.userId, view: structuredClone(shown.view) });
  return answer;
}

function close(context: Context, open: OpenView): void {
  context.views.closeTop(open.userId);
  context.narration.tell({ type: 'view_closed', userId: open.userId, view: structuredClone(open.view) });
}
