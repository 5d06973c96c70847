import { type Methods, needs } from './method.ts';

export const apps: Methods = {
  'apps.connections.open': {
    tier: 'tier1',
    token: 'app',
    scopes: needs(),
    run: (context) => ({ ok: true, url: context.socketMode.invite(context.linkUrl()) }),
  },
};
