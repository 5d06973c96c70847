/** What a failure was about, by ids alone: by them a lead is followed from its delivery to its handoff. */
export type About = { handoff?: string; cover?: string; person?: string };

/** Says once that something failed which is caught where it failed; never with anybody's data. */
export type NoteFailure = (error: unknown, what: string, about?: About) => void;
