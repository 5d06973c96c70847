import type { Db } from '#db/db.ts';
import { placesInTrouble, toldOf } from '#db/doctor.ts';
import { readRuns } from '#db/mirror-runs.ts';
import { ownersInMirror } from '#db/mirrored-accounts.ts';
import { readPeople } from '#db/people.ts';
import { oldestLeft, PASSING } from '#db/prune.ts';
import { openTroubles } from '#db/source-health.ts';
import { readUserGroups } from '#db/user-groups.ts';
import { diagnose } from '#domain/doctor/diagnose.ts';
import type { Finding } from '#domain/doctor/findings.ts';
import type { KnownMirror, World } from '#domain/doctor/world.ts';
import { overdueSince } from '#domain/keep.ts';
import type { Settings } from '#domain/settings.ts';
import { inChannel, inChannelFor } from '#src/core/message-keys.ts';
import { statusesOf } from '#src/routing/rep-statuses.ts';

/** What the doctor finds in settings, in force or not, on this database. */
export async function loadDiagnosis(db: Db, settings: Settings, now: Date): Promise<Finding[]> {
  return diagnose(settings, await loadWorld(db, settings, now), now);
}

async function loadWorld(db: Db, settings: Settings, now: Date): Promise<World> {
  const ids = settings.people.map(({ id }) => id);
  const statuses = await statusesOf({ db, settings, now }, ids, true);
  const rows = await readPeople(db, ids);
  return {
    people: new Map(
      [...statuses].map(([id, status]) => {
        const row = rows.get(id);
        return [id, { ...status, isLookedFor: Boolean(row?.checkedAt), problem: row?.problem ?? null }];
      }),
    ),
    userGroups: await readUserGroups(db),
    channels: channelsIn(await placesInTrouble(db), settings),
    left: await leftOver(db, settings, now),
    troubles: await openTroubles(db),
    mirrors: await mirrorsOf(db, settings),
    zoneData: process.versions.tz ?? null,
    told: await toldOf(db, now),
  };
}

async function mirrorsOf(db: Db, { accounts }: Settings): Promise<World['mirrors']> {
  if (accounts.length === 0) return new Map();
  const runs = await readRuns(db);
  const known = new Map<string, KnownMirror>();
  for (const { from } of accounts) {
    const run = runs.get(from);
    if (run) known.set(from, { ...run, owners: await ownersInMirror(db, from) });
  }
  return known;
}

async function leftOver(db: Db, settings: Settings, now: Date): Promise<Map<string, Date>> {
  const left = new Map<string, Date>();
  for (const [name, passing] of Object.entries(PASSING)) {
    const oldest = await oldestLeft(db, passing, overdueSince(settings, passing.kept, now));
    if (oldest) left.set(name, oldest);
  }
  return left;
}

/** The channels of the settings that are among these places, by their ids. */
function channelsIn(places: ReadonlyMap<string, string>, { pools, channels }: Settings): Map<string, string> {
  const known = [
    ...pools.map(({ deliver_to }) => [deliver_to, inChannel(deliver_to)] as const),
    ...(['ops', 'feedback'] as const).map((use) => [channels[use], inChannelFor(use)] as const),
  ];
  return new Map(
    known.flatMap(([id, place]) => {
      const problem = places.get(place);
      return id === undefined || problem === undefined ? [] : [[id, problem] as const];
    }),
  );
}
