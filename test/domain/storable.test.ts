import { expect, test } from 'vitest';
import { storable } from '#domain/storable.ts';

test('NUL and halves of characters are taken out of every text and key, and nothing else is touched', () => {
  const sent = { 'a\u0000': ['b\u0000c', { d: '\ud83d', e: null, f: 1.5, g: true }], h: '😀 \n\t' };
  expect(storable(sent)).toEqual({ a: ['bc', { d: '\ufffd', e: null, f: 1.5, g: true }], h: '😀 \n\t' });
});
