import { isSystem, type System } from '#domain/systems.ts';
import type { Adapter } from './adapter.ts';
import { calendly } from './systems/calendly.ts';
import { flat } from './systems/flat.ts';
import { googleAds } from './systems/google-ads.ts';
import { gravityForms } from './systems/gravity-forms.ts';
import { hubspot } from './systems/hubspot.ts';
import { jotform } from './systems/jotform.ts';
import { linkedin } from './systems/linkedin.ts';
import { marketo } from './systems/marketo.ts';
import { meta } from './systems/meta.ts';
import { pipedrive } from './systems/pipedrive.ts';
import { salesforce } from './systems/salesforce.ts';
import { rudderstack, segment } from './systems/segment.ts';
import { typeform } from './systems/typeform.ts';
import { webflow } from './systems/webflow.ts';
import { zoho } from './systems/zoho.ts';

/** Every tool whose deliveries are read as they come. */
export const ADAPTERS: Readonly<Record<System, Adapter>> = {
  typeform,
  webflow,
  jotform,
  'gravity-forms': gravityForms,
  calendly,
  'google-ads': googleAds,
  meta,
  linkedin,
  hubspot,
  salesforce,
  pipedrive,
  zoho,
  marketo,
  segment,
  rudderstack,
  zapier: flat,
  make: flat,
  n8n: flat,
};

/** How a format is read; null where that is our own JSON, or a mapping of the settings. */
export const adapterOf = (format: string): Adapter | null => (isSystem(format) ? ADAPTERS[format] : null);
