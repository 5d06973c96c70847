import { expect, test } from 'vitest';
import { isMachineMade } from '#src/sources/machine-made.ts';

/** How systems show that nobody wrote a mail, and how that somebody did. */

test.each([
  ['Outreach’s mail of a sequence', { data: { attributes: { mailingType: 'sequence' } } }],
  ['Outreach’s mail, by what it belongs to', { relationships: { sequenceState: { data: { id: 8 } } } }],
  [
    'Salesloft’s mail of a cadence',
    { data: { cadence: { id: 7, _href: 'https://x.example' }, step: { id: 1 } } },
  ],
  ['Apollo’s', { emailer_message: { emailer_campaign_id: '5f1' } }],
  ['HubSpot’s', { properties: { hs_email_direction: 'EMAIL', hs_sequence_id: { value: '12' } } }],
  ['Salesforce’s list e-mail', { TaskSubtype: 'ListEmail', Campaign__c: 'Autumn' }],
  ['an automatic step', { step_type: 'auto_email' }],
  ['a workflow', { source: 'WORKFLOW' }],
  ['an automatic reply, by its header', { headers: { 'Auto-Submitted': 'auto-replied' } }],
  ['a header among a list of them', { headers: [{ name: 'Precedence', value: 'bulk' }] }],
  ['a subject', { Subject: 'Automatic reply: Your demo' }],
  ['a calendar’s invitation', { event: { subject: 'Invitation: Demo @ Tue 10:00' } }],
])('%s: a machine made it', (_, sent) => {
  expect(isMachineMade(sent)).toBe(true);
});

test.each([
  ['a mail somebody wrote', { Subject: 'Your question', from: 'ana@acme.example', sequence: null }],
  [
    'a single mail in Outreach',
    { attributes: { mailingType: 'single' }, relationships: { sequence: { data: null } } },
  ],
  ['a step by hand', { step: { type: 'manual_email' }, sequence: { id: 4 } }],
  ['a person’s mail, by its header', { headers: { 'Auto-Submitted': 'no' } }],
  ['what the lead came by', { campaign: { name: 'Autumn demo' }, signals: [{ type: 'automated' }] }],
  ['what the rep says of it', { note: 'Replied to the automatic campaign mail' }],
  ['nothing at all', null],
])('%s: nobody says that a machine made it', (_, sent) => {
  expect(isMachineMade(sent)).toBe(false);
});
