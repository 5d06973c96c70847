import { expect, test } from 'vitest';
import { parseMrkdwn } from '#sandbox/page/client/parse-mrkdwn.ts';

const text = (words: string) => ({ type: 'text', text: words });

test('stars, underscores, tildes and backticks around words are marks', () => {
  expect(parseMrkdwn('*bold* _leaning_ ~gone~ `as is`')).toEqual([
    { type: 'bold', children: [text('bold')] },
    text(' '),
    { type: 'italic', children: [text('leaning')] },
    text(' '),
    { type: 'strike', children: [text('gone')] },
    text(' '),
    { type: 'code', children: [text('as is')] },
  ]);
});

test('marks inside words and around nothing are only characters', () => {
  expect(parseMrkdwn('snake_case_name 2*3*4 ** * a *')).toEqual([text('snake_case_name 2*3*4 ** * a *')]);
});

test('marks nest', () => {
  expect(parseMrkdwn('*both _of_ them*')).toEqual([
    { type: 'bold', children: [text('both '), { type: 'italic', children: [text('of')] }, text(' them')] },
  ]);
});

test('nothing is a mark within code', () => {
  expect(parseMrkdwn('`a *b* c`')).toEqual([{ type: 'code', children: [text('a *b* c')] }]);
});

test('a link with stars in its address is whole, and can be bold', () => {
  expect(parseMrkdwn('*<https://acme.example/*a*|see>* <@U1>')).toEqual([
    {
      type: 'bold',
      children: [{ type: 'entity', entity: { type: 'link', url: 'https://acme.example/*a*', label: 'see' } }],
    },
    text(' '),
    { type: 'entity', entity: { type: 'user', id: 'U1' } },
  ]);
});

test('entities stay in reading order on both sides of a mark', () => {
  expect(parseMrkdwn('<@U1>*<@U2>*<@U3>')).toEqual([
    { type: 'entity', entity: { type: 'user', id: 'U1' } },
    { type: 'bold', children: [{ type: 'entity', entity: { type: 'user', id: 'U2' } }] },
    { type: 'entity', entity: { type: 'user', id: 'U3' } },
  ]);
});

test('lines that begin with > are a quote', () => {
  expect(parseMrkdwn('before\n&gt; one\n&gt; two\nafter')).toEqual([
    text('before\n'),
    { type: 'quote', children: [text('one\ntwo')] },
    text('after'),
  ]);
});

test('escaped characters are shown, and make no entity', () => {
  expect(parseMrkdwn('&lt;!channel&gt; &amp;amp;')).toEqual([text('<!channel> &amp;')]);
});

test('a character that stands for an entity inside cannot be smuggled in', () => {
  expect(parseMrkdwn('\uFFFC <@U1>')).toEqual([
    text('\uFFFD '),
    { type: 'entity', entity: { type: 'user', id: 'U1' } },
  ]);
});

test('known emoji are drawn, others keep their name', () => {
  expect(parseMrkdwn(':fire: :no_such_emoji:')).toEqual([text('🔥 :no_such_emoji:')]);
});

test('a long text of unclosed marks is read in moderate time', () => {
  const begun = performance.now();
  parseMrkdwn('*a _b ~c `'.repeat(1_200));
  expect(performance.now() - begun).toBeLessThan(1_000);
});
