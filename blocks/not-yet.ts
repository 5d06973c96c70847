/** What is asked for by name and is not there yet: what is missing, and what to use meanwhile. */
type NotYet = Readonly<Record<string, string>>;

export const FUNNEL_NOT_YET: NotYet = {
  plan: 'A plan back from wins needs amounts and budgets. They are not stored yet; /funnel tree has the rates.',
};
