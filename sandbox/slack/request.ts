import type { IncomingMessage } from 'node:http';
import { isJson, type Json, readJson } from './json.ts';

// What the SDK sends as JSON inside a form field.
const encoded = new Set(['blocks', 'message', 'view', 'metadata', 'attachments', 'files']);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The arguments of a call, from a form, from JSON, or from the query. The token is not one of them. */
export function readArguments(url: URL, contentType: string, body: string): Json {
  const sent = contentType.includes('application/json')
    ? readJson(body)
    : readForm(new URLSearchParams(body));
  const { token: _token, ...args } = { ...readForm(url.searchParams), ...(isJson(sent) ? sent : {}) };
  return args;
}

/** The token, from the header or, as Slack also takes it, from a form field. */
export function readToken(
  authorization: string | undefined,
  contentType: string,
  body: string,
): string | undefined {
  if (authorization) return authorization.replace(/^Bearer\s+/i, '');
  if (!contentType.includes('x-www-form-urlencoded')) return undefined;
  return new URLSearchParams(body).get('token') ?? undefined;
}

function readForm(form: URLSearchParams): Json {
  return Object.fromEntries(
    [...form].map(([key, value]) => [key, encoded.has(key) ? (readJson(value) ?? value) : value]),
  );
}
