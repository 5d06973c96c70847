import { expect, test } from 'vitest';
import { bindColumns } from '#src/import/columns.ts';
import { presetMapping, readMapping } from '#src/import/mapping.ts';

const read = (text: string) => readMapping(text, 'map.yaml', null);
const problemsOf = (text: string) => {
  const reading = read(text);
  return reading.ok ? [] : reading.problems.map(({ line, path, problem }) => `${line} ${path}: ${problem}`);
};

test('a mapping on top of a preset adds to its words and replaces its columns', () => {
  const reading = read(`
preset: hubspot
columns:
  person.email: [Work address, Email]
values:
  stage: { 'Demo Done': sales_qualified }
date_order: day_first
time_zone: America/New_York`);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { columns, values, dateOrder, timeZone } = reading.mapping;
  expect(columns['person.email']).toEqual(['Work address', 'Email']);
  expect(columns.id?.[0]).toBe('Record ID');
  expect(values.stage['demo done']).toBe('sales_qualified');
  expect(values.stage.customer).toBe('closed_won');
  expect({ dateOrder, timeZone }).toEqual({ dateOrder: 'day_first', timeZone: 'America/New_York' });
});

test('every mistake is named with its line and what was meant', () => {
  expect(
    problemsOf(`columns:
  person.emial: Email
  created_at: Created
valeus: {}
values:
  stage: { Demo: sales_qualifed }
`),
  ).toEqual([
    '2 columns.person.emial: not a setting here; did you mean "person.email"?',
    expect.stringContaining('expected one of inquiry, marketing_qualified'),
    '4 valeus: not a setting here; did you mean "values"?',
  ]);
});

test('without a column for the date of creation no row could be read', () => {
  expect(problemsOf('columns: { person.email: Email }')).toEqual([
    'null columns.created_at: missing; expected the column that says when a lead was created',
  ]);
});

test('columns are found whatever their case, and a typing error is suggested', () => {
  const { found, missing, unused } = bindColumns(presetMapping('hubspot'), [
    'RECORD ID',
    'create date',
    'E-mail',
    'Lifecylce Stage',
  ]);
  expect(found).toEqual([
    { place: 'id', columns: ['RECORD ID'] },
    { place: 'created_at', columns: ['create date'] },
  ]);
  expect(missing.find(({ place }) => place === 'stage')?.meant).toBe('Lifecylce Stage');
  expect(missing.find(({ place }) => place === 'person.email')?.meant).toBe('E-mail');
  expect(unused).toEqual(['E-mail', 'Lifecylce Stage']);
});
