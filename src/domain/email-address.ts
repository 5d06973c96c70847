/** An e-mail address as it is kept: in lower case, its domain as the net writes it. Null where the text is none. */
export function emailAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).normalize('NFC').toLowerCase();
  const domain = at < 1 ? null : asciiDomain(text.slice(at + 1));
  if (domain === null || !LOCAL_PART.test(local) || local.includes('..')) return null;
  const address = `${local}@${domain}`;
  return address.length <= LONGEST ? address : null;
}

const LONGEST = 320;
// Letters of every script are allowed; what a header, a list or a link would read as a mark is not.
const LOCAL_PART = /^(?!\.)[^\s\p{C}@"(),:;<>[\]\\]{1,64}(?<!\.)$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

function asciiDomain(text: string): string | null {
  const isPlain = /^[a-z0-9.-]+$/i.test(text);
  // What is no domain must not become one: a path, a port, an escape.
  const isOther = /^[\p{L}\p{M}\p{N}.。-]+$/u.test(text) && URL.canParse(`http://${text}`);
  const domain = isPlain ? text.toLowerCase() : isOther ? new URL(`http://${text}`).hostname : '';
  return domain.length <= 253 && DOMAIN.test(domain) ? domain : null;
}
