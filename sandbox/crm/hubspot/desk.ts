import type { Change } from '../account.ts';
import { faultOf, keptAs, type ObjectType, type Properties } from './properties.ts';
import type { HubspotRecord, Records } from './records.ts';
import type { Fault } from './refusals.ts';

/** What an account knows beside its records, and how a record is written by whoever may. */

type Stage = {
  id: string;
  label: string;
  displayOrder: number;
  metadata: { isClosed: 'true' | 'false'; probability: string };
};
type Pipeline = { id: string; label: string; displayOrder: number; stages: Stage[]; archived: boolean };
type Owner = { id: string; email: string; firstName: string; lastName: string; type: 'PERSON' };

type World = {
  records: Records;
  properties: Record<ObjectType, Properties>;
  scopes: Set<string>;
  portalId: number;
  currency: string;
  now: () => number;
  changed: (change: Change) => void;
};

export type Desk = ReturnType<typeof createDesk>;

const stage = (id: string, label: string, displayOrder: number, probability: string): Stage => ({
  ...{ id, label, displayOrder },
  metadata: { isClosed: /^(1|0)\.0$/.test(probability) ? 'true' : 'false', probability },
});

/** The pipeline that new accounts have. */
const salesPipeline = (): Pipeline => ({
  ...{ id: 'default', label: 'Sales Pipeline', displayOrder: 0, archived: false },
  stages: [
    stage('appointmentscheduled', 'Appointment Scheduled', 0, '0.2'),
    stage('qualifiedtobuy', 'Qualified To Buy', 1, '0.4'),
    stage('contractsent', 'Contract Sent', 2, '0.9'),
    stage('closedwon', 'Closed Won', 3, '1.0'),
    stage('closedlost', 'Closed Lost', 4, '0.0'),
  ],
});

export function createDesk(world: World) {
  const { records, properties, changed } = world;
  const pipelines = [salesPipeline()];
  const owners: Owner[] = [];
  /** Groups of properties by the kind of record and their name. */
  const groups = new Set(['contacts contactinformation', 'deals dealinformation']);

  const stageOf = (id: string): Stage | undefined =>
    pipelines.flatMap(({ stages }) => stages).find((one) => one.id === id);
  const elsewhereFor = (pipeline: string | undefined) => ({
    hubspot_owner_id: owners.map(({ id }) => id),
    pipeline: pipelines.map(({ id }) => id),
    dealstage: pipelines.find(({ id }) => id === (pipeline ?? 'default'))?.stages.map(({ id }) => id) ?? [],
  });

  /** A lifecycle stage does not go back, and nobody is told: it has to be emptied first. By hand it may. */
  const isBack = ({ type, properties: now }: HubspotRecord, name: string, value: string): boolean => {
    if (type !== 'contacts' || name !== 'lifecyclestage' || value === '') return false;
    const order = properties.contacts.get(name)?.options.map((option) => option.value) ?? [];
    return order.indexOf(value) < order.indexOf(now[name] ?? '');
  };

  return {
    ...world,
    ...{ pipelines, owners, groups },
    addOwner: ({ email, name }: { email: string; name: string }): string => {
      const [firstName = '', ...rest] = name.split(' ');
      const id = String(77_301_000 + owners.length * 11);
      owners.push({ id, email, firstName, lastName: rest.join(' '), type: 'PERSON' });
      return id;
    },
    faultsIn: (
      type: ObjectType,
      values: Readonly<Record<string, string>>,
      pipeline: string | undefined,
    ): Fault[] =>
      Object.entries(values).flatMap(
        ([name, value]) =>
          faultOf(properties[type], name, value, elsewhereFor(values.pipeline ?? pipeline)) ?? [],
      ),
    write: (record: HubspotRecord, values: Readonly<Record<string, string>>, by: Change['by']): void => {
      const kept = Object.entries(values)
        .filter(([name, value]) => by === 'hand' || !isBack(record, name, value))
        .map(([name, value]) => [name, keptAs(properties[record.type], name, value)] as const)
        .filter(([name, value]) => (record.properties[name] ?? '') !== value);
      records.write(record, { ...Object.fromEntries(kept), ...closing(record, Object.fromEntries(kept)) });
      if (record.type !== 'contacts') return;
      for (const [field, value] of kept) changed({ id: record.id, field, value, by });
    },
    labelOf: (type: ObjectType, name: string): string => properties[type].get(name)?.label ?? name,
    wordOf: (type: ObjectType, name: string, value: string): string => {
      if (name === 'hubspot_owner_id') return owners.find(({ id }) => id === value)?.email ?? value;
      if (name === 'dealstage') return stageOf(value)?.label ?? value;
      const options = properties[type].get(name)?.options ?? [];
      return options.find((option) => option.value === value)?.label ?? value;
    },
  };

  /** Whether a deal is closed follows from its stage. */
  function closing({ type }: HubspotRecord, { dealstage }: Record<string, string>): Record<string, string> {
    const at = type === 'deals' && dealstage !== undefined ? stageOf(dealstage) : undefined;
    if (!at) return {};
    const isWon = at.metadata.isClosed === 'true' && Number(at.metadata.probability) === 1;
    return { hs_is_closed: at.metadata.isClosed, hs_is_closed_won: String(isWon) };
  }
}
