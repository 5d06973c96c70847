import { createHmac } from 'node:crypto';

/** Slack's v0 signature over the raw body. */
function signatureOf(signingSecret: string, seconds: number, body: string): string {
  const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return `v0=${digest}`;
}

export function signedHeaders(signingSecret: string, sentAt: Date, body: string): Record<string, string> {
  const seconds = Math.floor(sentAt.getTime() / 1000);
  return {
    'X-Slack-Request-Timestamp': String(seconds),
    'X-Slack-Signature': signatureOf(signingSecret, seconds, body),
  };
}
