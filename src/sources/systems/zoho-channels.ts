import type { Api } from '../api.ts';
import { at, recordsAt, textAt } from '../pick.ts';

/** A channel ends a week after it was made, or made longer; in time for a weekend on which nobody can be asked. */
const LASTS_DAYS = 7;
const RENEWED_BEFORE_DAYS = 4;
const DAY_MS = 86_400_000;

/** Makes every channel that tells this source last on. Zoho says itself which there are. */
export async function renewZohoChannels(
  api: Api,
  { sourceId, now }: { sourceId: string; now: Date },
): Promise<void> {
  const channels = recordsAt(await api.get('/crm/v8/actions/watch'), 'watch').filter((channel) =>
    isOurs(textAt(channel, 'notify_url') ?? '', sourceId),
  );
  const ending = channels.filter((channel) => {
    const at_ = Date.parse(textAt(channel, 'channel_expiry') ?? '');
    return Number.isNaN(at_) || at_ < now.getTime() + RENEWED_BEFORE_DAYS * DAY_MS;
  });
  if (ending.length === 0) return;
  const channel_expiry = `${new Date(now.getTime() + LASTS_DAYS * DAY_MS).toISOString().slice(0, 19)}+00:00`;
  await api.patch('/crm/v8/actions/watch', {
    watch: ending.map((channel) => ({
      channel_id: textAt(channel, 'channel_id'),
      events: at(channel, 'events'),
      token: textAt(channel, 'token'),
      channel_expiry,
    })),
  });
}

const isOurs = (url: string, sourceId: string): boolean =>
  URL.canParse(url) &&
  new URL(url).pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1) === sourceId;
