import { randomUUID } from 'node:crypto';
import { signed } from './signed-delivery.ts';
import type { Stage } from './stage.ts';

/** Sends a lead over HTTP as its source would. The same id again is the same delivery again. */
export async function deliver(
  { address, clock }: Pick<Stage, 'address' | 'clock'>,
  sourceId: string,
  lead: object,
  id: string = randomUUID(),
): Promise<{ status: number; body: string }> {
  const request = signed(JSON.stringify(lead), id, clock.now());
  const response = await fetch(`${address}/webhooks/${sourceId}`, request);
  return { status: response.status, body: await response.text() };
}
