import { lastDeliveryOf } from '#db/deliveries.ts';
import { openHandoffsOf } from '#db/handoffs.ts';
import { readPeople } from '#db/people.ts';
import { personsId } from '#domain/doctor/sources.ts';
import { type Person, ROLES, type Role } from '#domain/settings.ts';
import { poolsOnlyWith } from '#domain/setup/people.ts';
import { takesOf } from '#domain/setup/pools.ts';
import { nameOf, personOf } from '#domain/team.ts';
import { whoSays } from '#src/config/layers.ts';
import type { Core, Layers } from '#src/core/core.ts';
import type {
  LastDelivery,
  Layered,
  Removal,
  SetupOverview,
  SetupPerson,
  SetupPool,
  SetupSource,
} from './setup-models.ts';

/** What the screens of `/handoff setup` need from the settings in force, their layers, and the rows. */

type From = Pick<Core, 'db' | 'now' | 'inForce' | 'layers'>;
type Listed = 'people' | 'pools' | 'sources';

const isFiles = ({ file, edits }: Layers, part: Parameters<typeof whoSays>[2], id: string): boolean =>
  whoSays(file, edits, part, id) === 'file';

/** Roles that own handoffs, and so should have somebody above them. */
const REP_ROLES: readonly Role[] = ['sdr', 'ae', 'csm'];
export const isRep = ({ roles }: Pick<Person, 'roles'>): boolean =>
  roles.some((role) => REP_ROLES.includes(role));

export async function loadSetup({ db, now, inForce, layers }: From): Promise<SetupOverview> {
  const { settings } = inForce();
  const both = layers();
  const rows = await readPeople(
    db,
    settings.people.map(({ id }) => id),
  );
  const count = (part: Listed): Layered => {
    const inFile = settings[part].filter(({ id }) => isFiles(both, part, id)).length;
    return { inFile, inSlack: settings[part].length - inFile };
  };
  const deliveries = await Promise.all(settings.sources.map(({ id }) => lastDeliveryOf(db, id)));
  const times = deliveries.flatMap((delivery) => (delivery ? [delivery.receivedAt.getTime()] : []));
  const reps = settings.people.filter(isRep);
  const routed = new Set(settings.routes.map(({ to }) => ('pool' in to ? to.pool : null)));
  return {
    team: {
      ...count('people'),
      byRole: ROLES.map((role) => ({
        role,
        count: settings.people.filter(({ roles }) => roles.includes(role)).length,
      })).filter((one) => one.count > 0),
      unreachable: [...rows.values()].filter(({ problem }) => problem !== null).length,
    },
    managers: { reps: reps.length, without: reps.filter(({ manager }) => manager === undefined).length },
    pools: { ...count('pools'), withoutRoute: settings.pools.filter(({ id }) => !routed.has(id)).length },
    channels: (['ops', 'feedback'] as const).map((use) => ({
      use,
      id: settings.channels[use] ?? null,
      isFiles: isFiles(both, 'channels', use),
    })),
    sources: {
      ...count('sources'),
      lastDelivery: times.length > 0 ? aged(new Date(Math.max(...times)), now()) : null,
    },
    mode: { mode: settings.mode, isFiles: isFiles(both, 'mode', 'mode') },
  };
}

export function loadSetupPeople({ inForce, layers }: From): SetupPerson[] {
  const { settings } = inForce();
  const both = layers();
  return settings.people.map(({ id, name, roles, manager }) => ({
    id,
    name,
    roles,
    managerName: manager === undefined ? null : nameOf(settings, manager),
    isFiles: isFiles(both, 'people', id),
  }));
}

export function loadSetupPools({ inForce, layers }: From): SetupPool[] {
  const { settings } = inForce();
  const both = layers();
  const listed = new Map((both.edits.pools ?? []).map(({ id, members = [] }) => [id, members]));
  return settings.pools.map(({ id, name, leg, members, user_group, deliver_to: deliverTo }) => ({
    id,
    name,
    leg,
    memberIds: (listed.get(id) ?? members).map(({ person }) => person),
    userGroup: user_group ?? null,
    memberNames: members.map(({ person }) => nameOf(settings, person)),
    deliverTo,
    takes: takesOf(settings, id),
    isFiles: isFiles(both, 'pools', id),
  }));
}

export async function loadSetupSources({ db, now, inForce, layers }: From): Promise<SetupSource[]> {
  const both = layers();
  return Promise.all(
    inForce().settings.sources.map(async ({ id, name, map }) => ({
      id,
      name,
      isFiles: isFiles(both, 'sources', id),
      personsId: personsId({ map }),
      lastDelivery: await loadLastDelivery({ db, now }, id),
    })),
  );
}

const aged = (at: Date, now: Date) => ({
  at,
  secondsAgo: Math.round((now.getTime() - at.getTime()) / 1_000),
});

async function loadLastDelivery(
  { db, now }: Pick<Core, 'db' | 'now'>,
  sourceId: string,
): Promise<LastDelivery | null> {
  const found = await lastDeliveryOf(db, sourceId);
  if (!found) return null;
  return {
    ...aged(found.receivedAt, now()),
    isRead: found.readAt !== null,
    items: found.items.map(({ outcome, problems, evidence }) => ({
      outcome,
      problems: problems ?? [],
      failed: outcome === 'nurture' ? (evidence?.failed ?? []) : [],
    })),
  };
}

export async function loadRemoval({ db, inForce }: From, personId: string): Promise<Removal | null> {
  const { settings } = inForce();
  const person = personOf(settings, personId);
  if (!person) return null;
  const unanswered = await openHandoffsOf(db, personId, ['offered', 'snoozed']);
  const accepted = await openHandoffsOf(db, personId, ['accepted', 'working']);
  return {
    id: personId,
    name: person.name,
    unanswered: unanswered.length,
    accepted: accepted.length,
    pools: settings.pools
      .filter(({ members }) => members.some((one) => one.person === personId))
      .map(({ name }) => name),
    onlyOneIn: poolsOnlyWith(settings, personId),
  };
}
