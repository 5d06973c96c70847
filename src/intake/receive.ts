import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { insertDelivery, retireKey } from '#db/deliveries.ts';
import { startOfDay } from '#domain/day.ts';
import type { Core } from '#src/core/core.ts';
import { type Answer, LARGEST_BODY, TOO_LARGE } from '#src/process/server.ts';
import { authenticate, senderKey } from '#src/sources/authenticate.ts';
import { parseBody } from '#src/sources/body.ts';
import { unpack } from '#src/sources/unpack.ts';
import type { FindSource } from './read-delivery.ts';

const SAME_BODY_HOURS = 24;

/**
 * Takes one delivery: authenticates its raw bytes, unpacks them, then stores it unread, which has it read.
 * 200 means that it is durable. Nothing is judged here.
 */
export async function receive(
  core: Core,
  findSource: FindSource,
  request: { sourceId: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Answer> {
  const source = await findSource(request.sourceId);
  if (!source) return refuse(404, 'no such source');
  const now = core.now();
  if (!authenticate(source.auth, source.secrets, request, now)) return refuse(401, 'authentication failed');
  const contentType = request.headers['content-type'];
  const unpacked = await unpack(request.headers['content-encoding'], request.body, LARGEST_BODY);
  if (!unpacked.ok) return unpacked.isTooLarge ? refuse(413, TOO_LARGE) : refuse(400, unpacked.problem);
  const { body } = unpacked;
  const parsed = await parseBody(contentType, body);
  if (!parsed.ok) return refuse(400, parsed.problem);

  const ownKey = senderKey(source.auth, request.headers);
  const key = ownKey ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (ownKey === null) {
    await retireKey(core.db, request.sourceId, key, new Date(now.getTime() - SAME_BODY_HOURS * 3_600_000));
  }
  const delivery = {
    id: core.newId(),
    sourceId: request.sourceId,
    key,
    contentType: contentType ?? null,
    body,
    receivedAt: now,
  };
  const timeZone = core.inForce().settings.workspace.time_zone;
  const isNew = await insertDelivery(core.db, delivery, startOfDay({ timeZone }, now));
  // Also for a repeat: while it was counted, whoever looked for unread ones passed over it.
  core.queue.wake('intake');
  return { status: 200, body: { received: true, repeated: !isNew } };
}

const refuse = (status: number, error: string): Answer => ({ status, body: { error } });
