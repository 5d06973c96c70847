import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatValue, parseValue } from '#blocks/ids.ts';
import { clean, dateToken, link, mrkdwn, plain, safeUrl } from '#blocks/text.ts';
import { hostile } from './hostile.ts';

test('the three control characters are escaped, and nothing else', () => {
  expect(mrkdwn('<!channel> & *Söhne*', 80)).toBe('&lt;!channel&gt; &amp; *Söhne*');
});

test('plain text is left as it is', () => {
  expect(plain('<!channel> & *Söhne*', 80)).toBe('<!channel> & *Söhne*');
});

test('direction marks, invisible characters and line breaks are taken out', () => {
  expect(clean('ev\u202Eil\u200B co\u2066rp\n> quoted\u0007 \u{E0041}end')).toBe('evil corp > quoted end');
});

test('what is as long as may be is left whole, one character more is cut', () => {
  expect([plain('abcde', 5), plain('abcdef', 5)]).toEqual(['abcde', 'abcd…']);
  expect([mrkdwn('a&b', 7), mrkdwn('a&b', 6)]).toEqual(['a&amp;b', 'a…']);
});

test('an emoji of several people stays whole or goes whole', () => {
  expect(plain('ab 👩‍👩‍👧 cd', 20)).toBe('ab 👩‍👩‍👧 cd');
  expect(plain('ab 👩‍👩‍👧 cd', 8)).toBe('ab…');
});

test('joiners that spell a word stay, those that hide in one go', () => {
  expect(clean('ශ්‍රී می‌خواهم ad\u200Dmin')).toBe('ශ්‍රී می‌خواهم admin');
});

test('a cut falls before escaping, so no entity is split', () => {
  expect(mrkdwn('&&&&', 12)).toBe('&amp;&amp;…');
});

test('text of which nothing can be shown becomes a dash', () => {
  expect(mrkdwn('\u200B\n', 80)).toBe('—');
  expect(plain('', 80)).toBe('—');
});

test('a date is written for the reader, with UTC where that fails', () => {
  expect(dateToken(new Date('2026-11-21T18:00:00Z'))).toBe(
    '<!date^1795284000^{date_short_pretty} at {time}|2026-11-21 18:00 UTC>',
  );
});

test('a link cannot be ended early by its address or its label', () => {
  expect(link('https://a.example/x y|z>?a=1&b=<', 'Record > here')).toBe(
    '<https://a.example/x%20y%7Cz%3E?a=1&amp;b=%3C|Record &gt; here>',
  );
});

test('only addresses a person may press become links', () => {
  expect(link('javascript:alert(1)', 'CRM')).toBe('CRM');
  expect(safeUrl('https://acme.example@evil.example/')).toBeNull();
  expect(safeUrl('not an address')).toBeNull();
});

test('whatever a stranger writes, nothing in it is parsed and the limit holds', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 100 }), (text, max) => {
      const said = mrkdwn(text, max);
      expect(said).not.toMatch(/[<>]/);
      expect(said).not.toMatch(/&(?!(amp|lt|gt);)/);
      expect(said.length).toBeLessThanOrEqual(max);
      expect(said.isWellFormed()).toBe(true);
    }),
  );
});

test('whatever a stranger writes, plain text is whole characters within the limit', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 100 }), (text, max) => {
      const shown = plain(text, max);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).not.toMatch(/[\n\r\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.length).toBeLessThanOrEqual(max);
    }),
  );
});

test('whatever the address and label, a link is one link or only words', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.webUrl(),
        hostile.map((tail) => `https://a.example/${tail}`),
      ),
      hostile,
      (url, label) => {
        expect(link(url, label)).toMatch(/^(<(https?|mailto|tel):[^<>|\s]+\|[^<>]+>|[^<>]+)$/);
      },
    ),
  );
});

test('what a press carries is read back as it was written', () => {
  const value = {
    handoffId: 'h1',
    seen: { offerNo: 2, stand: 'snoozed' as const },
    choice: '2026-11-21T18:00:00.000Z',
  };
  expect(parseValue(formatValue(value))).toEqual(value);
  expect(parseValue(formatValue({ handoffId: 'h1', seen: null, choice: null }))).toEqual({
    handoffId: 'h1',
    seen: null,
    choice: null,
  });
  // As an older version wrote it: which lead is known, and not what was seen.
  expect(parseValue('h1/2/accepted')).toEqual({ handoffId: 'h1', seen: null, choice: 'accepted' });
  expect(parseValue('h1/2z/')).toEqual({ handoffId: 'h1', seen: null, choice: null });
  expect(parseValue('something older')).toBeNull();
  expect(parseValue(undefined)).toBeNull();
});
