import { Webhook } from 'standardwebhooks';

/** The secret of every source on the stage, in the form Standard Webhooks asks for. */
export const SOURCE_SECRET = 'whsec_c2FuZGJveC1zb3VyY2Utc2VjcmV0LTI0Ynl0ZXM=';

/** A delivery as a sender makes it, signed by the reference implementation of Standard Webhooks. */
export function signed(body: string, id: string, at: Date): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SOURCE_SECRET).sign(id, at, body),
    },
    body,
  };
}
