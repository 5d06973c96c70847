import type { SinkSystem } from '#domain/sink-systems.ts';
import type { SinkSystemDefinition } from './system.ts';

/** Every tool that outcomes are written into. */
export const SYSTEMS: Readonly<Partial<Record<SinkSystem, SinkSystemDefinition>>> = {};
