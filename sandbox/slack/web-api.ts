import type { IncomingMessage, ServerResponse } from 'node:http';
import { allMethods } from './api/all-methods.ts';
import { failure, isFailure, type Method } from './api/method.ts';
import type { Call, Context } from './context.ts';
import { type Fault, isDoneAllTheSame, MAINTENANCE_PAGE } from './faults.ts';
import { type Json, textOf } from './json.ts';
import type { Bucket } from './rate-limits.ts';
import { readArguments, readBody, readToken } from './request.ts';
import { answerResponseUrl } from './response-url-endpoint.ts';

/** Everything the app can call over HTTP: the Web API, response URLs, and the place files are sent to. */
export async function answer(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const raw = await readBody(request);
  if (url.pathname.startsWith('/api/')) return answerCall(context, request, response, url, raw.toString());
  if (url.pathname.startsWith('/upload/v1/')) return takeFile(context, request, response, url, raw);
  if (context.responseUrls.knows(url.pathname)) {
    return answerResponseUrl(context, url.pathname, raw.toString(), request, response);
  }
  response.writeHead(404).end();
}

async function answerCall(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: string,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length);
  const contentType = request.headers['content-type'] ?? '';
  const args = readArguments(url, contentType, body);
  const call: Call = { method: name, args, at: context.now(), ok: false };
  context.calls.push(call);

  const fault = context.faults.next(name, args);
  if (fault && !isDoneAllTheSame(fault)) return failOnPurpose(fault, call, response);

  const token = readToken(request.headers.authorization, contentType, body);
  const method = allMethods[name];
  const result = run(context, name, method, token, args);
  call.ok = result.ok === true;
  if (isFailure(result)) call.error = result.error;

  if (fault?.as === 'cut') return cutOff(response, JSON.stringify(result));
  if (fault) {
    request.socket.destroy();
    return;
  }
  if (result.error === 'ratelimited') response.setHeader('Retry-After', String(result.retry_after));
  response.writeHead(result.error === 'ratelimited' ? 429 : 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-OAuth-Scopes': [...context.scopes].join(','),
    'X-Accepted-OAuth-Scopes': method?.scopes(context, args).join(',') ?? '',
  });
  const { retry_after: _seconds, ...shown } = result;
  response.end(JSON.stringify(shown));
}

function run(
  context: Context,
  name: string,
  method: Method | undefined,
  token: string | undefined,
  args: Json,
): Json {
  if (!method) return failure('unknown_method', { req_method: name });
  const refusal = method.token === 'none' ? undefined : checkToken(context, method.token, token);
  if (refusal) return failure(refusal);
  const missing = method.scopes(context, args).filter((scope) => !context.scopes.has(scope));
  if (missing.length > 0) {
    return failure('missing_scope', { needed: missing.join(','), provided: [...context.scopes].join(',') });
  }
  const wait = context.limiter.take(bucketsOf(context, name, method, args));
  return wait === undefined ? method.run(context, args) : failure('ratelimited', { retry_after: wait });
}

function checkToken(context: Context, wanted: 'bot' | 'app', token: string | undefined): string | undefined {
  if (!token) return 'not_authed';
  if (token !== context.botToken && token !== context.appToken) return 'invalid_auth';
  const given = token === context.appToken ? 'app' : 'bot';
  return given === wanted ? undefined : 'not_allowed_token_type';
}

function bucketsOf(context: Context, name: string, method: Method, args: Json): Bucket[] {
  if (method.tier !== 'special') return [{ key: name, limit: method.tier }];
  if (name !== 'chat.postMessage') return [];
  const named = textOf(args.channel);
  const place = context.workspace.dmOf(named)?.id ?? named;
  return [
    { key: 'posts', limit: 'workspacePosts' },
    { key: `posts ${place}`, limit: 'channelPosts' },
  ];
}

function failOnPurpose(fault: Fault, call: Call, response: ServerResponse): void {
  if (fault.as === 'hang') {
    call.error = 'no answer';
    return;
  }
  if (fault.as === 'http_500') {
    call.error = 'http_500';
    response.writeHead(500).end('Internal Server Error');
    return;
  }
  if (fault.as === 'html_200') {
    call.error = 'html_200';
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(MAINTENANCE_PAGE);
    return;
  }
  if (fault.as === 'rate_limited_without_header') {
    call.error = 'ratelimited';
    response.writeHead(429, { 'Content-Type': 'text/plain' }).end('Too many requests');
    return;
  }
  if (typeof fault.as === 'object' && 'answer' in fault.as) {
    call.error = 'another answer';
    const waiting = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', ...waiting });
    response.end(JSON.stringify(fault.as.answer));
    return;
  }
  const isRate = fault.as === 'rate_limited';
  const error = typeof fault.as === 'object' ? fault.as.error : 'ratelimited';
  call.error = error;
  if (isRate) response.setHeader('Retry-After', String(fault.retryAfter ?? 1));
  response.writeHead(isRate ? 429 : 200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(failure(error)));
}

/** The head announces all of the answer, and the line breaks in the middle of it. */
function cutOff(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
  });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

async function takeFile(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  raw: Buffer,
): Promise<void> {
  const id = url.pathname.slice('/upload/v1/'.length);
  const bytes = await fileIn(raw, request.headers['content-type'] ?? '');
  const isTaken = context.uploads.receive(id, bytes);
  response.writeHead(isTaken ? 200 : 400).end(isTaken ? `OK - ${bytes.length}` : 'invalid upload');
}

// The SDK sends a form with one file; a plain body is fine too.
async function fileIn(raw: Buffer, contentType: string): Promise<Uint8Array> {
  const body = new Uint8Array(raw);
  if (!contentType.includes('multipart/form-data')) return body;
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  for (const value of form.values())
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  return new Uint8Array();
}
