import { expect, test } from 'vitest';
import type { HandoffEvent } from '#domain/handoff.ts';
import type { Telling, ToldTouch } from '#domain/response.ts';
import { findSameTouch, isSameTouch, saysMore, touchesIn } from '#domain/touch.ts';

const telling = (overrides: Partial<Telling> = {}): Telling => ({
  at: at('10:04'),
  toldAt: at('10:06'),
  by: 'ana',
  outcome: 'no_answer',
  via: 'dialler',
  madeBy: null,
  isResponse: true,
  ...overrides,
});

/** Ana's call at four past ten, as the dialler told of it. */
const known = (overrides: Partial<ToldTouch> = {}): ToldTouch => ({
  at: at('10:04'),
  by: 'ana',
  channel: 'call',
  outcome: 'no_answer',
  note: '',
  tellings: [telling()],
  isResponse: true,
  ...overrides,
});
const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const fromCrm = { ...telling({ at: at('10:09'), via: 'crm' }), channel: 'call' } as const;

test('the same call told by a CRM within ten minutes is the same touch', () => {
  expect(isSameTouch(known(), fromCrm)).toBe(true);
  expect(isSameTouch(known(), { ...fromCrm, at: at('10:14') })).toBe(true);
  expect(isSameTouch(known(), { ...fromCrm, at: at('09:54') })).toBe(true);
});

test('a touch more than ten minutes away is another one', () => {
  expect(isSameTouch(known(), { ...fromCrm, at: at('10:15') })).toBe(false);
});

test('an e-mail is no call', () => {
  expect(isSameTouch(known(), { ...fromCrm, channel: 'email' })).toBe(false);
});

test('what somebody logs in Slack is what the dialler told of', () => {
  expect(isSameTouch(known(), { ...fromCrm, via: null })).toBe(true);
});

test('whoever told of one call means another with the next', () => {
  expect(isSameTouch(known(), { ...fromCrm, via: 'dialler' })).toBe(false);
  expect(isSameTouch(known({ tellings: [telling({ via: null })] }), { ...fromCrm, via: null })).toBe(false);
});

test('calls of two people are two calls, but nobody is named twice', () => {
  expect(isSameTouch(known(), { ...fromCrm, by: 'ben' })).toBe(false);
  expect(isSameTouch(known(), { ...fromCrm, by: null })).toBe(true);
  expect(isSameTouch(known({ by: null }), fromCrm)).toBe(true);
});

test('of two calls the nearer one is meant', () => {
  const first = known({ at: at('10:00') });
  const second = known({ at: at('10:07') });
  expect(findSameTouch([first, second], fromCrm)).toBe(second);
  expect(findSameTouch([first, second], { ...fromCrm, at: at('10:01') })).toBe(first);
  expect(findSameTouch([], fromCrm)).toBeNull();
});

test('reached says more than no answer, and a meeting more than reached', () => {
  expect(saysMore('reached', 'no_answer')).toBe(true);
  expect(saysMore('meeting_booked', 'reached')).toBe(true);
  expect(saysMore('no_answer', 'reached')).toBe(false);
  expect(saysMore('reached', 'reached')).toBe(false);
});

test('a touch that was told again stands once in the history, with all that is known of it', () => {
  const events: { at: Date; event: HandoffEvent }[] = [
    { at: at('09:00'), event: { type: 'accepted', by: 'ana' } },
    {
      at: at('10:06'),
      event: {
        type: 'responded',
        by: null,
        channel: 'call',
        outcome: 'no_answer',
        note: 'voicemail',
        first: true,
        via: 'dialler',
        doneAt: '2026-03-02T10:04:00.000Z',
        tryNo: 1,
      },
    },
    {
      at: at('10:08'),
      event: {
        type: 'told_again',
        by: 'ana',
        channel: 'call',
        of: '2026-03-02T10:04:00.000Z',
        outcome: 'reached',
        note: 'she called back',
        via: null,
      },
    },
    {
      at: at('11:00'),
      event: { type: 'responded', by: 'ana', channel: 'email', outcome: 'reached', note: '', first: false },
    },
  ];
  expect(touchesIn(events)).toEqual([
    {
      at: at('10:04'),
      by: 'ana',
      channel: 'call',
      outcome: 'reached',
      note: 'voicemail · she called back',
      tellings: [
        telling({ by: null }),
        telling({ toldAt: at('10:08'), outcome: 'reached', via: null, madeBy: 'person' }),
      ],
      isResponse: true,
    },
    {
      at: at('11:00'),
      by: 'ana',
      channel: 'email',
      outcome: 'reached',
      note: '',
      tellings: [
        telling({
          at: at('11:00'),
          toldAt: at('11:00'),
          outcome: 'reached',
          via: null,
          madeBy: 'person',
        }),
      ],
      isResponse: true,
    },
  ]);
});
