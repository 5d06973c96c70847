import type { ModalView } from '@slack/types';
import { drawLong, type Line } from './lines.ts';
import { notice } from './modal-parts.ts';

/** Opened at once, because a press may open a modal for three seconds only; replaced when the facts are there. */
export function loadingModal(title: string): ModalView {
  return notice(title, drawLong('loading', [['One moment…']]));
}

/** What came of a submission, or why nothing did. */
export const outcomeModal = (title: string, line: Line): ModalView => linesModal(title, [line]);

/** The same in several lines. */
export function linesModal(title: string, lines: Line[]): ModalView {
  return notice(title, drawLong('outcome', lines));
}
