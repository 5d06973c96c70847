import { type Answer, type Asked, ok } from '../tools/tool-api.ts';

/** The desk of an account where tokens are bought with one that lasts: https://datatracker.ietf.org/doc/html/rfc6749#section-6. */
export const CLIENT = { id: 'client-of-handoff', secret: 'secret-of-handoff', refreshToken: 'lasting-token' };

export type TokenDesk = {
  /** Answers whoever buys a token. */
  sell: (asked: Asked) => Answer;
  isCurrent: (asked: Asked) => boolean;
  /** The token that was sold last is worth nothing from now on. */
  wear: () => void;
};

export function openTokenDesk(): TokenDesk {
  let sold = 0;
  let isWorn = true;
  const current = () => `access-token-${sold}`;
  return {
    sell: ({ body }) => {
      const form = new URLSearchParams(String(body.form));
      const isOurs =
        form.get('grant_type') === 'refresh_token' &&
        form.get('client_id') === CLIENT.id &&
        form.get('client_secret') === CLIENT.secret &&
        form.get('refresh_token') === CLIENT.refreshToken;
      if (!isOurs) return { status: 400, body: { error: 'invalid_grant' } };
      sold += 1;
      isWorn = false;
      return ok({ access_token: current(), expires_in: 3_599, token_type: 'Bearer' });
    },
    isCurrent: ({ headers }) => !isWorn && headers.authorization === `Bearer ${current()}`,
    wear: () => {
      isWorn = true;
    },
  };
}
