import { randomBytes } from 'node:crypto';

// Crockford's letters: none is taken for another when read aloud.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 14;

const SECRET_BYTES = 32;

/** A secret nobody can guess: 256 bits, in letters that need no quoting anywhere. */
export const randomSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** A random id people can read to each other: 14 letters, 70 bits. */
export function randomId(): string {
  return Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('');
}
