import type { MqlDefinition, Settings } from '../settings.ts';
import type { Trial } from './trial-schema.ts';

/** What the definition is with a change that is tried, and without one that is promoted. */

const exclusionsOf = ({ id: name, excludes }: Trial) =>
  excludes.map((when, at) => ({ id: at === 0 ? name : `${name}-${at + 1}`, when }));

/** The definition with the change. */
export function withTrial(mql: MqlDefinition, trial: Trial): MqlDefinition {
  const isDropped = (list: string) => (rule: { id: string }) =>
    trial.drops.some((dropped) => dropped.list === list && dropped.rule.id === rule.id);
  return {
    ...mql,
    version: `${mql.version}+${trial.id}`,
    exclusions: [...mql.exclusions.filter((rule) => !isDropped('exclusions')(rule)), ...exclusionsOf(trial)],
    profiles: mql.profiles.filter((rule) => !isDropped('profiles')(rule)),
  };
}

/** The definition as it was before the change was promoted. */
export function withoutTrial(mql: MqlDefinition, trial: Trial): MqlDefinition {
  const added = new Set(exclusionsOf(trial).map((rule) => rule.id));
  const dropped = (list: string) => trial.drops.filter((one) => one.list === list).map(({ rule }) => rule);
  return {
    ...mql,
    version: mql.version.replace(`+${trial.id}`, ''),
    exclusions: [...mql.exclusions.filter((rule) => !added.has(rule.id)), ...dropped('exclusions')],
    profiles: [...mql.profiles, ...dropped('profiles')],
  };
}

/** The settings with all that is promoted. */
export const withPromoted = (settings: Settings): Settings => ({
  ...settings,
  mql: settings.trials
    .filter(({ promoted }) => promoted)
    .reduce((mql: MqlDefinition, trial) => withTrial(mql, trial), settings.mql),
});

/** What a trial holds against each other: the definition without the change, and with it. */
export function sidesOf(settings: Settings, trial: Trial): { without: Settings; with: Settings } {
  return trial.promoted
    ? { without: { ...settings, mql: withoutTrial(settings.mql, trial) }, with: settings }
    : { without: settings, with: { ...settings, mql: withTrial(settings.mql, trial) } };
}
