import { textAt } from '#src/sources/pick.ts';
import type { SinkApi } from '../../http.ts';
import type { Entry, SinkRecord } from '../../sink.ts';
import { ask, findInPages } from './asking.ts';

/** Notes are HTML, which nothing of a lead or a rep may become. */

const LONGEST = 30_000;

const escaped = (text: string): string =>
  text
    .slice(0, LONGEST)
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\r?\n/g, '<br>');

/** Leaves a note with our mark at a person, a lead or a deal, unless it stands there. */
export async function leaveNote(api: SinkApi, { type, id }: SinkRecord, entry: Entry): Promise<void> {
  const about = `${type}_id`;
  const isOurs = (note: unknown) =>
    textAt(note, 'content')
      ?.split(/<[^>]*>|\s+/)
      .includes(entry.mark) === true;
  const query = { [about]: id, sort: 'add_time DESC' };
  if ((await findInPages(api, '/v1/notes', query, isOurs)) !== null) return;
  const content = `<b>${escaped(entry.title)}</b><br>${escaped(entry.text)}<br><br>${entry.mark}`;
  await ask(api, 'POST', '/v1/notes', { body: { [about]: type === 'lead' ? id : Number(id), content } });
}
