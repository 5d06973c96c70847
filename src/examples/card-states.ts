import type { CardStatus } from '#src/view/models.ts';
import { at } from './models.ts';

/** One of each standing a card can show, and every command it can have. */
export const STATUSES: readonly CardStatus[] = [
  {
    type: 'offered',
    offeredAt: at('10:00'),
    passedOn: { fromName: 'Ana', byName: 'Mia', although: 'x', because: 'x' },
  },
  { type: 'superseded', toName: 'Ana', at: at('10:10'), coveredUntil: null, byName: 'Mia', because: 'x' },
  { type: 'waiting', lies: false, because: null },
  { type: 'reserved', forName: 'Ana', until: at('10:03') },
  { type: 'snoozed', until: at('10:20'), byName: 'Bruno' },
  { type: 'accepted', byName: 'Bruno', at: at('10:04'), undoUntil: at('10:06') },
  { type: 'working', byName: 'Bruno', at: at('10:12') },
  { type: 'rejected', byName: 'Bruno', at: at('10:04'), reason: 'x', note: 'x', undoUntil: at('10:06') },
  {
    type: 'completed',
    byName: 'Bruno',
    at: at('11:00'),
    outcome: 'recycled',
    reason: 'x',
    undoUntil: null,
    until: null,
  },
  {
    type: 'completed',
    byName: 'Bruno',
    at: at('11:00'),
    outcome: 'won',
    reason: null,
    undoUntil: at('11:02'),
    until: null,
  },
  {
    type: 'completed',
    byName: 'HubSpot',
    at: at('11:00'),
    outcome: 'lost',
    reason: 'x',
    undoUntil: null,
    until: null,
  },
  { type: 'withdrawn', at: at('11:00'), isUndone: true },
];

export const COMMANDS_OF_A_CARD = [
  'accept',
  'reject',
  'snooze',
  'wake',
  'undo',
  'respond',
  'meet',
  'qualify',
  'opportunity',
  'win',
  'lose',
  'disqualify',
  'recycle',
  'reassign',
] as const;
