import { ALL_SOURCES } from './rhythm.ts';
import type { Settings } from './settings.ts';
import { isSystem, type System } from './systems.ts';

/** Where each tool says why it sends nothing. */
const PLACES: Record<System, string> = {
  typeform:
    'in Typeform: is the form published, and the webhook under Connect > Webhooks switched on? Its deliveries stand there.',
  webflow:
    'in Webflow: is the site published with its form, and the webhook still listed under Apps & Integrations?',
  jotform:
    'in Jotform: is the form enabled, and is the address still under Settings > Integrations > WebHooks?',
  'gravity-forms':
    'in WordPress: is the form active, and its feed under Settings > Webhooks? Notes of an entry name failures.',
  calendly:
    'in Calendly: its API switches a webhook off that failed for a day; is the subscription still active, and the event type still open?',
  'google-ads': 'in Google Ads: do the campaigns run, and does “Send test data” of the lead form arrive?',
  meta: 'at Meta: do the campaigns run, is the page still subscribed to the app, and is its token valid? The Lead Ads testing tool says.',
  linkedin:
    'at LinkedIn: do the campaigns run, is the lead notification still there, and is the token valid?',
  hubspot:
    'in HubSpot: the app’s monitoring of webhooks or the history of the workflow names failures; is the token valid?',
  salesforce:
    'in Salesforce: Setup > Outbound Messages (what is pending or failed), or the failed interviews of the Flow.',
  pipedrive:
    'in Pipedrive: is the webhook still under Tools and apps > Webhooks? One that keeps failing is removed there.',
  zoho: 'in Zoho CRM: is the workflow active, and is the channel still there? Failed webhooks stand under Setup > Automation.',
  marketo:
    'in Marketo: does the campaign run? The activity log of a person says what the webhook was answered.',
  segment: 'in Segment: is the destination on? Its Event Delivery names failures.',
  rudderstack: 'in RudderStack: is the destination on? Its Events name failures.',
  zapier: 'in Zapier: is the Zap on? Its history names failures.',
  make: 'in Make: is the scenario on? It is switched off after failures, and its history names them.',
  n8n: 'in n8n: is the workflow active? Its executions name failures.',
};

/** Where to look when a source, or all of them, is silent or refused. */
export function whereToLook({ sources }: Pick<Settings, 'sources'>, sourceId: string): string {
  if (sourceId === ALL_SOURCES) {
    return 'on the way to us: does PUBLIC_URL lead here from outside, does the proxy in front pass it on, is its certificate valid?';
  }
  const format = sources.find(({ id }) => id === sourceId)?.format ?? '';
  return isSystem(format)
    ? PLACES[format]
    : 'at whoever sends: does it still run, and with this address and secret? Its log says what it was answered.';
}
