/** One piece of Slack's markup: text, or what stands between `<` and `>`. */
export type Token =
  | { type: 'text'; text: string }
  | { type: 'user'; id: string; label?: string }
  | { type: 'channel'; id: string; label?: string }
  | { type: 'group'; id: string; label?: string }
  | { type: 'broadcast'; range: 'channel' | 'here' | 'everyone' }
  | { type: 'date'; seconds: number; format: string; link?: string; fallback: string }
  | { type: 'link'; url: string; label?: string };

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(/<([^<>]+)>/g)) {
    const token = readEntity(match[1] ?? '');
    if (!token) continue;
    if (match.index > end) tokens.push({ type: 'text', text: text.slice(end, match.index) });
    tokens.push(token);
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ type: 'text', text: text.slice(end) });
  return tokens;
}

/** The three entities Slack knows; nothing else is decoded. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function readEntity(inner: string): Token | undefined {
  const bar = inner.indexOf('|');
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  if (/^@[UW][A-Z0-9]+$/.test(body)) return { type: 'user', id: body.slice(1), label };
  if (/^#[CG][A-Z0-9]+$/.test(body)) return { type: 'channel', id: body.slice(1), label };
  if (body.startsWith('!subteam^')) return { type: 'group', id: body.slice('!subteam^'.length), label };
  if (body.startsWith('!date^')) return readDate(body, label ?? '');
  if (body === '!channel' || body === '!group') return { type: 'broadcast', range: 'channel' };
  if (body === '!here') return { type: 'broadcast', range: 'here' };
  if (body === '!everyone') return { type: 'broadcast', range: 'everyone' };
  if (/^[a-z][a-z0-9+.-]*:/i.test(body)) return { type: 'link', url: body, label };
  return undefined;
}

function readDate(body: string, fallback: string): Token {
  const [, seconds = '', format = '', link] = body.split('^');
  return { type: 'date', seconds: Number(seconds), format, link, fallback };
}
