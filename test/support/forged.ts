import { randomUUID } from 'node:crypto';
import type { SeenMessage } from '#sandbox/slack/seen-message.ts';
import { signedHeaders } from '#sandbox/slack/signing.ts';
import type { TestStage } from './stage.ts';

/** Requests that Slack would never send by itself, though rightly signed: what a press carries was made up. */

const SIGNING_SECRET = 'sandbox-signing-secret';

/** A message with one button, as it would stand where the given one stands. */
export const withButton = (message: SeenMessage, actionId: string, value: string): SeenMessage => ({
  ...message,
  blocks: [
    {
      type: 'actions',
      block_id: 'made-up',
      elements: [{ type: 'button', action_id: actionId, value, text: { type: 'plain_text', text: 'Press' } }],
    },
  ],
});

/** A message with one menu of one option. */
export const withMenu = (
  message: SeenMessage,
  menu: { type: 'static_select' | 'overflow'; id: string; value: string },
): SeenMessage => ({
  ...message,
  blocks: [
    {
      type: 'actions',
      block_id: 'made-up',
      elements: [
        {
          type: menu.type,
          action_id: menu.id,
          options: [{ text: { type: 'plain_text', text: 'The one' }, value: menu.value }],
        },
      ],
    },
  ],
});

export type MadeUpForm = {
  callback: string;
  metadata: string;
  /** What each field holds, by its id. */
  values: Record<string, object>;
};

/** Somebody submits a modal that never was on their screen. Answers what the app says in its place. */
export async function submitAs(stage: TestStage, slackUserId: string, form: MadeUpForm): Promise<string> {
  const state = Object.entries(form.values).map(([field, value]) => [field, { [field]: value }]);
  const payload = {
    type: 'view_submission',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    user: { id: slackUserId, username: 'made-up', name: 'made-up', team_id: 'T0SANDBOX' },
    api_app_id: 'A0SANDBOX',
    token: 'unused',
    trigger_id: randomUUID(),
    view: {
      id: `V${randomUUID()}`,
      team_id: 'T0SANDBOX',
      type: 'modal',
      blocks: [],
      private_metadata: form.metadata,
      callback_id: form.callback,
      state: { values: Object.fromEntries(state) },
      hash: 'made-up',
      title: { type: 'plain_text', text: 'Made up' },
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const response = await fetch(`${stage.address}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signedHeaders(SIGNING_SECRET, new Date(), body),
    },
    body,
  });
  return response.text();
}
