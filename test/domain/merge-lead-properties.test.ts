import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalLeadSchema } from '#domain/lead.ts';
import { mergeLead, placedFacts, saidBy } from '#domain/merge-lead.ts';
import { type Known, originAt, readOrigins, storedOrigins } from '#domain/origin.ts';

const word = fc.constantFrom('a', 'b', 'c', 'a:b', 'x.y');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const flag = maybe(fc.boolean());
const ref = fc.record({
  system: fc.constant('crm'),
  type: word,
  id: word,
  url: maybe(fc.constantFrom('https://crm.example/1', 'https://crm.example/2')),
});
const answer = fc.record({ question: word, answer: word });
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });

const lead = fc
  .record({
    kind: fc.constantFrom('lead' as const, 'signal' as const),
    id: maybe(word),
    person: fc.record({
      title: maybe(word),
      phone: maybe(word),
      full_name: maybe(fc.constantFrom('Jane Doe', 'Bob', 'n/a')),
      last_name: maybe(fc.constantFrom('Doe', 'Miller')),
    }),
    account: fc.record({ name: maybe(word), employees: maybe(fc.nat(9)) }),
    channel: maybe(fc.constantFrom('email' as const, 'website' as const, 'demo_request' as const)),
    campaign: maybe(fc.record({ name: word })),
    score: maybe(fc.record({ value: fc.nat(9) })),
    product_interest: maybe(few(word)),
    owner_email: maybe(fc.constantFrom('ana@acme.example', 'ben@acme.example')),
    consent: maybe(fc.record({ do_not_call: flag, do_not_contact: flag, unsubscribed: flag })),
    discovery: maybe(fc.record({ notes: maybe(word), answers: few(answer) })),
    refs: few(ref),
    tags: few(word),
  })
  .map((written) => canonicalLeadSchema.parse(written));

const instant = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 8, minutes)).toISOString();

/** Messages of whoever may speak, no two of the same instant; as known from a row or from one message of it. */
const messages = fc
  .uniqueArray(fc.nat(500), { minLength: 2, maxLength: 6 })
  .chain((minutes) => fc.tuple(...minutes.map(message)));

function message(minutes: number): fc.Arbitrary<Known> {
  const origin = fc.record({
    by: fc.constantFrom('source' as const, 'source' as const, 'import' as const, 'rep' as const),
    id: fc.constantFrom('website', 'crm'),
    late: fc.constantFrom(0, 1_000),
    lifts: fc.subarray(['do_not_call' as const, 'do_not_contact' as const]),
  });
  return fc.tuple(lead, origin).map(([told, { late, lifts, ...by }]) =>
    saidBy(told, {
      ...by,
      at: instant(minutes),
      received: instant(minutes + late),
      ...(by.id === 'crm' && lifts.length > 0 && { lifts }),
    }),
  );
}

const fold = (all: readonly Known[]): Known => {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error('no message');
  return rest.reduce(mergeLead, first);
};

const shuffled = messages.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
);

test('what is known does not depend on the order in which messages come', () => {
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(fold(other)).toEqual(fold(all));
    }),
    { numRuns: 500 },
  );
});

test('nor on which of them were put together first', () => {
  const parted = messages.chain((all) =>
    fc.tuple(fc.constant(all), fc.integer({ min: 1, max: all.length - 1 })),
  );
  fc.assert(
    fc.property(parted, ([all, at]) => {
      expect(mergeLead(fold(all.slice(0, at)), fold(all.slice(at)))).toEqual(fold(all));
    }),
    { numRuns: 500 },
  );
});

test('a message that is read again, at any time, changes nothing', () => {
  const again = messages.chain((all) => fc.tuple(fc.constant(all), fc.constantFrom(...all)));
  fc.assert(
    fc.property(again, ([all, one]) => {
      expect(mergeLead(fold(all), one)).toEqual(fold(all));
    }),
    {
      numRuns: 500,
    },
  );
});

test('a consent that somebody withdrew is given back by nothing but a later word of its authority', () => {
  fc.assert(
    fc.property(messages, (all) => {
      const known = fold(all).record.consent?.unsubscribed ?? false;
      // Nobody here is the authority for it.
      expect(known).toBe(all.some(({ record }) => record.consent?.unsubscribed === true));
      const calls = all.filter(
        ({ record, origins: [{ lifts }] }) =>
          record.consent?.do_not_call === true ||
          (record.consent?.do_not_call === false && lifts?.includes('do_not_call')),
      );
      const last = calls.toSorted((a, b) => (a.origins[0].at < b.origins[0].at ? -1 : 1)).at(-1);
      expect(fold(all).record.consent?.do_not_call ?? false).toBe(last?.record.consent?.do_not_call ?? false);
    }),
    { numRuns: 500 },
  );
});

test('of each fact the message that is named as its origin said it', () => {
  fc.assert(
    fc.property(messages, (all) => {
      const { record, origins } = fold(all);
      const isSaid = placedFacts(record).every(({ key, place, value }) => {
        const { at } = originAt(origins, place);
        const said = all.find((one) => one.origins[0].at === at);
        const found = said && placedFacts(said.record).filter((fact) => fact.key === key);
        return found?.some((fact) => JSON.stringify(fact.value) === JSON.stringify(value)) ?? false;
      });
      expect(isSaid).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('what is stored of it is read as it was', () => {
  const first = { sourceId: 'website', capturedAt: new Date(instant(0)) };
  fc.assert(
    fc.property(messages, (all) => {
      const { origins } = fold(all);
      const stored = JSON.parse(JSON.stringify(storedOrigins(origins, first)));
      expect(readOrigins(stored, first)).toEqual(origins);
    }),
  );
});
