import type { UsersInfoResponse, WebClient } from '@slack/web-api';

/** The workspace the app is in, and the Enterprise organisation, where it belongs to one. */
export type Ours = { teamId: string | undefined; enterpriseId: string | undefined };

export async function readOurs(client: WebClient): Promise<Ours> {
  const { team_id: teamId, enterprise_id: enterpriseId } = await client.auth.test();
  return { teamId, enterpriseId };
}

type User = Pick<NonNullable<UsersInfoResponse['user']>, 'is_stranger' | 'team_id' | 'enterprise_user'>;

/**
 * Whoever is in Slack by a channel shared with another company (Slack Connect) is no colleague, whatever e-mail
 * address they show. Workspaces of one organisation are one company.
 *
 * @see https://docs.slack.dev/reference/objects/user-object
 */
export function isForeign(user: User, { teamId, enterpriseId }: Ours): boolean {
  if (user.is_stranger === true) return true;
  if (enterpriseId && user.enterprise_user?.enterprise_id === enterpriseId) return false;
  return user.team_id !== undefined && teamId !== undefined && user.team_id !== teamId;
}
