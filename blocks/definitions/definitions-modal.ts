import type { ModalView } from '@slack/types';
import { bold, drawLong, type Line } from '../lines.ts';
import { notice } from '../modal-parts.ts';
import { DEFINITIONS, type DefinitionsId } from './definitions.ts';

/** What the figures of a report mean. */
export function definitionsModal(id: DefinitionsId): ModalView {
  const { title, means } = DEFINITIONS[id];
  return notice(
    title,
    drawLong(
      'definitions',
      means.map(({ term, is }): Line => [bold(term), `: ${is}`]),
    ),
  );
}
