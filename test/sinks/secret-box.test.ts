import { expect, test } from 'vitest';
import { createSecretBox, keyProblem } from '#src/sinks/secret-box.ts';

const KEY = 'a key of the environment that is long enough';

test('what was locked is read by the same key, and looks like nothing', () => {
  const box = createSecretBox(KEY);
  const locked = box.lock('refresh-token ✓');
  expect(box.unlock(locked)).toBe('refresh-token ✓');
  expect(locked).not.toContain('refresh');
  expect(box.lock('refresh-token ✓')).not.toBe(locked);
});

test('another key, a changed byte, or what was never locked is read by nobody', () => {
  const locked = createSecretBox(KEY).lock('refresh-token');
  const bytes = Buffer.from(locked, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(createSecretBox(`${KEY}!`).unlock(locked)).toBeNull();
  expect(createSecretBox(KEY).unlock(bytes.toString('base64'))).toBeNull();
  expect(createSecretBox(KEY).unlock('')).toBeNull();
  expect(createSecretBox(KEY).unlock('plain text')).toBeNull();
});

test('a short key is refused in words', () => {
  expect(keyProblem('short')).toContain('32 characters or more');
  expect(keyProblem(KEY)).toBeNull();
});
