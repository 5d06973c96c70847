/** What the doctor finds: leads are lost or delayed by it now, may be one day, or it is only worth knowing. */
export const SEVERITIES = ['broken', 'risk', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Finding = {
  severity: Severity;
  /** The rule, pool, person or list it is about: `route americas`. */
  where: string;
  what: string;
  /** What to do about it. */
  advice: string;
};

/** The worst first; of the same severity in the order in which they were found. */
export const bySeverity = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);

const LISTED = 6;

/** `ana, ben and cleo`; a long list is cut and counted. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  if (names.length > LISTED) return `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
