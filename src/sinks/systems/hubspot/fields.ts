import type { FieldOfTool } from '#domain/plan-write.ts';
import { at, recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import { SinkRefused } from '../../trouble.ts';
import { ask, refusalIn } from './asking.ts';

/** Properties of an account: what they take, and those that are made for us. */

export type HubspotField = FieldOfTool & { isUnique: boolean };

export async function readFields(api: SinkApi, objects: string): Promise<HubspotField[]> {
  const answer = await ask(api, 'GET', `/crm/v3/properties/${objects}`);
  return recordsAt(answer, 'results').map((property) => {
    const name = textAt(property, 'name') ?? '';
    return {
      name,
      label: textAt(property, 'label') ?? name,
      type: typeOf(property),
      options: recordsAt(property, 'options').map((option) => {
        const value = textAt(option, 'value') ?? '';
        return { value, label: textAt(option, 'label') ?? value };
      }),
      isReadOnly: at(property, 'modificationMetadata', 'readOnlyValue') === true,
      isUnique: at(property, 'hasUniqueValue') === true,
    };
  });
}

function typeOf(property: unknown): FieldOfTool['type'] {
  switch (textAt(property, 'type')) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'date':
      return 'date';
    case 'datetime':
      return 'datetime';
    case 'bool':
      return 'choice';
    case 'enumeration':
      // Owners and stages of pipelines are chosen by ids that stand elsewhere.
      if (at(property, 'externalOptions') === true) return 'text';
      return textAt(property, 'fieldType') === 'checkbox' ? 'other' : 'choice';
    default:
      return 'other';
  }
}

const GROUP = { name: 'handoff', label: 'Handoff' };
const SCHEMA_OF: Record<string, string> = {
  contacts: 'crm.schemas.contacts.write',
  deals: 'crm.schemas.deals.write',
};

type NewField = { name: string; label: string; isUnique?: boolean };

/** Makes text properties in a group of their own; those that are there stay as they are. */
export async function makeFields(api: SinkApi, objects: string, fields: readonly NewField[]): Promise<void> {
  if (fields.length === 0) return;
  await makeUnlessThere(api, objects, `/crm/v3/properties/${objects}/groups`, { ...GROUP, displayOrder: -1 });
  for (const { name, label, isUnique = false } of fields)
    await makeUnlessThere(api, objects, `/crm/v3/properties/${objects}`, {
      ...{ name, label, type: 'string', fieldType: 'text', groupName: GROUP.name },
      hasUniqueValue: isUnique,
    });
}

async function makeUnlessThere(api: SinkApi, objects: string, path: string, body: object): Promise<void> {
  try {
    const answer = await api.ask('POST', path, { body });
    if (answer.status >= 300 && answer.status !== 409) throw refusalIn(answer);
  } catch (error) {
    if (!(error instanceof SinkRefused) || error.about !== 'access') throw error;
    const scope = SCHEMA_OF[objects] ?? 'to change properties';
    throw new SinkRefused(`HubSpot lets us make no properties: the app lacks the scope ${scope}`, 'access');
  }
}
