import pino from 'pino';
import { expect, test } from 'vitest';
import { ids } from '#blocks/ids.ts';
import { describeError } from '#src/process/log.ts';
import { deskOf } from '../support/desk.ts';
import { hot } from '../support/leads.ts';
import { openSite } from '../support/site.ts';

type Line = { level: number; msg: string; handoff?: string };

/** Grace is with Ana, and the database takes no event of her lead any more. */
async function brokenOffice() {
  const lines: Line[] = [];
  const stream = { write: (text: string) => void lines.push(JSON.parse(text)) };
  const site = await openSite();
  const app = await site.start({ log: pino({ level: 'warn', serializers: { err: describeError } }, stream) });
  await app.send(hot);
  await site.settle();
  const [handoff] = await site.query<{ id: string }>('select id from handoffs');
  await site.query(`create function no_event() returns trigger language plpgsql as $$
    begin raise exception 'refused: %', new.event; end $$`);
  await site.query(
    'create trigger no_event before insert on handoff_events for each row execute function no_event()',
  );
  return { ana: deskOf(site, 'ana'), lines, handoffId: handoff?.id };
}

const failed = ({ level, msg, handoff }: Line) => ({ level, msg, handoff });

test('a press that fails is one line, with the handoff and nobody’s data', async () => {
  const { ana, lines, handoffId } = await brokenOffice();

  expect(await ana.press(ana.card(), ids.accept)).toContain('That did not work just now.');

  expect(lines.map(failed)).toEqual([{ level: 50, msg: 'a press failed', handoff: handoffId }]);
  expect(JSON.stringify(lines)).not.toMatch(/grace|hopper|globex/i);
});

test('a form that fails is one line, with the handoff and nobody’s data', async () => {
  const { ana, lines, handoffId } = await brokenOffice();

  await ana.open(ana.card(), ids.reject);
  await ana.submit({ reason: 'too_small', note: 'Grace Hopper said so' });

  expect(ana.modal()).toContain('This could not be carried out.');
  expect(lines.map(failed)).toEqual([
    { level: 50, msg: 'a form could not be carried out', handoff: handoffId },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/grace|hopper|globex/i);
});
