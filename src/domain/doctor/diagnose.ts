import type { Settings } from '../settings.ts';
import { findInAccounts } from './accounts.ts';
import { findInBlocks } from './blocks.ts';
import { findInClocks } from './clocks.ts';
import { findInDates } from './dates.ts';
import { bySeverity, type Finding } from './findings.ts';
import { findInHours } from './hours.ts';
import { findInKept } from './kept.ts';
import { findInManagers } from './managers.ts';
import { findInMirrors } from './mirrors.ts';
import { findInPeople } from './people.ts';
import { findInChannels, findInPools } from './pools.ts';
import { findInReasons } from './reasons.ts';
import { findInRules } from './rules.ts';
import { findInSources } from './sources.ts';
import { findInTroubles } from './troubles.ts';
import { findInWords } from './words.ts';
import type { World } from './world.ts';
import { findInZoneData } from './zone-data.ts';

/** Everything a lead would run into with these settings, the worst first. */
export function diagnose(settings: Settings, world: World, now: Date): Finding[] {
  return [
    ...findInRules(settings),
    ...findInPools(settings, world, now),
    ...findInChannels(settings, world),
    ...findInClocks(settings),
    ...findInHours(settings, world, now),
    ...findInBlocks(settings),
    ...findInPeople(settings, world, now),
    ...findInManagers(settings, now),
    ...findInAccounts(settings),
    ...findInMirrors(settings, world, now),
    ...findInReasons(settings),
    ...findInSources(settings),
    ...findInTroubles(settings, world),
    ...findInWords(settings, world),
    ...findInDates(settings, now),
    ...findInZoneData(settings, world, now),
    ...findInKept(settings, world, now),
  ].sort(bySeverity);
}
