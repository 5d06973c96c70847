import { mayAbout } from '#domain/permissions.ts';
import type { Person, Settings } from '#domain/settings.ts';
import type { FunnelGroup, FunnelModel } from './funnel-models.ts';

/** In a smaller team everybody would know who a row without a name is. */
const FEWEST_WITHOUT_NAMES = 5;

/** The funnel as one person may see it: of reps those they may ask about. What is of nobody, or of all, is for everybody. */
export function forReader(model: FunnelModel, settings: Settings, reader: Person): FunnelModel {
  if (model.by !== 'rep') return model;
  const groups = model.groups.filter(
    ({ key }) => key === null || mayAbout('see_rep_figures', settings, reader, [key]),
  );
  return { ...model, groups, hidden: model.groups.length - groups.length };
}

/** The same for everybody in a channel: reps have no names, and too few of them are told only together. */
export function withoutNames(model: FunnelModel): FunnelModel {
  if (model.by !== 'rep') return model;
  const reps = model.groups.filter(({ key }) => key !== null);
  const others = model.groups.filter(({ key }) => key === null);
  if (reps.length < FEWEST_WITHOUT_NAMES) {
    return { ...model, groups: others, hidden: model.hidden + reps.length };
  }
  const unnamed = reps.map((rep, index): FunnelGroup => ({ ...rep, key: '', name: `Rep ${index + 1}` }));
  return { ...model, groups: [...unnamed, ...others] };
}
