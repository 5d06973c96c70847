/**
 * What the app asks Slack to let it do. `loss` is what does not work without a scope; null where nothing works.
 * The manifest asks for the same, and docs/security.md says why.
 */
export const SCOPES: Readonly<Record<string, { loss: string | null }>> = {
  'chat:write': { loss: null },
  commands: { loss: null },
  'im:write': { loss: null },
  'users:read': { loss: null },
  'users:read.email': { loss: null },
  'im:history': { loss: 'after a crash a card may stand twice' },
  'channels:read': { loss: 'public channels cannot be looked at, neither here nor by /handoff setup' },
  'groups:read': { loss: 'private channels cannot be looked at, neither here nor by /handoff setup' },
  'usergroups:read': { loss: '/handoff setup cannot take the team from a user group' },
};
