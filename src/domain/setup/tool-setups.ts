import type { System } from '../systems.ts';

/** How each tool is made to send here, and what the settings say of it: for the command line, for Slack and for the docs. */
export type ToolSetup = {
  /** Whether it signs with a secret that only the environment may know, or sends one as it is. */
  proves: 'by signing' | 'by its secret';
  /** What its own way asks for besides, as an example. */
  choices?: { user?: string; organization?: string; verify_env?: string[] };
  /** Where it only names what it has. */
  api?: { token_env: string };
  /** Where its times have no zone. */
  timeZone?: string;
  /** In order. The address and the secret are those of the source. */
  steps: readonly string[];
};

export const TOOL_SETUPS: Readonly<Record<System, ToolSetup>> = {
  calendly: {
    proves: 'by signing',
    steps: [
      "`POST /webhook_subscriptions` of Calendly's API with the address, your own `signing_key` and the events `invitee.created`, `invitee.canceled`, `invitee_no_show.created`, `invitee_no_show.deleted`; with scope *organization* also `routing_form_submission.created`.",
    ],
  },
  'google-ads': {
    proves: 'by its secret',
    steps: [
      'Your lead form → *Export leads from Google Ads* → *Other data integration options* → *Webhook*.',
      'Webhook URL: the address.',
      'Key: the secret.',
      '*Send test data* arrives as a test.',
    ],
  },
  'gravity-forms': {
    proves: 'by its secret',
    steps: [
      'With the Webhooks Add-On: your form → *Settings* → *Webhooks* → *Add New*.',
      'Request URL: the address; method POST; format JSON.',
      'Request headers: `Authorization` with `Bearer` and the secret.',
      'Request body: *Select Fields*, with names that say what they are (`email`, `company`).',
    ],
  },
  hubspot: {
    proves: 'by signing',
    api: { token_env: 'HUBSPOT_TOKEN' },
    steps: [
      'For events of an app: a private app (or a project) with the scopes `crm.objects.contacts.read`, `crm.objects.companies.read`, `crm.objects.deals.read`, `crm.objects.owners.read`; *Webhooks* → target URL: the address; subscriptions to *contact.creation*, *contact.propertyChange* (`lifecyclestage` and what else should show on cards), *contact.merge*, *contact.privacyDeletion*, *deal.propertyChange*.',
      '`secret_env` is the *client secret*, `api: { token_env: HUBSPOT_TOKEN }` the access token.',
      'A lead is who is made, and who comes to *marketing qualified* or *sales qualified lead*; leave *contact.creation* out where only the second counts.',
      'For workflows: Automation → a contact-based workflow → *Send a webhook*, method POST, the address; *Use signature in request header*, with an app of yours.',
      "The secret is the app's *client secret*.",
      'Needs Data Hub (Operations Hub) Professional or Enterprise.',
    ],
  },
  jotform: {
    proves: 'by its secret',
    steps: [
      'Your form → *Settings* → *Integrations* → *WebHooks*: the address, a slash, and the secret (`/webhooks/<source id>/<secret>`).',
      'Jotform signs nothing.',
    ],
  },
  linkedin: {
    proves: 'by signing',
    api: { token_env: 'LINKEDIN_TOKEN' },
    steps: [
      'A developer application with lead sync, and a webhook with the address; `secret_env` is its *client secret*, `api.token_env` an access token with `r_marketing_leadgen_automation`.',
      'LinkedIn asks for its challenge every two hours, and stops sending after three failures.',
    ],
  },
  make: {
    proves: 'by its secret',
    steps: [
      'After the trigger: *HTTP* → *Make a request*: the address, POST, header `Authorization`, body type *application/x-www-form-urlencoded* with a field for each.',
    ],
  },
  marketo: {
    proves: 'by its secret',
    timeZone: 'America/Los_Angeles',
    steps: [
      'Admin → *Webhooks* → *New Webhook*.',
      'URL: the address.',
      'Request Type: POST.',
      'Request Token Encoding: JSON.',
      'Webhook Actions → *Set Custom Header*: `X-Handoff-Key` with the secret, `Content-Type` with `application/json`.',
      'Response mappings, if wanted: `handoffStatus` and `handoffReceivedAt` into fields of yours.',
      'A trigger campaign calls it.',
      'Set `time_zone` of the source to the zone of the subscription.',
      'Payload template:',
    ],
  },
  meta: {
    proves: 'by signing',
    choices: { verify_env: ['META_VERIFY_TOKEN'] },
    api: { token_env: 'META_TOKEN' },
    steps: [
      'An app with *leads_retrieval*, subscribed to the field *leadgen* of the page.',
      'Callback URL: the address; Verify token: the secret of `verify_env`; `secret_env` is the *app secret*, `api.token_env` a page access token.',
      'Meta asks for the handshake when you press *Verify and save*.',
    ],
  },
  n8n: {
    proves: 'by its secret',
    steps: [
      'After the trigger: *HTTP Request*: POST, the address, *Header Auth* with `Authorization`, *Send Body* → *Using Fields Below*.',
    ],
  },
  pipedrive: {
    proves: 'by its secret',
    choices: { user: 'handoff' },
    steps: [
      'Tools and apps → *Webhooks* → *+ Create new webhook*, version 2, one for each event (person, lead, deal).',
      'Endpoint URL: the address.',
      '*HTTP Auth username and password*: `user` of the settings and the secret.',
      'With `api: { token_env: PIPEDRIVE_TOKEN }` the person and the organization of a lead are read, which its event only names.',
    ],
  },
  rudderstack: {
    proves: 'by its secret',
    steps: [
      '*Destinations* → *Webhook*: the address, POST.',
      '*Headers*: `Authorization` with `Bearer` and the secret.',
    ],
  },
  salesforce: {
    proves: 'by its secret',
    choices: { organization: '00D000000000000AAA' },
    steps: [
      'Setup → *Workflow Actions* → *Outbound Messages* → *New*, for Lead, Contact or Opportunity.',
      'Endpoint URL: `/webhooks/<source id>/<secret>`.',
      'Fields: at least Id, Email, FirstName, LastName, Company, Phone, LeadSource, Rating, LastModifiedDate; of an opportunity Id, StageName, Amount, CloseDate, IsClosed, IsWon, ContactId.',
      'A record-triggered Flow sends it.',
      '`organization` is *Setup → Company Information → Organization ID*.',
      "JSON of a Flow's HTTP callout has no organization: use `auth: { type: header, header: X-Handoff-Key, … }`.",
      'Account Engagement (Pardot) has no webhooks of its own: it syncs to leads, and these come this way.',
    ],
  },
  segment: {
    proves: 'by signing',
    steps: [
      '*Connections* → *Destinations* → *Webhooks (Actions)*: the address; *Shared Secret*: the secret.',
      'Mappings for the events that should come here.',
    ],
  },
  typeform: {
    proves: 'by signing',
    steps: [
      'Your form → *Connect* → *Webhooks* → *Add a webhook*: the address.',
      '*Edit* → *Secret*: a long random text, the same as in the environment variable.',
      '*Send test request*, then switch the webhook on.',
    ],
  },
  webflow: {
    proves: 'by signing',
    steps: [
      'A webhook made by the API or an app (*form_submission*) is signed with the secret it was made with.',
      'One made in the dashboard is not signed: keep the address secret with `auth: { type: path, … }` there.',
    ],
  },
  zapier: {
    proves: 'by its secret',
    steps: [
      'In your Zap, after the trigger: *Webhooks by Zapier* → *POST*.',
      'URL: the address; Payload Type: json; Data: a row for each field; Headers: `Authorization` with `Bearer` and the secret.',
      "`id` is one of the form or event, never the person's.",
    ],
  },
  zoho: {
    proves: 'by its secret',
    steps: [
      'Setup → *Automation* → *Actions* → *Webhooks* → *Configure Webhook*: the address, POST, type *Form-Data* or *Raw JSON*.',
      'Module parameters: *Lead Id*, *First Name*, *Last Name*, *Email*, *Company*, *Phone*, *Country*, *No. of Employees*, *Rating*, *Modified Time*.',
      'Custom parameter: `token` with the secret.',
      'A workflow rule calls it.',
      'For notifications (which name records only): `api: { token_env: ZOHO_REFRESH_TOKEN, client_id_env: ZOHO_CLIENT_ID, client_secret_env: ZOHO_CLIENT_SECRET }` of a self client with the scopes ZohoCRM.modules.READ and ZohoCRM.notifications.ALL, outside the US with `base_url` such as https://www.zohoapis.eu; make the channel once by `POST /crm/v8/actions/watch` with the address as notify_url and the secret as token. It is renewed from then on, four days before it ends.',
    ],
  },
};

/** The name of a variable for the secret of a source. */
const variableOf = (id: string): string => `${id.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_SECRET`;

/** The settings of a source that this tool sends to, and which variables they name. */
export function settingsOf(
  format: System,
  { id, name }: { id: string; name: string },
): { source: Record<string, unknown>; variables: string[] } {
  const { choices = {}, api, timeZone } = TOOL_SETUPS[format];
  const secret = variableOf(id);
  return {
    source: {
      ...{ id, name, format },
      auth: { type: 'own', secret_env: [secret], ...choices },
      ...(api && { api }),
      ...(timeZone !== undefined && { time_zone: timeZone }),
    },
    variables: [secret, ...(choices.verify_env ?? []), ...(api ? [api.token_env] : [])],
  };
}
