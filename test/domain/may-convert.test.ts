import { expect, test } from 'vitest';
import type { CanonicalLead } from '#domain/lead.ts';
import { groundOf, mayConvert } from '#domain/may-convert.ts';

const FROM = [
  { source: 'google-form', basis: 'consent' },
  { source: 'fair', basis: 'legitimate_interest' },
] as const;

const lead = (sourceId: string, consent: Partial<NonNullable<CanonicalLead['consent']>> = {}) => ({
  sourceId,
  record: {
    consent: { do_not_call: undefined, do_not_contact: undefined, unsubscribed: undefined, ...consent },
  },
});

test('nothing is told of leads of a source that was not switched on', () => {
  expect(mayConvert(lead('website'), FROM)).toBe('not switched on for source "website"');
  expect(mayConvert(lead('google-form'), [])).toBe('not switched on for source "google-form"');
  expect(mayConvert(lead('google-form'), undefined)).toBe('not switched on for source "google-form"');
});

test('leads of a source that was switched on may be told', () => {
  expect(mayConvert(lead('google-form'), FROM)).toBe(true);
  expect(mayConvert({ sourceId: 'fair', record: { consent: undefined } }, FROM)).toBe(true);
});

test('whoever withdrew their consent is told of nowhere, on whatever ground the source stands', () => {
  expect(mayConvert(lead('google-form', { unsubscribed: true }), FROM)).toBe(
    'consent was withdrawn (unsubscribed)',
  );
  expect(mayConvert(lead('fair', { do_not_contact: true }), FROM)).toBe(
    'consent was withdrawn (do_not_contact)',
  );
});

test('whoever only must not be rung, or may be asked again, may be told of', () => {
  expect(mayConvert(lead('fair', { do_not_call: true, unsubscribed: false }), FROM)).toBe(true);
});

test('the ground is that of the source', () => {
  expect(['google-form', 'fair', 'website'].map((source) => groundOf(source, FROM))).toEqual([
    'consent',
    'legitimate_interest',
    null,
  ]);
});
