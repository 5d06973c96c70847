/** What is asked for by name and is not there yet: what is missing, and what to use meanwhile. */
type NotYet = Readonly<Record<string, string>>;

export const FUNNEL_NOT_YET: NotYet = {
  velocity:
    'Velocity needs the amounts and closing dates of opportunities. They are not stored yet, so it cannot be worked out.',
  coverage: 'Coverage needs the amounts of opportunities and a revenue target. Neither is stored yet.',
  forecast: 'A forecast needs the amounts and closing dates of opportunities. They are not stored yet.',
  plan: 'A plan back from wins needs amounts and budgets. They are not stored yet; /funnel tree has the rates.',
};
