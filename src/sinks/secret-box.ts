import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Encrypts what is kept at rest, and tells when it was touched. */
export type SecretBox = { lock: (text: string) => string; unlock: (locked: string) => string | null };

const NONCE = 12;
const TAG = 16;
const SHORTEST_KEY = 32;

/** What a key has to be, in words; null where it is one. */
export const keyProblem = (key: string): string | null =>
  key.length < SHORTEST_KEY
    ? `expected ${SHORTEST_KEY} characters or more, such as openssl rand -base64 32 makes`
    : null;

/** A box by a key of the environment, which is any long random text. AES-256-GCM. */
export function createSecretBox(key: string): SecretBox {
  const secret = createHash('sha256').update(key).digest();
  return {
    lock: (text) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    unlock: (locked) => {
      const bytes = Buffer.from(locked, 'base64');
      if (bytes.length < NONCE + TAG) return null;
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      try {
        return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        // Another key, or other bytes: what it held is bought anew.
        return null;
      }
    },
  };
}
