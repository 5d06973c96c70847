import { createIds } from '../account.ts';
import type { ObjectType } from './properties.ts';

/** Records of an account, what is associated with what, and what its search knows of them by now. */

export type HubspotRecord = {
  type: ObjectType;
  id: string;
  properties: Record<string, string>;
  createdAt: number;
  updatedAt: number;
  isArchived: boolean;
};

/** Of each two kinds the id of their association, from the first to the second. */
const ASSOCIATION_TYPES: Record<string, number> = {
  ...{ 'notes contacts': 202, 'contacts notes': 201, 'tasks contacts': 204, 'contacts tasks': 203 },
  ...{ 'deals contacts': 3, 'contacts deals': 4, 'notes deals': 214, 'deals notes': 213 },
  ...{ 'tasks deals': 216, 'deals tasks': 215, 'contacts companies': 279, 'companies contacts': 280 },
};
export const associationTypeOf = (from: ObjectType, to: ObjectType): number | null =>
  ASSOCIATION_TYPES[`${from} ${to}`] ?? null;

type Version = { at: number; properties: Record<string, string> };

export type Records = ReturnType<typeof createRecords>;

export function createRecords(now: () => number, searchDelayMs: number) {
  const all = new Map<string, HubspotRecord>();
  const mergedInto = new Map<string, string>();
  const links: [HubspotRecord, HubspotRecord][] = [];
  const versions = new Map<HubspotRecord, Version[]>();
  const idOf = createIds(41_803_512_771n, 53n);

  const remember = (record: HubspotRecord): void => {
    const at = now();
    const old = versions.get(record) ?? [];
    const lastSeen = old.findLastIndex((version) => version.at <= at - searchDelayMs);
    versions.set(record, [...old.slice(Math.max(0, lastSeen)), { at, properties: { ...record.properties } }]);
  };
  /** Who was merged into another is that one from then on. */
  const find = (type: ObjectType, id: string): HubspotRecord | null => {
    const into = mergedInto.get(id);
    if (into !== undefined) return find(type, into);
    const record = all.get(id);
    return record?.type === type ? record : null;
  };
  const ofType = (type: ObjectType): HubspotRecord[] =>
    [...all.values()].filter((record) => record.type === type && !record.isArchived);

  return {
    find: (type: ObjectType, id: string): HubspotRecord | null => {
      const record = find(type, id);
      return record?.isArchived ? null : record;
    },
    ofType,
    withEmail: (email: string): HubspotRecord | null =>
      ofType('contacts').find(({ properties }) =>
        [properties.email, ...(properties.hs_additional_emails ?? '').split(';')].includes(
          email.toLowerCase(),
        ),
      ) ?? null,
    create: (type: ObjectType, properties: Record<string, string>): HubspotRecord => {
      const at = now();
      const record = {
        ...{ type, id: idOf(), properties, createdAt: at, updatedAt: at },
        isArchived: false,
      };
      all.set(record.id, record);
      remember(record);
      return record;
    },
    write: (record: HubspotRecord, properties: Record<string, string>): void => {
      Object.assign(record.properties, properties);
      record.updatedAt = now();
      remember(record);
    },
    archive: (record: HubspotRecord): void => {
      record.isArchived = true;
    },
    link: (from: HubspotRecord, to: HubspotRecord): void => {
      links.push([from, to]);
    },
    linked: (record: HubspotRecord, type: ObjectType): HubspotRecord[] =>
      links
        .flatMap(([a, b]) => (a === record ? [b] : b === record ? [a] : []))
        .filter((other) => other.type === type && !other.isArchived),
    /** What was the loser's is the winner's: its history, its deals, its address. */
    merge: (winner: HubspotRecord, loser: HubspotRecord): void => {
      mergedInto.set(loser.id, winner.id);
      all.delete(loser.id);
      versions.delete(loser);
      for (const link of links) {
        if (link[0] === loser) link[0] = winner;
        if (link[1] === loser) link[1] = winner;
      }
      const { email, hs_additional_emails: others = '' } = winner.properties;
      const emails = [...others.split(';'), loser.properties.email ?? ''].filter((one) => one !== '');
      winner.properties = {
        ...loser.properties,
        ...winner.properties,
        ...(email !== undefined && { email }),
        hs_additional_emails: emails.join(';'),
      };
      remember(winner);
    },
    /** Records as the search finds them: as they were a while ago. */
    indexed: (type: ObjectType): { record: HubspotRecord; properties: Record<string, string> }[] =>
      ofType(type).flatMap((record) => {
        const version = versions.get(record)?.findLast(({ at }) => at <= now() - searchDelayMs);
        return version ? [{ record, properties: version.properties }] : [];
      }),
  };
}
