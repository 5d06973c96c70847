/** Where an item was found. */
export type ItemOrigin = {
  deliveryId: string;
  sourceId: string;
  key: string;
  position: number;
  receivedAt: Date;
  /** Whether its delivery holds nothing else, and so is read with it. */
  isOnly: boolean;
  /** Whether it came with so many that what is for a pool lies in a batch. */
  isBatch: boolean;
  /** Whether a visitor's page sent it, which a tool may tell of as well. */
  isForm: boolean;
  /** Until when whoever sent it may be choosing a time; null where nobody waits for an answer. */
  holdUntil: Date | null;
};
