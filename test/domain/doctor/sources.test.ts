import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { findInSources, personsId } from '#domain/doctor/sources.ts';
import { settingsSchema } from '#domain/settings.ts';

const { sources } = settingsSchema.parse(parse(readFileSync('handoff.yaml', 'utf8')));

test.each([
  'lead_id',
  'vid',
  'properties.hs_object_id.value',
  '"hubspot-" & $string(vid)',
  'contact.contactId',
  'person_id',
  '$lowercase(email)',
  'objectId',
])('an id read from %s names a person', (id) => {
  expect(personsId({ map: { id } })).toBe(id);
});

test.each([
  'form_response.token',
  'id',
  'submission_id',
  'event_id',
  'payload.id',
  '$string(vid) & "-" & properties.recent_conversion_date.value',
  'messageId',
  'lead_id & "/" & submitted_at',
  'video.videoId',
])('an id read from %s names what happened', (id) => {
  expect(personsId({ map: { id } })).toBeNull();
});

test('the doctor says it of a source, and of the example it has nothing to say', () => {
  expect(findInSources({ sources })).toEqual([]);
  const zapier = sources.filter(({ id }) => id === 'zapier');
  const byPerson = zapier.map((source) => ({ ...source, map: { ...source.map, id: 'lead_id' } }));
  expect(findInSources({ sources: byPerson })).toMatchObject([
    { severity: 'risk', where: 'source zapier', what: expect.stringContaining('read from lead_id') },
  ]);
});
