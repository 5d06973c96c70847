import { describeBehaviour } from '#domain/behaviours.ts';
import { describeConditions } from '#domain/conditions.ts';
import { localDate } from '#domain/day.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { DefinitionModel } from './statement-models.ts';

/** The definition of an MQL in force, in words. */
export function definitionInForce({ settings }: SettingsInForce, now: Date): DefinitionModel {
  const { mql, workspace } = settings;
  const rule = ({ id, when }: (typeof mql.profiles)[number]) => ({ id, words: describeConditions(when) });
  return {
    version: mql.version,
    signedBy: mql.signed_by,
    reviewBy: mql.review_by,
    isReviewOverdue: localDate(workspace.time_zone, now) > mql.review_by,
    exclusions: mql.exclusions.map(rule),
    profiles: mql.profiles.map(rule),
    behaviours: mql.behaviours.map(describeBehaviour),
    handRaisers: describeConditions(mql.hand_raisers),
  };
}
