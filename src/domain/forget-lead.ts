import { type CanonicalLead, canonicalLeadSchema } from './lead.ts';

/** What may still be known of somebody who is to be forgotten: how they came, and nothing of who they are. */
export function forgottenRecord({ kind, channel, temperature, campaign }: CanonicalLead): CanonicalLead {
  const { name, form } = campaign ?? {};
  return canonicalLeadSchema.parse({
    ...{ kind, channel, temperature },
    campaign: name === undefined && form === undefined ? undefined : { name, form },
    // A rep who wonders what happened to their card reads why.
    person: { full_name: FORGOTTEN },
  });
}

export const FORGOTTEN = 'Erased on request';
