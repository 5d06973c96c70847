/**
 * The text of bytes from a sender. What reads as UTF-8 is UTF-8, whatever was said of it: servers put a default charset
 * in front of bodies they never looked at, and text in another charset reads as UTF-8 next to never. Else what was said
 * counts. Null where neither fits.
 */
export function decodeText(bytes: Buffer, charset: string | null): string | null {
  const wide = wideCharset(bytes);
  if (wide !== null) return decode(bytes, wide);
  return decode(bytes, 'utf-8') ?? (charset === null ? null : decode(bytes, charset));
}

/** One value of a form. Old sites send theirs as Windows-1252 and say nothing of it, so that is what is left at the end. */
export function decodeValue(bytes: Buffer, charset: string | null): string {
  const text = decode(bytes, 'utf-8') ?? (charset === null ? null : decode(bytes, charset));
  return text ?? new TextDecoder('windows-1252').decode(bytes);
}

/** The charset a content type names. */
export function charsetIn(contentType: string): string | null {
  return /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(contentType)?.[1] ?? null;
}

// JSON and forms begin with a character of ASCII: in UTF-16 one half of it is zero, which no text in UTF-8 has there.
function wideCharset(bytes: Buffer): string | null {
  const [first, second] = bytes;
  if (bytes.length < 2) return null;
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return (first === 0xff && second === 0xfe) || second === 0 ? 'utf-16le' : null;
}

function decode(bytes: Buffer, charset: string): string | null {
  // Java writes `UTF_8` and `ISO8859_1`.
  for (const label of [charset, charset.replaceAll('_', '-')]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Not a label it knows, or not a text in it.
    }
  }
  return null;
}
