/** The natural keys of the messages we own, and where they stand. */

/** Where one lead lies for whoever of the pool comes first; after each offer, and in another channel, it is a new place. */
export const claimKey = (
  of: { handoffId: string; poolId: string | null; offerNo: number },
  channelId: string,
): string => `claim:${of.handoffId}:${of.poolId ?? ''}:${of.offerNo}:${channelId}`;
export const channelOfClaim = (key: string): string | null => key.split(':')[4] ?? null;

/** Where the leads lie that one source brought for a pool in one day. */
export const batchKey = (sourceId: string, poolId: string | null, day: string): string =>
  `${batchesOf(sourceId)}${poolId ?? ''}:${day}`;
export const batchesOf = (sourceId: string): string => `batch:${sourceId}:`;
export const isBatchKey = (key: string): boolean => key.startsWith('batch:');
export function readBatchKey(key: string): { sourceId: string; poolId: string; day: string } {
  const [, sourceId = '', poolId = '', day = ''] = key.split(':');
  return { sourceId, poolId, day };
}
/** Who sees a batch, and where: the pool's channel, else each member in their direct messages. */
export const batchReaders = (pool: { deliver_to: string; members: readonly { person: string }[] }) =>
  pool.deliver_to === 'dm'
    ? pool.members.map(({ person }) => ({ reader: person, place: inDmOf(person), personId: person }))
    : [{ reader: pool.deliver_to, place: inChannel(pool.deliver_to), personId: '' }];
/** A batch as one of its readers sees it: a person, or a channel. */
export const batchMessageKey = (key: string, reader: string): string => `${key}:${reader}`;

export const cardKey = (handoffId: string, offerNo: number): string => `card:${handoffId}:${offerNo}`;

export const reminderKey = (handoffId: string, at: Date, no: string): string =>
  `reminder:${handoffId}:${at.getTime()}:${no}`;

export const joinedKey = (handoffId: string, itemId: string): string => `joined:${handoffId}:${itemId}`;

export const escalationsPrefix = (managerId: string): string => `escalations:${managerId}:`;

export const escalationsKey = (managerId: string, windowAt: Date): string =>
  `${escalationsPrefix(managerId)}${windowAt.toISOString()}`;

export const feedbackKey = (sourceId: string, reason: string, day: string): string =>
  `feedback:${sourceId}:${reason}:${day}`;

export const opsKey = (subject: string, window: string): string => `ops:${subject}:${window}`;

export const homeKey = (personId: string): string => `home:${personId}`;

export const inDmOf = (personId: string): string => `person:${personId}`;
export const inChannel = (channelId: string): string => `channel:${channelId}`;
/** The channel that the settings name for this when it is sent. */
export const inChannelFor = (use: 'ops' | 'feedback'): string => `channel-for:${use}`;
