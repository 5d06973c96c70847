import type { ModalView } from '@slack/types';
import { drawLong } from '../lines.ts';
import { actions, does, type Said, screen } from './screen.ts';

/** The offer to see a real card, or why it cannot be sent. */
export function testLeadScreen(obstacle: 'not_in_team' | 'not_found' | null, said: Said): ModalView {
  if (obstacle !== null) return screen({ said, blocks: drawLong('obstacle', [[OBSTACLES[obstacle]]]) });
  return screen({
    said,
    blocks: [
      ...drawLong('about', [
        [
          'A made-up lead becomes a real card in your direct messages with this app: accept it, undo it, snooze it, reject it.',
        ],
        [
          'It counts in no figure, takes nobody’s turn, and escalates to nobody. Rejected, it shows in the feedback channel.',
        ],
      ]),
      actions('send', [does('test-lead', 'Send me a test lead', 'Send me a test lead')]),
    ],
  });
}

const OBSTACLES = {
  not_in_team:
    'You are not in the team yet, and only its people get cards. Take yourself in under Team; any role will do.',
  not_found:
    'Slack does not know you by the e-mail address of the settings. Put it, or your slack_id, right there.',
};
