import { expect, test } from 'vitest';
import { overriddenByTaking, unreachableFor } from '#domain/overrides.ts';

test('nobody decides over it that a card would reach nobody', () => {
  expect(unreachableFor(['not_in_settings'])).toBe('not_in_settings');
  expect(unreachableFor(['unknown_to_slack'])).toBe('unknown_to_slack');
  expect(unreachableFor(['deactivated', 'away'])).toBe('deactivated');
  expect(unreachableFor(['refused', 'away', 'cap_per_day'])).toBeNull();
});

test('of what the rules have against whoever takes a lead, only a rejection is worth telling', () => {
  expect(overriddenByTaking(['refused', 'had_it', 'away', 'cap_unanswered'])).toEqual(['refused']);
  expect(overriddenByTaking(['away', 'outside_hours'])).toEqual([]);
});
