import type { OwnAuth } from '#domain/settings.ts';
import type { Proof } from './adapter.ts';

/** The ways of tools that send a secret as it is. */

type Tokens = Pick<OwnAuth, 'secret_env' | 'secret_sha256'>;
const tokensOf = ({ secret_env, secret_sha256 }: OwnAuth): Tokens => ({ secret_env, secret_sha256 });

export const bearerToken = (own: OwnAuth): Proof => ({ type: 'bearer', ...tokensOf(own) });

/** In the address, for tools that can set no header. */
export const tokenInPath = (own: OwnAuth): Proof => ({ type: 'path', ...tokensOf(own) });

export const keyHeader = (own: OwnAuth): Proof => ({
  type: 'header',
  header: 'X-Handoff-Key',
  ...tokensOf(own),
});

export const passwordOfUser = (own: OwnAuth): Proof => ({
  ...{ type: 'basic', user: own.user ?? '' },
  ...tokensOf(own),
});

export const secretInBody =
  (field: string) =>
  (own: OwnAuth): Proof => ({ type: 'body', field, ...tokensOf(own) });
