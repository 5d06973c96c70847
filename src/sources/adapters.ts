import { isSystem, type System } from '#domain/systems.ts';
import type { Adapter } from './adapter.ts';
import { typeform } from './systems/typeform.ts';

/** Every tool whose deliveries are read as they come. */
export const ADAPTERS: Readonly<Record<System, Adapter>> = {
  typeform,
};

/** How a format is read; null where that is our own JSON, or a mapping of the settings. */
export const adapterOf = (format: string): Adapter | null => (isSystem(format) ? ADAPTERS[format] : null);
