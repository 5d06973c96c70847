import { isDeepStrictEqual } from 'node:util';
import { releaseUnsent } from '#db/messages.ts';
import type { Settings } from '#domain/settings.ts';
import { type Core, transact } from './core.ts';
import { offerAllWaiting } from './people.ts';

/** What follows from new settings in force, done in the background: whoever changed them need not wait for Slack. */
export type CatchUp = {
  /** Looks up everybody in Slack now. */
  findPeople: () => Promise<void>;
  /** From here on only what is new has to be caught up with. */
  start: () => void;
  /** The settings may have changed: what follows is done, unless it was. A failure is tried again at the next call. */
  wake: () => void;
  stop: () => Promise<void>;
};

type Work = {
  core: Core;
  checkPeople: () => Promise<void>;
  onError: (error: unknown) => void;
};

export function createCatchUp({ core, checkPeople, onError }: Work): CatchUp {
  let known: Settings['people'] | null = null;
  let seen: Settings | null = null;
  let running: Promise<void> | null = null;

  const findPeople = async () => {
    const { people } = core.inForce().settings;
    await checkPeople();
    known = people;
  };
  const isKnown = ({ people }: Settings) => isDeepStrictEqual(known, people);
  const follow = async () => {
    const { settings } = core.inForce();
    if (!isKnown(settings)) await findPeople();
    await transact(core, async (work) => {
      for (const key of await releaseUnsent(work.tx)) work.keys.add(key);
    });
    await offerAllWaiting(core, onError);
    seen = settings;
  };
  const wake = () => {
    const { settings } = core.inForce();
    if (running || seen === null || (seen === settings && isKnown(settings))) return;
    running = follow()
      .finally(() => {
        running = null;
      })
      .then(wake)
      .catch(onError);
  };

  return {
    findPeople,
    start: () => {
      seen = core.inForce().settings;
    },
    wake,
    stop: async () => {
      seen = null;
      await running;
    },
  };
}
