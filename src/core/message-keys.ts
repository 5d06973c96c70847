import type { MessageKind } from '#db/schema.ts';

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

/** What a rep is told instead of reminders that came too late: one message an hour. */
export const lateKey = (repId: string, windowAt: Date): string => `late:${repId}:${windowAt.toISOString()}`;

export const joinedKey = (handoffId: string, itemId: string): string => `joined:${handoffId}:${itemId}`;

/** What a company did, under the card of one of its leads. */
export const accountNewsKey = (handoffId: string, itemId: string): string => `account:${handoffId}:${itemId}`;
/** The same, as whoever looks after it reads it: one message a day. */
export const accountDayKey = (accountId: string, repId: string, day: string): string =>
  `account-day:${accountId}:${repId}:${day}`;

/** What one reader is told is overdue: a person, `ops`, or `group-` and a Slack user group. */
export const escalationsKey = (reader: string, windowAt: Date): string =>
  `escalations:${reader}:${windowAt.toISOString()}`;
export const isEscalationsKey = (key: string): boolean => key.startsWith('escalations:');

export const feedbackKey = (sourceId: string, reason: string, day: string): string =>
  `feedback:${sourceId}:${reason}:${day}`;

/** What a rep put right along with a rejection, as their manager reads it. */
export const correctionKey = (rejectionId: string): string => `correction:${rejectionId}`;

/** Of what is sent back no message tells but the new card. */
export const sentBackKey = (handoffId: string): string => `sent_back:${handoffId}`;

/** What marketing owes, as its lead reads it: one message a day. */
export const answersKey = (leadId: string, day: string): string => `answers:${leadId}:${day}`;

export const opsKey = (subject: string, window: string): string => `ops:${subject}:${window}`;

/** What is wrong with a source: its silence, refused deliveries, a subscription that ends. */
export const troubleKey = (sourceId: string, kind: string, since: Date): string =>
  opsKey(`${kind}:${sourceId}`, since.toISOString());

/** An item that could not be read, of somebody who waits. */
export const urgentKey = (itemId: string): string => `ops:urgent:${itemId}`;

/** What one person is told about a cover. */
export const coverKey = (coverId: string, part: string, personId: string): string =>
  `cover:${coverId}:${part}:${personId}`;

/** A reader's digest of a day; `digest` of managers, as it was before there were others. */
export const digestKey = (kind: MessageKind, readerId: string, date: string): string =>
  `${kind}:${readerId}:${date}`;

export const homeKey = (personId: string): string => `home:${personId}`;

export const inDmOf = (personId: string): string => `person:${personId}`;
export const inChannel = (channelId: string): string => `channel:${channelId}`;
/** The channel that the settings name for this when it is sent. */
export const inChannelFor = (use: 'ops' | 'feedback'): string => `channel-for:${use}`;

/** What ops are told of a tool that outcomes are written into. */
export const sinkNewKey = (sinkId: string): string => `ops:sink:${sinkId}:new`;
export const sinkRefusedKey = (sinkId: string, since: string): string =>
  `ops:sink:${sinkId}:refused:${since}`;
export const sinkFailedKey = (sinkId: string, day: string): string => `ops:sink:${sinkId}:failed:${day}`;

/** What marketing disagrees with in one answer, as one manager decides it. */
export const disputeKey = (answerId: string, managerId: string): string => `dispute:${answerId}:${managerId}`;

/** A source, campaign or form of which sales takes fewer leads: told once a quarter at most. */
export const acceptanceKey = (by: string, value: string, quarter: string): string =>
  `acceptance:${by}:${quarter}:${value}`;

/** A change of the definition that somebody proposed, and what came of it later. */
export const proposalKey = (proposalId: string): string => `proposal:${proposalId}`;
export const proposalResultKey = (proposalId: string, what: string): string =>
  `proposal:${proposalId}:${what}`;
