import { adapterOf } from './adapters.ts';
import { parseBody } from './body.ts';
import type { Parsed } from './json.ts';

/** Reads the body of a delivery as its format writes it: most write JSON or a form. */
export async function parseDelivery(
  format: string,
  contentType: string | undefined,
  body: Buffer,
): Promise<Parsed> {
  return adapterOf(format)?.parse?.(body) ?? parseBody(contentType, body);
}
