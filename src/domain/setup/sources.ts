import type { Channel } from '../lead.ts';
import type { Edits, Settings } from '../settings.ts';
import { freeId, slug } from './people.ts';
import type { Recipe } from './recipes.ts';
import { TOOL_SETUPS } from './tool-setups.ts';

/** What `/handoff setup` does to sources. Of a secret only its hash ever gets here. */

type EditedSource = NonNullable<Edits['sources']>[number];

export type SourceDraft = {
  id: string;
  name: string;
  recipe: Recipe;
  /** What its leads came by, where the sender does not say; null for whatever it says. */
  channel: Channel | null;
  secretSha256: string;
};

/** The id of a new source with this name, which is part of its address. */
export function sourceIdFor(edits: Edits, settings: Pick<Settings, 'sources'>, name: string): string {
  const taken = new Set([...settings.sources, ...(edits.sources ?? [])].map(({ id }) => id));
  return freeId(slug(name) ?? 'source', taken);
}

export function addSource(edits: Edits, { id, name, recipe, channel, secretSha256 }: SourceDraft): Edits {
  const { format, map } = recipe;
  const secret_sha256 = [secretSha256];
  const source = {
    id,
    name,
    ...(format === undefined
      ? { auth: { type: 'bearer' as const, secret_sha256 } }
      : { format, auth: { type: 'own' as const, secret_sha256, ...TOOL_SETUPS[format].choices } }),
    ...(map === null ? {} : { format: 'mapped' as const, map }),
    ...(channel !== null && { defaults: { channel } }),
  };
  return { ...edits, sources: [...(edits.sources ?? []), source] };
}

/** Another token for a source of the edits: the one before is refused from now on. */
export function renewSecret(edits: Edits, id: string, secretSha256: string): Edits {
  const renewed = ({ auth }: EditedSource) =>
    typeof auth === 'object' && auth.type === 'own'
      ? { ...auth, secret_sha256: [secretSha256] }
      : { type: 'bearer' as const, secret_sha256: [secretSha256] };
  return {
    ...edits,
    sources: (edits.sources ?? []).map((source) =>
      source.id === id ? { ...source, auth: renewed(source) } : source,
    ),
  };
}

export function removeSource(edits: Edits, id: string): Edits {
  return { ...edits, sources: (edits.sources ?? []).filter((source) => source.id !== id) };
}
