import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { describeError } from '#src/process/log.ts';

const refused = Object.assign(new Error('duplicate key value: (grace@globex.example) already exists'), {
  name: 'PostgresError',
  code: '23505',
  severity: 'ERROR',
  constraint_name: 'identities_pkey',
});

test('an error of the database is logged without the values it was about', () => {
  const failed = new DrizzleQueryError('insert into "leads" values ($1)', ['grace@globex.example'], refused);

  const logged = JSON.stringify(describeError(failed));

  expect(logged).toContain('insert into');
  expect(logged).toContain('23505');
  expect(logged).toContain('identities_pkey');
  expect(logged).not.toContain('grace');
});

test('a full disk of the database is said in words, and of nothing it is said that it is undefined', () => {
  const full = Object.assign(new Error('could not extend file "base/1/2": No space left on device'), {
    code: '53100',
    severity: 'ERROR',
    table: undefined,
    constraint: undefined,
  });

  expect(describeError(full).message).toBe('the database refused: its disk is full');
});

test('any other error is logged with its words and its cause', () => {
  const {
    at: _,
    cause,
    ...rest
  } = describeError(new TypeError('no such thing', { cause: new Error('below') }));

  expect(rest).toEqual({ type: 'TypeError', message: 'no such thing' });
  expect(cause?.message).toBe('below');
});
