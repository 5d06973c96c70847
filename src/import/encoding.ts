import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';

/** How a file's bytes become text, and whether that had to be concluded. */
export type Encoding = {
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Why it was not taken as UTF-8; null when it is. */
  because: string | null;
};

/** A file that cannot be an export: says what it is and what was expected. */
export class NotAnExport extends Error {}

const CHUNK = 256 * 1024;
const WORKBOOK = [0x50, 0x4b, 0x03, 0x04];

/**
 * Finds out how a file is encoded by reading it once: by its byte order mark, else UTF-8 when every byte of it is,
 * else Windows-1252, which is what spreadsheets in the west save when they do not say so.
 *
 * @throws NotAnExport for an empty file, a workbook or anything else that is no text
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const file = await open(path);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let offset = 0;
    let isUtf8 = true;
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK, offset);
      const bytes = chunk.subarray(0, bytesRead);
      if (offset === 0) {
        if (bytesRead === 0) throw new NotAnExport('the file is empty; expected a header line and rows');
        const marked = byMark(bytes);
        if (marked) return marked;
      }
      if (bytesRead === 0) break;
      if (bytes.includes(0)) throw new NotAnExport('this is no text; expected a CSV file');
      isUtf8 &&= decodes(decoder, bytes);
      offset += bytesRead;
    }
    if (isUtf8 && decodesToEnd(decoder)) return { name: 'utf-8', because: null };
    return { name: 'windows-1252', because: 'it has bytes that are not UTF-8' };
  } finally {
    await file.close();
  }
}

function byMark(bytes: Buffer): Encoding | null {
  if (WORKBOOK.every((byte, index) => bytes[index] === byte)) {
    throw new NotAnExport('this is an Excel workbook; save it as CSV (UTF-8) and import that');
  }
  const because = 'its byte order mark says so';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', because };
  return bytes[0] === 0xfe && bytes[1] === 0xff ? { name: 'utf-16be', because } : null;
}

// A fatal decoder says by throwing that bytes are not UTF-8.
function decodes(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function decodesToEnd(decoder: TextDecoder): boolean {
  try {
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
