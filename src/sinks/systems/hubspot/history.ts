import { recordsAt, textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import type { Entry, SinkRecord } from '../../sink.ts';
import { ask, askForAll } from './asking.ts';

/** Notes and tasks of a contact. Its search knows of new ones only after a while; what is associated is known at once. */

/** https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide#association-type-id-values */
const KINDS = {
  note: { objects: 'notes', body: 'hs_note_body', toContact: 202 },
  task: { objects: 'tasks', body: 'hs_task_body', toContact: 204 },
} as const;

/** Leaves an entry, unless one with its mark stands there. */
export async function leaveEntry(
  api: SinkApi,
  contact: SinkRecord,
  entry: Entry,
  as: 'note' | 'task',
): Promise<void> {
  const { objects, body, toContact } = KINDS[as];
  const there = await readLinked(api, contact, objects, [body]);
  if (there.some((one) => hasMark(textAt(one, 'properties', body), entry.mark))) return;
  await ask(api, 'POST', `/crm/v3/objects/${objects}`, {
    body: {
      properties: {
        hs_timestamp: entry.at.toISOString(),
        ...(entry.ownerId !== null && { hubspot_owner_id: entry.ownerId }),
        ...(as === 'task'
          ? { hs_task_subject: entry.title, hs_task_status: 'COMPLETED', hs_task_type: 'TODO' }
          : {}),
        [body]: htmlOf(as === 'task' ? [entry.text, entry.mark] : [entry.title, entry.text, entry.mark]),
      },
      associations: [linkTo(contact.id, toContact)],
    },
  });
}

export const linkTo = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
});

const MOST_AT_ONCE = 100;

/** What is associated with a contact, with these properties of it. */
export async function readLinked(
  api: SinkApi,
  { id }: SinkRecord,
  objects: 'notes' | 'tasks' | 'deals',
  properties: readonly string[],
): Promise<Record<string, unknown>[]> {
  const links = await askForAll(api, `/crm/v4/objects/contacts/${id}/associations/${objects}`);
  const ids = [...new Set(links.flatMap((link) => textAt(link, 'toObjectId') ?? []))];
  const read: Record<string, unknown>[] = [];
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const inputs = ids.slice(from, from + MOST_AT_ONCE).map((one) => ({ id: one }));
    const path = `/crm/v3/objects/${objects}/batch/read`;
    read.push(...recordsAt(await ask(api, 'POST', path, { body: { properties, inputs } }), 'results'));
  }
  return read;
}

/** A mark is a word of its own: `handoff:1` does not stand in `handoff:12`. */
export const hasMark = (text: string | undefined, mark: string): boolean =>
  (text ?? '').split(/[^A-Za-z0-9:_-]+/).includes(mark);

/** Paragraphs, as HubSpot shows them. */
function htmlOf(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .flatMap((part) => part.split('\n'))
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
