import { randomBytes } from 'node:crypto';
import type { Ids } from './ids.ts';

/** `viewId` is the modal the interaction happened in, if it was one. */
export type Trigger = { userId: string; viewId?: string };

export type TriggerFailure = 'expired_trigger_id' | 'exchanged_trigger_id' | 'invalid_trigger_id';

export type Triggers = ReturnType<typeof createTriggers>;

const lifetimeMs = 3000;

/** Trigger ids live three seconds and open one view. */
export function createTriggers(ids: Ids, now: () => Date) {
  const issued = new Map<string, Trigger & { at: number; isUsed: boolean }>();

  return {
    issue(trigger: Trigger): string {
      const at = now().getTime();
      const id = `${ids.count('trigger')}.${at}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { ...trigger, at, isUsed: false });
      return id;
    },

    exchange(id: string): { ok: true; trigger: Trigger } | { ok: false; error: TriggerFailure } {
      const known = issued.get(id);
      if (!known) return { ok: false, error: 'invalid_trigger_id' };
      if (known.isUsed) return { ok: false, error: 'exchanged_trigger_id' };
      if (now().getTime() - known.at >= lifetimeMs) return { ok: false, error: 'expired_trigger_id' };
      known.isUsed = true;
      return { ok: true, trigger: { userId: known.userId, viewId: known.viewId } };
    },
  };
}
