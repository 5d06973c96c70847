import type { IncomingMessage, ServerResponse } from 'node:http';
import { erase, post, rewrite } from './api/chat.ts';
import { readContent, saysNothing } from './api/message-content.ts';
import { failure, isFailure, isTrue } from './api/method.ts';
import type { Call, Context } from './context.ts';
import { isDoneAllTheSame } from './faults.ts';
import { isJson, type Json, readJson, textOf } from './json.ts';
import type { StoredMessage } from './messages.ts';
import type { Origin } from './response-urls.ts';

const JSON_ANSWER = { 'Content-Type': 'application/json; charset=utf-8' };

/** A post to a response_url: no token, five uses in thirty minutes, ephemeral unless it says otherwise. */
export function answerResponseUrl(
  context: Context,
  path: string,
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const sent = readJson(body);
  const args = isJson(sent) ? sent : {};
  const call: Call = { method: 'response_url', args, at: context.now(), ok: false };
  context.calls.push(call);

  const fault = context.faults.next('response_url', args);
  if (fault && !isDoneAllTheSame(fault)) {
    call.error = typeof fault.as === 'string' ? fault.as : 'error' in fault.as ? fault.as.error : 'answer';
    if (fault.as === 'hang') return;
    if (typeof fault.as === 'object' && 'answer' in fault.as) {
      response.writeHead(200, JSON_ANSWER).end(JSON.stringify(fault.as.answer));
      return;
    }
    const status =
      { http_500: 500, rate_limited: 429, rate_limited_without_header: 429, invalid_blocks: 400 }[
        call.error
      ] ?? 404;
    response.setHeader('Retry-After', String(fault.retryAfter ?? 1));
    response.writeHead(status).end(call.error);
    return;
  }

  const use = context.responseUrls.use(path);
  const result = use.ok ? reply(context, use.origin, args) : failure(use.error);
  call.ok = result.ok === true;
  if (isFailure(result)) call.error = result.error;
  if (fault) {
    request.socket.destroy();
    return;
  }
  const status = call.ok ? 200 : use.ok ? 400 : 404;
  response.writeHead(status, JSON_ANSWER).end(JSON.stringify(result));
}

function reply(context: Context, origin: Origin, args: Json): Json {
  const pressed = origin.messageTs ? ownMessage(context, origin.channel, origin.messageTs) : undefined;
  if (isTrue(args.delete_original)) {
    if (!pressed) return failure('message_not_found');
    erase(context, pressed);
    return { ok: true };
  }
  const content = readContent(args);
  if (isFailure(content)) return content;
  if (saysNothing(content)) return failure('no_text');
  if (isTrue(args.replace_original) && pressed) {
    rewrite(context, pressed, content);
    return { ok: true };
  }
  answerInPlace(context, origin, args);
  return { ok: true };
}

/** Shows an answer where the interaction happened: to the person alone, or, with `in_channel`, to all. */
export function answerInPlace(context: Context, origin: Origin, args: Json): StoredMessage | undefined {
  const content = readContent(args);
  if (isFailure(content) || saysNothing(content)) return undefined;
  return post(context, content, {
    channel: origin.channel,
    threadTs: textOf(args.thread_ts) || origin.threadTs,
    isBroadcast: false,
    linksNames: false,
    ephemeralTo: args.response_type === 'in_channel' ? undefined : origin.userId,
  });
}

// An ephemeral message, which chat.update cannot reach, can be replaced and deleted from here.
function ownMessage(context: Context, channel: string, ts: string): StoredMessage | undefined {
  const message = context.messages.find(channel, ts);
  return message && !message.isTombstone ? message : undefined;
}
