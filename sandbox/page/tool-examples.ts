import type { System } from '#domain/systems.ts';

/** What the page has each tool of the field send, about somebody new. */
export const TOOL_EXAMPLES: Record<System, string> = {
  typeform: 'A form filled in',
  webflow: 'A form on a page',
  jotform: 'A form, whose answers come in parts',
  'gravity-forms': 'An entry of a form',
  calendly: 'A demo booked in the calendar',
  'google-ads': 'The lead form of an ad',
  meta: 'An ad’s lead, read by its id, who asked for nothing yet',
  linkedin: 'An ad’s lead, read by its id together with its form',
  hubspot: 'A contact of a workflow',
  salesforce: 'An outbound message about a lead',
  pipedrive: 'A person who was added, of whose company nothing is known',
  zoho: 'A lead of a workflow',
  marketo: 'A webhook of a trigger campaign',
  segment: 'A demo requested, as an event of a visitor',
  rudderstack: 'A demo requested, as an event of a visitor',
  zapier: 'A flat object of a Zap',
  make: 'A flat object of a scenario',
  n8n: 'A flat object of a workflow',
};
