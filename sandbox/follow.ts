import type { Settings } from '#domain/settings.ts';
import { type Cast, createCast } from './cast.ts';
import { watchItems } from './item-watch.ts';
import { createNarrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** Tells everything that comes in, and everything that happens in the stand-in Slack. */
export function follow(options: { stage: Stage; settings: Settings; tell: (lines: string[]) => void }): {
  cast: Cast;
  /** Tells what came in until now. */
  catchUp: () => Promise<void>;
  stop: () => Promise<void>;
} {
  const { stage, settings, tell } = options;
  const cast = createCast(stage, settings);
  const narrate = createNarrator(stage, cast);
  const watch = watchItems(stage.app.core.db, settings, tell);
  const stopListening = stage.slack.onEvent((happening) => {
    const lines = narrate(happening);
    // First what came in, then what it led to.
    watch.look().then(() => tell(lines));
  });
  return {
    cast,
    catchUp: watch.look,
    stop: () => {
      stopListening();
      return watch.stop();
    },
  };
}
