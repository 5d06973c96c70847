import { expect, test } from 'vitest';
import { settledCourse } from '#domain/simulate/arrival.ts';

const usual = { answered: 20, contacted: 90, closed: 500 };
const UNKNOWN = { answered: null, contacted: null, closed: null, isAccepted: null };

test('what nobody knows of a course took as long as usual, and was accepted', () => {
  expect(settledCourse(UNKNOWN, usual)).toEqual({ ...usual, isAccepted: true });
});

test('what is known counts, and nothing comes before what it follows', () => {
  expect(settledCourse({ answered: 100, contacted: null, closed: 50, isAccepted: true }, usual)).toEqual({
    answered: 100,
    contacted: 100,
    closed: 100,
    isAccepted: true,
  });
  expect(settledCourse({ answered: 10, contacted: 200, closed: null, isAccepted: true }, usual)).toEqual({
    answered: 10,
    contacted: 200,
    closed: 500,
    isAccepted: true,
  });
});

test('a lead that was rejected was never reached, and is closed with its answer where nothing else is known', () => {
  expect(settledCourse({ ...UNKNOWN, contacted: 300, isAccepted: false }, usual)).toEqual({
    answered: 20,
    contacted: 20,
    closed: 20,
    isAccepted: false,
  });
  expect(settledCourse({ ...UNKNOWN, closed: 40, isAccepted: false }, usual).closed).toBe(40);
});
