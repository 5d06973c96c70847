const EMOJI: Record<string, string> = {
  '+1': '👍',
  bell: '🔔',
  calendar: '📅',
  fire: '🔥',
  handshake: '🤝',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  no_entry: '⛔',
  phone: '☎️',
  red_circle: '🔴',
  rotating_light: '🚨',
  smile: '😄',
  snowflake: '❄️',
  tada: '🎉',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  x: '❌',
  zzz: '💤',
};

/** The emoji behind a shortcode; the shortcode itself where the page knows none. */
export const emojiOf = (name: string): string => EMOJI[name] ?? `:${name}:`;

export const withEmoji = (text: string): string =>
  text.replaceAll(/:([a-z0-9_+-]+):/g, (_, name: string) => emojiOf(name));
