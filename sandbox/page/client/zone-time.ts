/** Wall-clock times, such as `2026-11-23T10:00` in a date and time field, and the instants they stand for in a zone. */

export function wallTime(seconds: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(seconds * 1000));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${read('year')}-${read('month')}-${read('day')}T${read('hour')}:${read('minute')}`;
}

/** Null for what is no time. A time the clocks skip means the one just after; one they repeat means the first. */
export function instantOf(wall: string, timeZone: string): number | null {
  const asUtc = secondsAsUtc(wall);
  if (asUtc === null) return null;
  const day = 86_400;
  const fits = [asUtc - day, asUtc + day].map((near) => asUtc - offsetAt(near, timeZone));
  const exact = fits.filter((seconds) => wallTime(seconds, timeZone) === wall.slice(0, 16));
  return exact.length > 0 ? Math.min(...exact) : Math.max(...fits);
}

/** How far a zone's clocks are ahead of UTC at an instant, in seconds. */
function offsetAt(seconds: number, timeZone: string): number {
  return (secondsAsUtc(wallTime(seconds, timeZone)) ?? seconds) - Math.floor(seconds / 60) * 60;
}

function secondsAsUtc(wall: string): number | null {
  const milliseconds = Date.parse(`${wall.slice(0, 16)}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
