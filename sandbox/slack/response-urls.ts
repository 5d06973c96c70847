import { randomBytes } from 'node:crypto';

/** Where an interaction came from; `messageTs` is the message pressed, which may be replaced or deleted. */
export type Origin = { userId: string; channel: string; messageTs?: string; threadTs?: string };

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

const allowedUses = 5;
const lifetimeMs = 30 * 60_000;

/** A response_url works five times within thirty minutes. */
export function createResponseUrls(now: () => Date) {
  const issued = new Map<string, Origin & { at: number; uses: number }>();

  return {
    issue(kind: 'actions' | 'commands', teamId: string, origin: Origin): string {
      const path = `/${kind}/${teamId}/${randomBytes(18).toString('hex')}`;
      issued.set(path, { ...origin, at: now().getTime(), uses: 0 });
      return path;
    },

    knows(path: string): boolean {
      return issued.has(path);
    },

    use(path: string): { ok: true; origin: Origin } | { ok: false; error: 'used_url' | 'expired_url' } {
      const known = issued.get(path);
      if (!known || now().getTime() - known.at >= lifetimeMs) return { ok: false, error: 'expired_url' };
      if (known.uses >= allowedUses) return { ok: false, error: 'used_url' };
      known.uses += 1;
      return { ok: true, origin: known };
    },
  };
}
