import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const UNPACK = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

export type Unpacked = { ok: true; body: Buffer } | { ok: false; isTooLarge: boolean; problem: string };

/**
 * The body as it was before its sender packed it, at most `largest` bytes. Gzip is known by its first bytes: some
 * senders do not say that they pack, and some proxies unpack and leave the header.
 */
export async function unpack(encoding: string | undefined, body: Buffer, largest: number): Promise<Unpacked> {
  const stated = encoding?.trim().toLowerCase().replace(/^x-/, '') ?? '';
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  if (!isGzip && ['', 'identity', 'gzip'].includes(stated)) return { ok: true, body };
  const way = isGzip ? 'gzip' : stated;
  if (way !== 'gzip' && way !== 'deflate' && way !== 'br') {
    const problem = 'the content encoding is not taken: expected gzip, deflate, br or none';
    return { ok: false, isTooLarge: false, problem };
  }
  try {
    return { ok: true, body: await UNPACK[way](body, { maxOutputLength: largest }) };
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    const problem = `the body cannot be unpacked: expected whole ${way}, or no content encoding`;
    return { ok: false, isTooLarge, problem };
  }
}
