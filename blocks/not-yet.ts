/** Figures that are asked for by name and cannot be made yet, with what is missing for them. */
export const NOT_YET: Readonly<Record<string, string>> = {
  velocity:
    'Velocity needs the amounts and closing dates of opportunities. They are not stored yet, so it cannot be worked out.',
  coverage: 'Coverage needs the amounts of opportunities and a revenue target. Neither is stored yet.',
  forecast: 'A forecast needs the amounts and closing dates of opportunities. They are not stored yet.',
  cost: 'Cost per lead needs what each channel costs. Budgets are not part of the settings yet.',
  plan: 'A plan back from wins needs amounts and budgets. They are not stored yet; /funnel tree has the rates.',
  chart: 'Charts are not drawn yet. /funnel by week has the same figures week by week.',
};
