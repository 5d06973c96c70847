import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companyNameKey } from '#domain/company-name.ts';

test('case, accents, marks and legal forms at the end do not tell companies apart', () => {
  expect(
    [
      'Nordwerk GmbH',
      'NORDWERK  Gmbh & Co. KG',
      'Nordwerk, Inc.',
      'Nordwerk S.A.',
      'Nordwerk B.V.',
      'Nordwerk Oy',
      'Nordwerk AB',
      'Nordwerk Pty. Ltd.',
      'Nordwerk K.K.',
      'Nördwerk LLC',
    ].map(companyNameKey),
  ).toEqual(Array.from({ length: 10 }, () => 'nordwerk'));
});

test('what is part of the name stays', () => {
  expect(
    [
      'AG',
      'Müller & Söhne GmbH',
      'Ltd Shoes',
      'O’Neill Inc',
      'Łódź Sp. z o.o.',
      '株式会社日立',
      'GmbH',
      '  ',
    ].map(companyNameKey),
  ).toEqual(['ag', 'muller and sohne', 'ltd shoes', 'oneill', 'lodz', '日立', 'gmbh', '']);
});

test('a very long name is cut, so that it can be looked up', () => {
  expect(companyNameKey('a'.repeat(5_000))).toHaveLength(200);
});

test('the key of a key is the key', () => {
  const forms = fc.constantFrom(
    'GmbH',
    'AG',
    'S.A.',
    'Co.',
    '&',
    'und',
    'Inc',
    'ß',
    'İ',
    '株式会社',
    ' ',
    '.',
    '-',
  );
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.oneof(forms, fc.string({ maxLength: 5 })), { maxLength: 80 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(name, (text) => companyNameKey(companyNameKey(text)) === companyNameKey(text)),
    { numRuns: 5_000 },
  );
});
