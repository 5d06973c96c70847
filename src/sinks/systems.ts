import type { SinkSystem } from '#domain/sink-systems.ts';
import type { SinkSystemDefinition } from './system.ts';
import { googleAdsSink } from './systems/google-ads.ts';
import { HUBSPOT } from './systems/hubspot.ts';
import { linkedinSink } from './systems/linkedin.ts';
import { metaSink } from './systems/meta.ts';
import { OUTREACH } from './systems/outreach.ts';
import { PIPEDRIVE } from './systems/pipedrive.ts';
import { SALESFORCE } from './systems/salesforce.ts';
import { SALESLOFT } from './systems/salesloft.ts';
import { webhookSink } from './systems/webhook.ts';

/** Every tool that outcomes are written into. */
export const SYSTEMS: Readonly<Partial<Record<SinkSystem, SinkSystemDefinition>>> = {
  hubspot: HUBSPOT,
  pipedrive: PIPEDRIVE,
  salesforce: SALESFORCE,
  outreach: OUTREACH,
  salesloft: SALESLOFT,
  webhook: webhookSink,
  'google-ads': googleAdsSink,
  meta: metaSink,
  linkedin: linkedinSink,
};
