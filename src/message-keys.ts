/** The natural keys of the messages we own, and where they stand. */

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
