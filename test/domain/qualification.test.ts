import { expect, test } from 'vitest';
import { qualify } from '#domain/qualification.ts';
import { make } from './make.ts';

const monday = new Date('2026-03-02T10:00:00Z');
const untrusted = { qualifiedBySender: false };
const trusted = { qualifiedBySender: true };

/** A lead that read something and did not ask for sales. */
const reader = make.facts({ channel: 'content' });

test('a lead that fits a profile and behaves like a buyer is an MQL', () => {
  expect(qualify(make.mql(), reader, [make.signal()], untrusted, monday)).toEqual({
    isMql: true,
    isHandRaiser: false,
    fitVerified: true,
    excludedBy: null,
    profile: 'manufacturer',
    unknown: [],
    evidence: [
      { rule: 'not student (title includes student or intern)', value: 'Head of Operations', result: 'held' },
      { rule: 'manufacturer: industry is manufacturing', value: 'manufacturing', result: 'held' },
      { rule: 'manufacturer: employees at least 50', value: '420', result: 'held' },
      { rule: 'pricing view, at least 1 within 30 days', value: '1', result: 'held' },
    ],
    failed: [],
  });
});

test('without behaviour it is not, and the behaviour rules say so', () => {
  const old = make.signal({ at: '2026-01-30T10:00:00Z' });
  const { isMql, fitVerified, failed } = qualify(make.mql(), reader, [old], untrusted, monday);
  expect({ isMql, fitVerified, failed }).toEqual({
    isMql: false,
    fitVerified: true,
    failed: ['pricing view, at least 1 within 30 days'],
  });
});

test('one behaviour rule of several is enough', () => {
  const definition = make.mql({
    behaviours: [
      { id: 'price', any_of: ['pricing_view'], at_least: 3 },
      { id: 'webinar', any_of: ['webinar_attended'] },
    ],
  });
  const signals = [make.signal({ type: 'webinar_attended' })];
  const { isMql, failed } = qualify(definition, reader, signals, untrusted, monday);
  expect({ isMql, failed }).toEqual({ isMql: true, failed: [] });
});

test('a behaviour rule about other leads is no rule of this one', () => {
  const definition = make.mql({
    behaviours: [
      { id: 'price', any_of: ['pricing_view'], at_least: 3 },
      { id: 'fair', any_of: ['email_open'], when: { channel: 'trade_show' } },
    ],
  });
  const opened = [make.signal({ type: 'email_open' })];
  const met = make.facts({ channel: 'trade_show' });
  expect(qualify(definition, reader, opened, untrusted, monday)).toMatchObject({
    isMql: false,
    failed: ['pricing view, at least 3 within 30 days'],
  });
  expect(qualify(definition, met, opened, untrusted, monday)).toMatchObject({ isMql: true, failed: [] });
});

test('where no behaviour rule is about a lead, it is told those there are', () => {
  const definition = make.mql({
    behaviours: [{ id: 'fair', any_of: ['email_open'], when: { channel: 'trade_show' } }],
  });
  expect(qualify(definition, reader, [make.signal()], untrusted, monday)).toMatchObject({
    isMql: false,
    failed: ['email open, at least 1 within 30 days, where channel is trade show'],
  });
});

test('one profile of several is enough, and the first that holds is named', () => {
  const definition = make.mql({
    profiles: [
      { id: 'retail', when: { industry: 'retail' } },
      { id: 'mid-market', when: { employees: { min: 50, max: 500 } } },
      { id: 'dach', when: { country: ['DE', 'AT', 'CH'] } },
    ],
  });
  const { isMql, profile } = qualify(definition, reader, [make.signal()], untrusted, monday);
  expect({ isMql, profile }).toEqual({ isMql: true, profile: 'mid-market' });
});

test('when no profile is left the rules that failed are named', () => {
  const facts = make.facts({ channel: 'content', employees: 8 });
  expect(qualify(make.mql(), facts, [make.signal()], untrusted, monday)).toEqual({
    isMql: false,
    isHandRaiser: false,
    fitVerified: false,
    excludedBy: null,
    profile: null,
    unknown: [],
    evidence: [
      { rule: 'not student (title includes student or intern)', value: 'Head of Operations', result: 'held' },
      { rule: 'manufacturer: industry is manufacturing', value: 'manufacturing', result: 'held' },
      { rule: 'manufacturer: employees at least 50', value: '8', result: 'failed' },
      { rule: 'pricing view, at least 1 within 30 days', value: '1', result: 'held' },
    ],
    failed: ['manufacturer: employees at least 50'],
  });
});

test('a reader whose fit is unknown is not an MQL', () => {
  const facts = make.facts({ channel: 'content', employees: [] });
  const { isMql, profile, unknown, failed } = qualify(make.mql(), facts, [make.signal()], untrusted, monday);
  expect({ isMql, profile, unknown, failed }).toEqual({
    isMql: false,
    profile: 'manufacturer',
    unknown: ['employees'],
    failed: [],
  });
});

test('a hand-raiser needs no other behaviour, and what is unknown does not stand in the way', () => {
  expect(qualify(make.mql(), { channel: 'demo_request', employees: 420 }, [], untrusted, monday)).toEqual({
    isMql: true,
    isHandRaiser: true,
    fitVerified: false,
    excludedBy: null,
    profile: 'manufacturer',
    unknown: ['industry'],
    evidence: [
      { rule: 'not student (title includes student or intern)', value: null, result: 'unknown' },
      { rule: 'manufacturer: industry is manufacturing', value: null, result: 'unknown' },
      { rule: 'manufacturer: employees at least 50', value: '420', result: 'held' },
      {
        rule: 'asked for sales (channel is demo request, pricing request, phone or chat)',
        value: 'demo request',
        result: 'held',
      },
    ],
    failed: [],
  });
});

test('of profiles that are open the one with the least unknown is named', () => {
  const definition = make.mql({
    profiles: [
      { id: 'enterprise', when: { industry: 'manufacturing', employees: { min: 1000 } } },
      { id: 'dach', when: { country: 'DE', industry: 'manufacturing' } },
    ],
  });
  const facts = { channel: 'demo_request', country: 'DE' };
  const { profile, unknown } = qualify(definition, facts, [], untrusted, monday);
  expect({ profile, unknown }).toEqual({ profile: 'dach', unknown: ['industry'] });
});

test('a hand-raiser whom every profile rules out is not an MQL', () => {
  const { isMql, isHandRaiser, failed } = qualify(
    make.mql(),
    make.facts({ employees: 8 }),
    [],
    untrusted,
    monday,
  );
  expect({ isMql, isHandRaiser, failed }).toEqual({
    isMql: false,
    isHandRaiser: true,
    failed: ['manufacturer: employees at least 50'],
  });
});

test('an exclusion that holds keeps even a trusted hand-raiser out', () => {
  const facts = make.facts({ title: 'Student' });
  const { isMql, excludedBy, failed } = qualify(make.mql(), facts, [make.signal()], trusted, monday);
  expect({ isMql, excludedBy, failed }).toEqual({
    isMql: false,
    excludedBy: 'student',
    failed: ['not student (title includes student or intern)'],
  });
});

test('a lead its sender has qualified is an MQL, and our own rules are shown beside it', () => {
  const facts = make.facts({ channel: 'content', employees: 8 });
  const { isMql, fitVerified, evidence, failed } = qualify(make.mql(), facts, [], trusted, monday);
  expect({ isMql, fitVerified, first: evidence[0], failed }).toEqual({
    isMql: true,
    fitVerified: false,
    first: { rule: 'qualified by the sender', value: null, result: 'held' },
    failed: [],
  });
});
