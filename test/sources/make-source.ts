import { readFileSync } from 'node:fs';
import { type Settings, type Source, sourceSchema } from '#domain/settings.ts';
import type { PlainProof } from '#src/sources/adapter.ts';
import { compileMapping } from '#src/sources/mapping.ts';
import type { ReadableSource } from '#src/sources/read-items.ts';

type Written = Partial<(typeof sourceSchema)['_zod']['input']>;

/** A source as an operator writes it, with only what the test is about. */
export function makeSource(written: Written): Source {
  return sourceSchema.parse({ id: 'web', name: 'Website', auth: 'none', ...written });
}

/** A recipe that needs neither the tool of a format nor somebody else's key. */
export function makeAuth(written: Written['auth']): PlainProof {
  const { auth = 'none' } = makeSource({ auth: written });
  if (auth !== 'none' && (auth.type === 'own' || auth.type === 'jwt')) throw new Error(auth.type);
  return auth;
}

export function makeSettings(...sources: Written[]): Pick<Settings, 'sources'> {
  return { sources: sources.map(makeSource) };
}

/** A source that can be read from; a mapping that does not compile is the test's mistake. */
export function makeReadable(written: Written): ReadableSource {
  const settings = makeSource(written);
  const compiled = compileMapping(settings);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return { settings, mapping: compiled.mapping };
}

export function readPayload(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/payloads/${name}`, import.meta.url));
}
