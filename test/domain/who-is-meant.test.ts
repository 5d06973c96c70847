import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Declared, identitiesOf, identityName } from '#domain/identities.ts';
import type { CanonicalLead } from '#domain/lead.ts';
import { whoIsMeant } from '#domain/who-is-meant.ts';
import { make } from './make.ts';

const settings: Declared = { identities: { placeholders: [], role_names: [] } };
type Person = { full_name?: string; email?: string; phone?: string };

const INFO = 'info@globex.example';
const PHONE = '+49 30 5550123';
const told = (person: Person): CanonicalLead => make.lead({ person });

/** Who is found among these, known in this order, by number; null for somebody new. */
function found(known: Person[], person: Person): number | null {
  const leads = known.map((one, at) => ({ id: String(at), record: told(one) }));
  const names = identitiesOf(settings, told(person));
  const candidates = leads.flatMap((lead) =>
    names.flatMap((by) =>
      identitiesOf(settings, lead.record).some((one) => identityName(one) === identityName(by))
        ? [{ lead, by }]
        : [],
    ),
  );
  const meant = whoIsMeant(settings, told(person), candidates);
  return meant && Number(meant.id);
}

const jane = { full_name: 'Jane Doe', email: INFO };
const bob = { full_name: 'Bob Miller', email: INFO };

test('a mailbox of one person is theirs, whatever they call themselves', () => {
  const email = 'jane@globex.example';
  expect(found([{ full_name: 'Jane Doe', email }], { full_name: 'Bob Miller', email })).toBe(0);
});

test('a shared mailbox joins who is called alike, and nobody else', () => {
  expect(found([jane, bob], { full_name: 'Robert Miller', email: INFO })).toBe(1);
  expect(found([jane, bob], { full_name: 'Doe, Jane', email: INFO })).toBe(0);
  expect(found([jane, bob], { full_name: 'Alan Turing', email: INFO })).toBeNull();
});

test('a first name or an initial is enough where only one may be meant', () => {
  expect(found([jane, bob], { full_name: 'J. Doe', email: INFO })).toBe(0);
  expect(found([jane, { ...jane, full_name: 'Jane Smith' }], { full_name: 'Jane', email: INFO })).toBeNull();
});

test('a shared number joins who is called alike, though their addresses differ', () => {
  const known = { full_name: 'Jane Doe', email: 'jane@globex.example', phone: PHONE };
  expect(found([known], { full_name: 'Jane Doe', email: 'jane.doe@mail.example', phone: PHONE })).toBe(0);
  expect(found([known], { full_name: 'J. Doe', email: 'john@globex.example', phone: PHONE })).toBeNull();
  expect(found([known], { full_name: 'Alan Turing', phone: PHONE })).toBeNull();
});

test('who gives no name is taken for the only one who is known by it', () => {
  const known = { ...jane, phone: PHONE };
  expect(found([known], { phone: PHONE })).toBe(0);
  expect(found([known, { ...bob, phone: PHONE }], { phone: PHONE })).toBeNull();
  expect(found([known, { ...bob, phone: PHONE }, { phone: PHONE }], { phone: PHONE })).toBe(2);
  expect(found([{ phone: PHONE }], known)).toBe(0);
});

test('who gives no name but an address of their own is not taken for a colleague', () => {
  expect(found([{ ...jane, phone: PHONE }], { email: 'alan@globex.example', phone: PHONE })).toBeNull();
});

test('two names are one person only by something of their own', () => {
  const name = fc.constantFrom('Jane Doe', 'Bob Miller', 'Alan Turing', 'Grace Hopper');
  const person = fc.record({
    full_name: name,
    email: fc.constantFrom(INFO, 'noemail@globex.example', undefined),
    phone: fc.constantFrom(PHONE, '0000000000', '+49 (0)30 5550123 ext 4', undefined),
  });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 6 }), person, (known, one) => {
      const at = found(known, one);
      return at === null || known[at]?.full_name === one.full_name;
    }),
  );
});

test('what only fills its field joins nobody, called alike or not', () => {
  const nobody = { full_name: 'Jane Doe', email: 'noemail@globex.example', phone: '0000000000' };
  expect(found([nobody], nobody)).toBeNull();
});
