import fc from 'fast-check';

/** Text as somebody with bad intentions, or a strange form, would send it. */
const worst = fc.constantFrom(
  '<!channel>',
  '<!here|x>',
  '<@U012345>',
  '<#C012345|general>',
  '<https://evil.example|acme.com>',
  '<!subteam^S1>',
  '<!date^1^{date}|x>',
  '&lt;!channel&gt;',
  '*bold* _it_ ~s~ `code` ```',
  '\n> quoted',
  '\u202Egnp.exe\u202C',
  '\u200B\u2066\u200F',
  'שלום מרחבא',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽',
  '\uD83D',
  '\uDE00',
  'e\u0301\u0301\u0301',
  '&',
  '>',
  '|',
  'evil.example',
  'a@evil.example',
  'x'.repeat(5000),
  '&<>'.repeat(1700),
  '👩‍👩‍👧‍👦'.repeat(500),
  `a${'\u0301'.repeat(5000)}`,
);

export const hostile: fc.Arbitrary<string> = fc
  .array(fc.oneof(worst, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
