import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CanonicalLead } from '#domain/lead.ts';
import type { System } from '#domain/systems.ts';
import type { Sent } from '#sandbox/tools/tool.ts';
import { TOOLS } from '#sandbox/tools/tools.ts';
import vectors from '../fixtures/payloads/signature-vectors.json' with { type: 'json' };
import { startStage } from '../support/stage.ts';
import { answerOf, ENVIRONMENT, SECRET, sending, withTools } from '../support/tools.ts';

/**
 * The bytes of each tool, as they were published or recorded (`payloads`) or put together from its documentation
 * (`assembled`), through its own route; beside each the lead that comes of it (`leads`).
 */

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');
const NOW = new Date(vectors.clockIso);

const BODIES: readonly [System, 'payloads' | 'assembled', string, string?][] = [
  ['typeform', 'payloads', 'typeform.form_response.json'],
  ['webflow', 'payloads', 'webflow.form_submission.json'],
  [
    'jotform',
    'assembled',
    'jotform.submission.multipart',
    'multipart/form-data; boundary=------------------------f1c7a0d2',
  ],
  ['gravity-forms', 'assembled', 'gravity-forms.entry.json'],
  ['calendly', 'payloads', 'calendly.invitee-created.json'],
  ['calendly', 'payloads', 'calendly.invitee-canceled-rescheduled.json'],
  ['calendly', 'payloads', 'calendly.invitee-created-rescheduled.json'],
  ['calendly', 'payloads', 'calendly.invitee-canceled.json'],
  ['calendly', 'payloads', 'calendly.invitee-no-show-created.json'],
  ['calendly', 'payloads', 'calendly.invitee-no-show-deleted.json'],
  ['calendly', 'assembled', 'calendly.routing-form-submission.json'],
  ['google-ads', 'payloads', 'google-ads.lead-form-test.json'],
  ['hubspot', 'payloads', 'hubspot.workflow-contact.json'],
  ['salesforce', 'payloads', 'salesforce.outbound-message-lead.xml', 'text/xml; charset=utf-8'],
  ['salesforce', 'assembled', 'salesforce.outbound-message-opportunity.xml', 'text/xml; charset=utf-8'],
  ['pipedrive', 'payloads', 'pipedrive.person-create.v2.json'],
  ['pipedrive', 'payloads', 'pipedrive.lead-change.v2.json'],
  ['pipedrive', 'assembled', 'pipedrive.deal-change.v2.json'],
  ['zoho', 'payloads', 'zoho.notification-leads-update.json'],
  ['zoho', 'assembled', 'zoho.workflow.form', 'application/x-www-form-urlencoded'],
  ['marketo', 'payloads', 'marketo.webhook-rendered.json'],
  ['segment', 'payloads', 'segment.identify.json'],
  ['segment', 'assembled', 'segment.track.json'],
  ['rudderstack', 'assembled', 'rudderstack.page.json'],
  ['zapier', 'payloads', 'generic.zapier-flat.json'],
  ['make', 'payloads', 'generic.zapier-flat.json'],
  ['n8n', 'payloads', 'generic.zapier-flat.json'],
];

const { googleKey, zohoToken } = vectors.secrets;
const secretOf = (format: System): string =>
  format === 'google-ads' ? googleKey : format === 'zoho' ? zohoToken : SECRET;

/** What carries its secret in the body has it there already. */
function proved(format: System, body: string, contentType: string): Sent {
  const tool = TOOLS.find((one) => one.format === format);
  if (!tool) throw new Error(`no tool ${format}`);
  const sent = tool.sends(body, sending(format, NOW));
  const isInBody = format === 'google-ads' || format === 'zoho';
  return {
    ...sent,
    body: isInBody ? body : sent.body,
    headers: { ...sent.headers, 'content-type': contentType },
  };
}

async function told(format: System, folder: string, file: string, contentType: string) {
  const stage = await startStage({
    at: NOW,
    settings: withTools,
    environment: { ...ENVIRONMENT, SECRET_OF_THE_TOOL: secretOf(format) },
  });
  const body = readFileSync(join(FIXTURES, folder, file), 'utf8');
  const answer = await answerOf(stage.address, format, proved(format, body, contentType));
  await stage.settle();
  const items = await stage.query<{ lead: CanonicalLead }>('select lead from items order by position');
  return { answer, leads: items.map(({ lead }) => lead) };
}

test.each(BODIES)('%s: %s/%s', async (format, folder, file, contentType = 'application/json') => {
  const { answer, leads } = await told(format, folder, file, contentType);
  const expected = JSON.parse(readFileSync(join(FIXTURES, 'leads', `${file}.json`), 'utf8'));
  expect({ status: answer.status, leads }).toEqual({ status: 200, leads: expected });
});

test('a lead out of a Flow proves itself by a key of ours, as nothing in it says whose it is', async () => {
  const stage = await startStage({
    at: NOW,
    settings: (settings) => ({
      ...withTools(settings),
      sources: withTools(settings).sources.map((source) =>
        source.id === 'salesforce'
          ? { ...source, auth: { type: 'header', header: 'X-Key', secret_env: ['SECRET_OF_THE_TOOL'] } }
          : source,
      ),
    }),
    environment: ENVIRONMENT,
  });
  const body = readFileSync(join(FIXTURES, 'assembled', 'salesforce.flow-lead.json'), 'utf8');
  const headers = { 'content-type': 'application/json', 'x-key': SECRET };
  expect(await answerOf(stage.address, 'salesforce', { headers, body })).toEqual({
    status: 200,
    text: '{"received":true,"repeated":false}',
  });
  await stage.settle();
  const [item] = await stage.query<{ lead: CanonicalLead }>('select lead from items');
  const expected = readFileSync(join(FIXTURES, 'leads', 'salesforce.flow-lead.json.json'), 'utf8');
  expect([item?.lead]).toEqual(JSON.parse(expected));
});

test('each tool is answered as it wants to be', async () => {
  const stage = await startStage({ at: NOW, settings: withTools, environment: ENVIRONMENT });
  const answers: [string, unknown][] = [];
  for (const tool of TOOLS) {
    const said = { id: 'e-1', email: 'grace@globex.example', name: 'Grace' };
    answers.push([
      tool.format,
      await answerOf(stage.address, tool.format, tool.sends(tool.says(said), sending(tool.format, NOW))),
    ]);
  }
  const usual = { status: 200, text: '{"received":true,"repeated":false}' };
  const found = Object.fromEntries(answers);
  expect(found).toEqual({
    ...Object.fromEntries(TOOLS.map(({ format }) => [format, usual])),
    'google-ads': { status: 200, text: '{}' },
    marketo: {
      status: 200,
      text: '{"handoffStatus":"received","handoffReceivedAt":"2026-11-21T18:00:00.000Z"}',
    },
    salesforce: { status: 200, text: expect.stringContaining('<Ack>true</Ack>') },
  });
});
