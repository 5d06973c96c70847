import type { Api } from '../api.ts';
import { at, recordsAt, textAt } from '../pick.ts';

/** A channel ends a week after it was made, or made longer; in time for a weekend on which nobody can be asked. */
const LASTS_DAYS = 7;
const RENEWED_BEFORE_DAYS = 4;
const DAY_MS = 86_400_000;

/** Makes every channel that tells this source last on, and answers when the first ends. Zoho says itself which there are. */
export async function renewZohoChannels(
  api: Api,
  { sourceId, now }: { sourceId: string; now: Date },
): Promise<Date | null> {
  const channels = recordsAt(await api.get('/crm/v8/actions/watch'), 'watch').filter((channel) =>
    isOurs(textAt(channel, 'notify_url') ?? '', sourceId),
  );
  const endOf = (channel: unknown): number => Date.parse(textAt(channel, 'channel_expiry') ?? '');
  const isEnding = (channel: unknown): boolean =>
    !(endOf(channel) >= now.getTime() + RENEWED_BEFORE_DAYS * DAY_MS);
  const ending = channels.filter(isEnding);
  const lasting = channels.filter((channel) => !isEnding(channel)).map(endOf);
  if (channels.length === 0) return null;
  if (ending.length === 0) return new Date(Math.min(...lasting));
  const until = now.getTime() + LASTS_DAYS * DAY_MS;
  const channel_expiry = `${new Date(until).toISOString().slice(0, 19)}+00:00`;
  await api.patch('/crm/v8/actions/watch', {
    watch: ending.map((channel) => ({
      channel_id: textAt(channel, 'channel_id'),
      events: at(channel, 'events'),
      token: textAt(channel, 'token'),
      channel_expiry,
    })),
  });
  return new Date(Math.min(until, ...lasting));
}

const isOurs = (url: string, sourceId: string): boolean =>
  URL.canParse(url) &&
  new URL(url).pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1) === sourceId;
