import { text } from 'node:stream/consumers';
import { App, HTTPReceiver } from '@slack/bolt';
import postgres from 'postgres';
import { Webhook } from 'standardwebhooks';
import { SOURCE_SECRET } from '#sandbox/signed-delivery.ts';

/**
 * What a team writes by itself in an afternoon: one insert, one post, whose turn it is in memory. It is the measure of
 * how light such a bot can be, and loses what a crash or Slack's refusal interrupts.
 */

const { PORT, DATABASE_URL = '', SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET = '' } = process.env;
const reps = (process.env.DIY_REPS ?? '').split(',');
const sql = postgres(DATABASE_URL);
await sql`create table leads (id text primary key, body jsonb, rep text, accepted_at timestamptz)`;
const webhook = new Webhook(SOURCE_SECRET);
let turn = 0;

const receiver = new HTTPReceiver({
  signingSecret: SLACK_SIGNING_SECRET,
  endpoints: '/slack/events',
  customRoutes: [
    { path: '/health/ready', method: 'GET', handler: (_request, response) => void response.end('{}') },
    {
      path: '/webhooks/website',
      method: 'POST',
      handler: async (request, response) => {
        const body = await text(request);
        webhook.verify(body, request.headers as Record<string, string>);
        const id = String(request.headers['webhook-id']);
        const lead = JSON.parse(body);
        const rep = reps[turn++ % reps.length] ?? '';
        await sql`insert into leads (id, body, rep) values (${id}, ${lead}, ${rep}) on conflict do nothing`;
        response.end('{"received":true}');
        await app.client.chat.postMessage({
          channel: rep,
          text: `New lead: ${lead.person.full_name}, ${lead.account.name}`,
          blocks: [
            {
              type: 'section',
              text: { type: 'mrkdwn', text: `*${lead.person.full_name}*, ${lead.account.name}` },
            },
            {
              type: 'actions',
              elements: [
                {
                  type: 'button',
                  action_id: 'accept',
                  value: id,
                  text: { type: 'plain_text', text: 'Accept' },
                },
              ],
            },
          ],
        });
      },
    },
  ],
});
const app = new App({ token: SLACK_BOT_TOKEN, receiver, clientOptions: { slackApiUrl: SLACK_API_URL } });
app.action('accept', async ({ ack, body, action, respond }) => {
  await ack();
  await sql`update leads set accepted_at = now() where id = ${'value' in action ? String(action.value) : ''}`;
  await respond({ replace_original: true, text: `Accepted by <@${body.user.id}>` });
});
await app.start(Number(PORT));
process.once('SIGTERM', () => process.exit(0));
