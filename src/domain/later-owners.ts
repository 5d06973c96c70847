import { teamOf } from './account-team.ts';
import type { CanonicalLead } from './lead.ts';
import { ROLE_OF, TEAM_ROLE_WORDS } from './leg-roles.ts';
import type { MirroredAccount } from './mirrored-account.ts';
import type { NamedOwner } from './routing/record.ts';
import type { Settings } from './settings.ts';
import { type Leg, USUAL_LEG } from './settings-shapes.ts';

/** Who has a leg after the first before any route is asked: the account's team, then whoever works with who passed it on. */

/** What is known here of those who had the lead, or its company, before. */
export type KnownBefore = {
  mirrored: MirroredAccount | null;
  /** Whoever had this lead on the leg before, and so passes it on. */
  passedOnBy: string | null;
  /** Whoever won this customer, where that may be asked. */
  wonBy: string | null;
  /** Whoever has the company on a leg of the same role: its open opportunity, or the customer. */
  atCompany: string | null;
};

/** Everybody who is named, strongest first; a person may be named more than once. */
export function laterOwners(
  settings: Settings,
  leg: Leg,
  record: CanonicalLead,
  { mirrored, passedOnBy, wonBy, atCompany }: KnownBefore,
): NamedOwner[] {
  if (leg === USUAL_LEG) return [];
  const role = ROLE_OF[leg];
  const words = TEAM_ROLE_WORDS[role];
  const rule = `${words} of the company so far`;
  return [
    ...teamOf(settings, role, record, mirrored),
    ...(wonBy === null ? [] : [{ by: 'account_team', repId: wonBy, rule: `${words} who won them` } as const]),
    ...(atCompany === null ? [] : [{ by: 'account_team', repId: atCompany, rule } as const]),
    ...(leg === 'sql_to_ae' ? paired(settings, passedOnBy) : []),
  ];
}

/** The AEs who work with the SDR who qualified it, in the order of the settings. */
const paired = ({ pairs }: Settings, passedOnBy: string | null): NamedOwner[] =>
  pairs
    .filter(({ sdr }) => sdr === passedOnBy)
    .map(({ sdr, ae }) => ({ by: 'pair', repId: ae, rule: `works with ${sdr}` }));
