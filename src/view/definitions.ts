import { describeBehaviour } from '#domain/behaviours.ts';
import { describeConditions } from '#domain/conditions.ts';
import { localDate } from '#domain/day.ts';
import type { Settings } from '#domain/settings.ts';
import type { SettingsInForce } from '#src/core/core.ts';
import type { DefinitionModel } from './statement-models.ts';

/** Whether marketing and sales should have looked at it again by now. */
export const isReviewOverdue = ({ mql, workspace }: Settings, now: Date): boolean =>
  localDate(workspace.time_zone, now) > mql.review_by;

/** The definition of an MQL in force, in words. */
export function definitionInForce({ settings }: SettingsInForce, now: Date): DefinitionModel {
  const { mql } = settings;
  const rule = ({ id, when }: (typeof mql.profiles)[number]) => ({ id, words: describeConditions(when) });
  return {
    version: mql.version,
    signedBy: mql.signed_by,
    reviewBy: mql.review_by,
    isReviewOverdue: isReviewOverdue(settings, now),
    exclusions: mql.exclusions.map(rule),
    profiles: mql.profiles.map(rule),
    behaviours: mql.behaviours.map(describeBehaviour),
    handRaisers: describeConditions(mql.hand_raisers),
  };
}
