import { randomBytes } from 'node:crypto';

// Crockford's letters: none is taken for another when read aloud.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 14;

/** A random id people can read to each other: 14 letters, 70 bits. */
export function randomId(): string {
  return Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte & 31]).join('');
}
