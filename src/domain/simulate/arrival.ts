import type { CanonicalLead, Temperature } from '../lead.ts';

/** How long after its first offer a lead was answered, reached and closed, in milliseconds; null where nobody knows. */
export type Course = {
  answered: number | null;
  contacted: number | null;
  closed: number | null;
  /** Whether somebody accepted it; null while it is not answered. */
  isAccepted: boolean | null;
};

/** A lead that came, and what became of it then. */
export type Arrival = {
  /** Of its handoff, or of what stands for one in shadow. */
  id: string;
  at: Date;
  record: CanonicalLead;
  sourceId: string;
  temperature: Temperature;
  /** Where it lay for whoever came first, to be claimed or in a batch; null where routing chose. */
  lay: 'claim' | 'batch' | null;
  /** Whom it was offered to first, or who took it; null where nobody has. */
  repId: string | null;
  poolId: string | null;
  firstOfferedAt: Date | null;
  course: Course;
};

/** The usual lengths, for leads of which nobody knows their own. */
export type UsualCourse = { answered: number; contacted: number; closed: number };

const HOUR = 60 * 60_000;
/** Where nobody ever answered, reached or closed a lead. */
const UNKNOWN: UsualCourse = { answered: HOUR, contacted: 4 * HOUR, closed: 10 * 24 * HOUR };

export const usualFrom = (known: { [K in keyof UsualCourse]: number | null }): UsualCourse => ({
  answered: known.answered ?? UNKNOWN.answered,
  contacted: known.contacted ?? UNKNOWN.contacted,
  closed: known.closed ?? UNKNOWN.closed,
});

/** A course with nothing unknown, and nothing before what it follows. */
export function settledCourse(course: Course, usual: UsualCourse): UsualCourse & { isAccepted: boolean } {
  const isAccepted = course.isAccepted ?? true;
  const answered = course.answered ?? usual.answered;
  const contacted = isAccepted ? Math.max(answered, course.contacted ?? usual.contacted) : answered;
  const closed = Math.max(contacted, course.closed ?? (isAccepted ? usual.closed : answered));
  return { answered, contacted, closed, isAccepted };
}
