import { isDeepStrictEqual } from 'node:util';
import { releaseUnsent } from '#db/messages.ts';
import type { Settings } from '#domain/settings.ts';
import { type Core, transact } from '#src/core/core.ts';
import { offerEachWaiting } from '#src/handoff/backlog.ts';
import { passOnFromLeavers } from '#src/handoff/leavers.ts';
import { showBatchesAnew } from '#src/routing/batch.ts';

/** What follows from new settings in force, done in the background: whoever changed them need not wait for Slack. */
export type CatchUp = {
  /** Looks up everybody, and the user groups, in Slack now. */
  findPeople: () => Promise<void>;
  /** Begins, with what was left undone when the app stopped. */
  start: () => void;
  /** The settings may have changed: what follows is done, unless it was. A failure is tried again at the next call. */
  wake: () => void;
  stop: () => Promise<void>;
};

type Work = {
  core: Core;
  checkPeople: () => Promise<void>;
  /** Takes up what another process changed. */
  refresh: () => Promise<unknown>;
  onError: (error: unknown) => void;
};

export function createCatchUp({ core, checkPeople, refresh, onError }: Work): CatchUp {
  let known: unknown = null;
  let seen: Settings | null = null;
  let isStarted = false;
  let running: Promise<void> | null = null;

  const findPeople = async () => {
    const { settings } = core.inForce();
    await checkPeople();
    known = lookedUpFor(settings);
  };
  const isKnown = (settings: Settings) => isDeepStrictEqual(known, lookedUpFor(settings));
  const follow = async () => {
    const { settings } = core.inForce();
    if (!isKnown(settings)) await findPeople();
    await transact(core, async ({ tx, messages }) => messages.touch(await releaseUnsent(tx)));
    await offerEachWaiting(core, onError);
    await showBatchesAnew(core);
    // Looking Slack's people up takes its time: whoever joined meanwhile has not left.
    await refresh();
    await passOnFromLeavers(core);
    seen = settings;
  };
  const wake = () => {
    const { settings } = core.inForce();
    if (running || !isStarted || (seen === settings && isKnown(settings))) return;
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
      isStarted = true;
      wake();
    },
    wake,
    stop: async () => {
      isStarted = false;
      await running;
    },
  };
}

/** What of the settings has to be looked up in Slack. */
const lookedUpFor = ({ people, pools }: Settings) => ({
  people,
  groups: pools.map(({ user_group: group }) => group).filter((group) => group !== undefined),
});
