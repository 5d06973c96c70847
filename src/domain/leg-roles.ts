import type { Role } from './settings.ts';
import type { Leg } from './settings-shapes.ts';

/** Whose work each leg is. */
export const ROLE_OF = {
  mql_to_sdr: 'sdr',
  sql_to_ae: 'ae',
  won_to_cs: 'csm',
  cs_to_ae: 'ae',
} as const satisfies Record<Leg, Role>;

/** Those who look after an account together. */
export const TEAM_ROLES = ['sdr', 'ae', 'csm'] as const satisfies Role[];
export type TeamRole = (typeof TEAM_ROLES)[number];

/** What people call them. */
export const TEAM_ROLE_WORDS: Record<TeamRole, string> = { sdr: 'SDR', ae: 'AE', csm: 'CSM' };
