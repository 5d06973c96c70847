import { expect, test } from 'vitest';
import { nearest, oneOf } from '#domain/nearest.ts';

test('a typing error finds what was meant', () => {
  expect(nearest('nmae', ['id', 'name', 'email'])).toBe('name');
  expect(nearest('ea', ['sdr', 'ae'])).toBe('ae');
  expect(nearest('Demo-Request', ['pricing_request', 'demo_request'])).toBe('demo_request');
});

test('a word that resembles nothing finds nothing', () => {
  expect(nearest('colour', ['code', 'words', 'note'])).toBe(null);
  expect(nearest('xy', ['ae', 'sdr'])).toBe(null);
  expect(nearest('SLACK_APP_TOKEN', ['SLACK_BOT_TOKN'])).toBe(null);
});

test('a list of twelve is told whole, of one more the one is counted', () => {
  const twelve = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
  expect(oneOf(['a'])).toBe('a');
  expect(oneOf(twelve)).toBe('one of a, b, c, d, e, f, g, h, i, j, k, l');
  expect(oneOf([...twelve, 'm'])).toBe('one of a, b, c, d, e, f, g, h, i, j, k, l and 1 more');
});

test('a long list is cut', () => {
  expect(oneOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'])).toBe(
    'one of a, b, c, d, e, f, g, h, i, j, k, l and 2 more',
  );
});
