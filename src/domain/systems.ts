/** Tools whose deliveries are read as they come, each under the `format` that picks it. */
export const SYSTEMS = {
  typeform: 'Typeform',
  webflow: 'Webflow',
  jotform: 'Jotform',
  'gravity-forms': 'Gravity Forms',
  calendly: 'Calendly',
  'google-ads': 'Google Ads',
  meta: 'Meta Lead Ads',
  linkedin: 'LinkedIn',
  hubspot: 'HubSpot',
  salesforce: 'Salesforce',
  pipedrive: 'Pipedrive',
  zoho: 'Zoho CRM',
  marketo: 'Marketo',
  segment: 'Segment',
  rudderstack: 'RudderStack',
  zapier: 'Zapier',
  make: 'Make',
  n8n: 'n8n',
} as const;
export type System = keyof typeof SYSTEMS;

/** In the order in which they are told. */
export const SYSTEM_IDS = Object.keys(SYSTEMS) as [System, ...System[]]; // its own keys, of which there are some

/** How a source writes: in our own JSON, by a mapping of the settings, or as a tool does. */
export const FORMATS = ['canonical', 'mapped', ...SYSTEM_IDS] as const;

export const isSystem = (format: string): format is System => Object.hasOwn(SYSTEMS, format);
