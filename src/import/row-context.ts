import type { Settings } from '#domain/settings.ts';
import type { Binding } from './columns.ts';
import type { DateOrder } from './dates.ts';
import type { ImportMapping } from './mapping.ts';

/** What rows are read by. */
export type RowContext = {
  mapping: ImportMapping;
  binding: Binding;
  dateOrder: DateOrder | null;
  timeZone: string;
  settings: Settings;
  /** The source of leads whose row names none. */
  sourceId: string;
  now: Date;
  /** Rows created before are left out. */
  since: Date | null;
};
