import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';

export type Asset = { type: string; body: string };

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};
/** Where files lie by how their path begins: the client's modules import some of what lies beside and above them. */
const FOLDERS = [
  { begins: '/slack/', folder: join(import.meta.dirname, '..') },
  { begins: '/protocol.ts', folder: import.meta.dirname },
  { begins: '/', folder: join(import.meta.dirname, 'client') },
];
// No dots but the one before the extension: nothing outside the folder has such a path.
const PATH = /^(\/[a-z0-9-]+)+\.[a-z]+$/;

/** A file of the page, modules without their types, as a browser reads them; null when there is none. */
export async function readAsset(path: string): Promise<Asset | null> {
  const wanted = path === '/' ? '/index.html' : path;
  const type = TYPES[extname(wanted)];
  if (!type || !PATH.test(wanted)) return null;
  const place = FOLDERS.find(({ begins }) => wanted.startsWith(begins));
  const text = place ? await readText(join(place.folder, wanted)) : null;
  if (text === null) return null;
  return { type, body: wanted.endsWith('.ts') ? stripTypeScriptTypes(text) : text };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
