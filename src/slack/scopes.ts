import type { Settings } from '#domain/settings.ts';

/**
 * What the app asks Slack to let it do. `loss` is what does not work without a scope; null where nothing works. Whoever
 * installs the app may leave out those with a loss: they are optional in the manifest, which asks for the same, and
 * docs/security.md says why.
 */
export const SCOPES: Readonly<Record<string, { loss: string | null }>> = {
  'chat:write': { loss: null },
  commands: { loss: null },
  'im:write': { loss: null },
  'users:read': { loss: null },
  'users:read.email': { loss: null },
  'im:history': { loss: 'after a crash a card may stand twice' },
  'channels:read': {
    loss: 'public channels cannot be looked at, neither at the start nor by /handoff setup',
  },
  'groups:read': { loss: 'private channels cannot be looked at, neither at the start nor by /handoff setup' },
  'usergroups:read': { loss: 'user groups cannot be read, neither for pools nor by /handoff setup' },
};

/** What only a setting asks for: the manifest has it where the settings file asks. */
export const SCOPES_OF_SETTINGS: Readonly<
  Record<string, { setting: string; isAsked: (settings: Settings) => boolean; loss: string }>
> = {
  'dnd:read': {
    setting: 'availability.do_not_disturb',
    isAsked: ({ availability }) => availability.do_not_disturb,
    loss: 'leads are offered to people whom Slack does not disturb',
  },
};

/** The scopes that these settings ask for beside the usual ones. */
export const scopesAskedBy = (settings: Settings): string[] =>
  Object.entries(SCOPES_OF_SETTINGS).flatMap(([scope, { isAsked }]) => (isAsked(settings) ? [scope] : []));
