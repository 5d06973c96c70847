import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { insertDelivery, retireKey } from '#db/deliveries.ts';
import { startOfDay } from '#domain/day.ts';
import type { Core } from '#src/core/core.ts';
import { type Answer, type Asked, LARGEST_BODY, TOO_LARGE } from '#src/process/server.ts';
import { adapterOf } from '#src/sources/adapters.ts';
import { hasToken, isProven, senderKey } from '#src/sources/authenticate.ts';
import { openBody } from '#src/sources/open-body.ts';
import { parseDelivery } from '#src/sources/parse-delivery.ts';
import { unpack } from '#src/sources/unpack.ts';
import type { FindSource } from './read-delivery.ts';

/** For so long the same body is the same thing told again. */
export const SAME_BODY_HOURS = 24;

/**
 * Takes one delivery: authenticates its raw bytes, unpacks them, then stores it unread, which has it read.
 * 200 means that it is durable. Nothing is judged here.
 */
export async function receive(
  core: Core,
  findSource: FindSource,
  request: { asked: Asked; method: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Answer> {
  const { sourceId, target, query, token } = request.asked;
  const source = await findSource(sourceId);
  if (!source || (token !== null && !hasToken(source.auth))) return refuse(404, 'no such source');
  const now = core.now();
  const url = core.publicUrl === null ? null : `${core.publicUrl}${target}`;
  const signed = { ...request, asked: { method: request.method, url, query, token } };
  if (!(await isProven(source.auth, source.secrets, signed, now))) return refuse(401, UNPROVEN);
  const contentType = request.headers['content-type'];
  const unpacked = await unpack(request.headers['content-encoding'], request.body, LARGEST_BODY);
  if (!unpacked.ok) return unpacked.isTooLarge ? refuse(413, TOO_LARGE) : refuse(400, unpacked.problem);
  const parsed = await parseDelivery(source.settings.format, contentType, unpacked.body);
  if (!parsed.ok) return refuse(400, parsed.problem);
  const opened = openBody(source.auth, source.secrets, parsed.value);
  if (!opened.ok) return refuse(401, UNPROVEN);
  const body = opened.stored ?? unpacked.body;

  const ownKey = senderKey(source.auth, request.headers);
  const key = ownKey ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (ownKey === null) {
    await retireKey(core.db, sourceId, key, new Date(now.getTime() - SAME_BODY_HOURS * 3_600_000));
  }
  const delivery = {
    id: core.newId(),
    sourceId,
    key,
    contentType: (opened.stored ? 'application/json' : contentType) ?? null,
    body,
    receivedAt: now,
  };
  const timeZone = core.inForce().settings.workspace.time_zone;
  const isNew = await insertDelivery(core.db, delivery, startOfDay({ timeZone }, now));
  // Also for a repeat: while it was counted, whoever looked for unread ones passed over it.
  core.queue.wake('intake');
  const answer = adapterOf(source.settings.format)?.answer;
  return (
    answer?.({ value: opened.value, repeated: !isNew, now }) ?? {
      status: 200,
      body: { received: true, repeated: !isNew },
    }
  );
}

/** What a tool is answered that asks who is here before it sends anything; null where nothing is to be said. */
export async function shakeHands(findSource: FindSource, { sourceId, query }: Asked): Promise<Answer | null> {
  const source = await findSource(sourceId);
  return (source && adapterOf(source.settings.format)?.handshake?.(query, source.handshake)) ?? null;
}

const UNPROVEN = 'authentication failed';

const refuse = (status: number, error: string): Answer => ({ status, body: { error } });
