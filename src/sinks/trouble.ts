/** Why a tool was not told. No message holds personal data, or anything secret. */

/** It cannot be told now, and may be later: it is busy, away, or its answer was lost. */
export class SinkAway extends Error {
  /** How long the whole account wants to be left alone; null where it did not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * It refuses, until somebody changes something: who we are to it, a field, the record, or what we ask. What is `gone` is not
 * asked again by itself.
 */
export class SinkRefused extends Error {
  readonly about: 'access' | 'gone' | 'field' | 'record' | 'request';
  readonly field: string | null;

  constructor(message: string, about: SinkRefused['about'], field: string | null = null) {
    super(message);
    this.about = about;
    this.field = field;
  }
}
