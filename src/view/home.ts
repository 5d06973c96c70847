import type { Db } from '#db/db.ts';
import { personOf } from '#domain/team.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import { askOps } from './ask-ops.ts';
import { loadDigestSwitches } from './digest-switches.ts';
import { loadMarketingHome } from './home-marketing.ts';
import type { HomeModel, StrangersHome } from './home-models.ts';
import { loadOpsHome } from './home-ops.ts';
import { loadRepHome } from './home-rep.ts';
import { loadTeamHome } from './home-team.ts';
import { loadPause } from './pause.ts';

/** Somebody's App Home, with the part of each of their roles; null when the settings do not know them. */
export async function loadHome(
  db: Db,
  inForce: SettingsInForce,
  personId: string,
  now: Date,
): Promise<HomeModel | null> {
  const person = personOf(inForce.settings, personId);
  if (!person) return null;
  return {
    pause: await loadPause(db, inForce.settings),
    rep: await loadRepHome(db, inForce, person, now),
    team: await loadTeamHome(db, inForce, person, now),
    marketing: await loadMarketingHome(db, inForce, person, now),
    ops: await loadOpsHome(db, inForce, person, now),
    muted: (await loadDigestSwitches(db, inForce, personId))
      .filter(({ isMuted }) => isMuted)
      .map(({ kind }) => kind),
  };
}

export async function loadStrangersHome(db: Db, { settings }: SettingsInForce): Promise<StrangersHome> {
  return { workspace: settings.workspace.name, ask: await askOps(db, settings) };
}
