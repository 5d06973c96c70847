import type { Settings, Source } from '#domain/settings.ts';
import { SOURCE_SECRET } from './signed-delivery.ts';

const JANE = {
  person: { full_name: 'Jane Doe', email: 'jane@initrode.example', title: 'Head of Sales', country: 'DE' },
  account: { name: 'Initrode', domain: 'initrode.example', industry: 'software', employees: 300 },
  channel: 'demo_request',
};

/** A delivery to paste into another terminal; null when every source signs its deliveries, or has words of its own. */
export function byHand(settings: Settings, address: string): { sourceName: string; command: string } | null {
  for (const source of settings.sources) {
    const header = source.format === 'canonical' && secretHeader(source);
    if (!header) continue;
    const command = [
      `curl -sS ${address}/webhooks/${source.id}`,
      `-H '${header}'`,
      `-H 'Content-Type: application/json'`,
      `-d '${JSON.stringify(JANE)}'`,
    ].join(' \\\n  ');
    return { sourceName: source.name, command };
  }
  return null;
}

/** The header that proves the sender, where it is the same for every delivery. */
function secretHeader({ auth }: Source): string | null {
  if (typeof auth !== 'object') return null;
  if (auth.type === 'bearer') return `Authorization: Bearer ${SOURCE_SECRET}`;
  return auth.type === 'header' ? `${auth.header}: ${SOURCE_SECRET}` : null;
}
