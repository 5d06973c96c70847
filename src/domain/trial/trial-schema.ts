import * as z from 'zod';
import { conditions, id, share, text } from '../settings-shapes.ts';

/** Another definition beside the one in force, as it stands in the settings while it is tried, and once it is promoted. */

/** One in five: enough to learn from, few enough to bear. */
const USUAL_SHARE = 0.2;

export const trialSchema = z.strictObject({
  id,
  /** The change, as whoever proposed it wrote it. */
  words: text,
  /** Added to the exclusions. */
  excludes: z.array(conditions).default([]),
  /** Left out of the definition. The rule is kept here, to be put back. */
  drops: z
    .array(
      z.strictObject({
        list: z.enum(['profiles', 'exclusions']),
        rule: z.strictObject({ id, when: conditions }),
      }),
    )
    .default([]),
  /** Of the leads that it alone lets in so many go to sales while it is tried; once it is promoted, of those it newly keeps out. */
  share: share.default(USUAL_SHARE),
  promoted: z.boolean().default(false),
});
export type Trial = z.output<typeof trialSchema>;
