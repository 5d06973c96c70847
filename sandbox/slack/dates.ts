const styles: Record<string, Intl.DateTimeFormatOptions> = {
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

export type Reader = { tz: string; now: Date };

/** Slack's `<!date>` format, as a client in the reader's time zone shows it. */
export function formatDate(seconds: number, format: string, reader: Reader): string {
  const at = new Date(seconds * 1000);
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    if (name === 'date_num') return dayOf(at, reader.tz);
    if (name === 'ago') return agoOf(at, reader.now);
    const plain = name.replace(/_pretty$/, '');
    const near = plain === name ? undefined : nearDay(at, reader);
    const style = styles[plain];
    if (!style) return token;
    return near ?? new Intl.DateTimeFormat('en-US', { ...style, timeZone: reader.tz }).format(at);
  });
}

function nearDay(at: Date, reader: Reader): string | undefined {
  const dayMs = 86_400_000;
  const days = (Date.parse(dayOf(at, reader.tz)) - Date.parse(dayOf(reader.now, reader.tz))) / dayMs;
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function dayOf(at: Date, tz: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: tz }).format(at);
}

function agoOf(at: Date, now: Date): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  if (minutes === 0) return 'just now';
  const relative = new Intl.RelativeTimeFormat('en-US');
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}
