/** A day in words: Thu, 26 Nov. */
export const dateWords = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone }).format(at);

/** The time of the day: 09:30. */
export const timeWords = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    at,
  );
