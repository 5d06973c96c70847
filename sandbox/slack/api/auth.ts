import { type Methods, needs } from './method.ts';

export const auth: Methods = {
  'api.test': {
    tier: 'special',
    token: 'none',
    scopes: needs(),
    run: (_context, args) =>
      args.error ? { ok: false, error: String(args.error), args } : { ok: true, args },
  },

  'auth.test': {
    tier: 'special',
    token: 'bot',
    scopes: needs(),
    run: ({ workspace: { app, team } }) => ({
      ok: true,
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: app.name,
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
};
