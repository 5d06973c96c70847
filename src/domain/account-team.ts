import { accountDomain, namedAccountsOf } from './accounts.ts';
import type { CanonicalLead } from './lead.ts';
import { TEAM_ROLE_WORDS, type TeamRole } from './leg-roles.ts';
import { accountSystemName } from './mirror-systems.ts';
import type { MirroredAccount } from './mirrored-account.ts';
import type { NamedOwner } from './routing/record.ts';
import type { Settings } from './settings.ts';
import { idOf, personOf } from './team.ts';

/** Who looks after an account together: its SDR, AE and CSM, by the settings and by its CRM or a file. */

/** Those of the team with this role, strongest first. */
export const teamOf = (
  settings: Settings,
  role: TeamRole,
  record: CanonicalLead,
  mirrored: MirroredAccount | null,
): NamedOwner[] => [...inSettings(settings, role, record), ...inMirror(settings, role, mirrored)];

/** Whom the settings name for the account, else for the group it belongs to. */
function inSettings(settings: Settings, role: TeamRole, record: CanonicalLead): NamedOwner[] {
  const company = accountDomain(settings, record);
  const entries = company === null ? [] : namedAccountsOf(settings, company);
  const entry = entries.find(({ account }) => account.team?.[role] !== undefined);
  const repId = entry?.account.team?.[role];
  if (entry === undefined || repId === undefined) return [];
  const rule = `${TEAM_ROLE_WORDS[role]} of the named account${entry.isParent ? ' of the same group' : ''}`;
  return [{ by: 'account_team', repId, rule }];
}

/**
 * Whom a CRM, or a file, names for this role; else, for what comes after the first leg, its owner and those of its team who
 * have the role here. On the first its owner counts whatever their role.
 */
function inMirror(settings: Settings, role: TeamRole, mirrored: MirroredAccount | null): NamedOwner[] {
  if (mirrored === null) return [];
  const rule = `${TEAM_ROLE_WORDS[role]} of the account in ${accountSystemName(mirrored.system)}`;
  const named = mirrored.byRole?.[role];
  if (named !== undefined) return [{ by: 'account_team', repId: idOf(settings, named), rule }];
  if (role === 'sdr') return [];
  const others = [mirrored.ownerEmail, ...mirrored.team].flatMap((email) =>
    email === null ? [] : (idOf(settings, email) ?? []),
  );
  return others
    .filter((repId) => personOf(settings, repId)?.roles.includes(role))
    .map((repId) => ({ by: 'account_team', repId, rule }));
}
