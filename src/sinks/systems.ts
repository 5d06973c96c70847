import type { SinkSystem } from '#domain/sink-systems.ts';
import type { SinkSystemDefinition } from './system.ts';
import { HUBSPOT } from './systems/hubspot.ts';
import { webhookSink } from './systems/webhook.ts';

/** Every tool that outcomes are written into. */
export const SYSTEMS: Readonly<Partial<Record<SinkSystem, SinkSystemDefinition>>> = {
  hubspot: HUBSPOT,
  webhook: webhookSink,
};
