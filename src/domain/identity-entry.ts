import { emailAddress } from './email-address.ts';
import { phoneKey } from './phone-key.ts';
import { localKey } from './role-names.ts';

/** An entry of the settings that says which addresses or numbers are meant. */

export type EntryForm = 'name' | 'address' | 'domain' | 'phone';

/** What an entry means; null where it is nothing of that. */
export function readEntry(entry: string): { form: EntryForm; value: string } | null {
  const text = entry.trim().toLowerCase();
  if (/^@[^@\s]+\.[^@\s]+$/.test(text)) return { form: 'domain', value: text.slice(1) };
  if (text.includes('@')) {
    const address = emailAddress(text);
    return address === null ? null : { form: 'address', value: address };
  }
  const phone = /\p{L}/u.test(text) ? null : phoneKey(text);
  if (phone !== null) return { form: 'phone', value: phone };
  const name = localKey(text);
  return /^\p{L}[\p{L}\p{N}._-]*$/u.test(text) && name !== '' ? { form: 'name', value: name } : null;
}
