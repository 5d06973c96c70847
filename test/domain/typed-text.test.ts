import { expect, test } from 'vitest';
import { withoutLinks, withoutMentions } from '#domain/typed-text.ts';

test('what Slack made a link of is what was typed', () => {
  expect(withoutLinks('find <http://acme.example|acme.example>')).toBe('find acme.example');
  expect(withoutLinks('<mailto:grace@globex.example|grace@globex.example>')).toBe('grace@globex.example');
  expect(withoutLinks('<https://acme.example/pricing>')).toBe('https://acme.example/pricing');
});

test('what Slack escaped is what was typed', () => {
  expect(withoutLinks('Smith &amp; Sons &lt;Ltd&gt;')).toBe('Smith & Sons <Ltd>');
  expect(withoutLinks('a &amp;lt; b')).toBe('a &lt; b');
});

test('mentions stay marked for those who look for a person, and are words for the others', () => {
  expect(withoutLinks('why <@U0ANA|ana>')).toBe('why <@U0ANA|ana>');
  expect(withoutMentions('ask <@U0ANA|ana> in <#C0SALES|sales>')).toBe('ask @ana in #sales');
  expect(withoutMentions('@globex.example')).toBe('@globex.example');
});
