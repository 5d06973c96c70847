import { expect, test } from 'vitest';
import { ephemeral, explain } from '#blocks/explain.ts';
import type { Refusal } from '#domain/handoff.ts';
import { at } from '#src/examples/models.ts';

const words = (refusal: Refusal): string => ephemeral(explain(refusal)).text;

test('the loser of a race reads who has it and since when', () => {
  expect(
    ephemeral(
      explain({
        type: 'not_now',
        command: 'accept',
        state: 'accepted',
        ownerName: 'Bruno',
        since: at('10:04'),
      }),
    ),
  ).toEqual({
    response_type: 'ephemeral',
    replace_original: false,
    text:
      'This lead was accepted <!date^1795428240^{date_short_pretty} at {time}|2026-11-23 10:04 UTC>' +
      ' and is with Bruno. Nothing was changed.',
    blocks: [
      {
        type: 'rich_text',
        block_id: 'answer/0',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'This lead was accepted ' },
              {
                type: 'date',
                timestamp: 1795428240,
                format: '{date_short_pretty} at {time}',
                fallback: '2026-11-23 10:04 UTC',
              },
              { type: 'text', text: ' and is with Bruno. Nothing was changed.' },
            ],
          },
        ],
      },
    ],
  });
});

test.each([
  ['waiting', 'This lead is waiting for an owner. Nothing was changed.'],
  ['offered', 'This lead was offered to Bruno and is not accepted yet. Nothing was changed.'],
  ['snoozed', 'This lead was snoozed; it is with Bruno. Nothing was changed.'],
  ['accepted', 'This lead was accepted and is with Bruno. Nothing was changed.'],
  ['working', 'This lead is in work with Bruno. Nothing was changed.'],
  ['completed', 'This lead was completed; it was with Bruno. Nothing was changed.'],
  ['rejected', 'This lead was rejected; it was with Bruno. Nothing was changed.'],
  ['withdrawn', 'This lead was withdrawn. Nothing was changed.'],
] as const)('a press that comes too late for a lead that is %s is told so', (state, expected) => {
  expect(words({ type: 'not_now', command: 'qualify', state, ownerName: 'Bruno', since: null })).toBe(
    expected,
  );
});

test.each([
  [
    { type: 'not_yours', ownerName: 'Bruno' },
    'This lead is with Bruno. Only they, their manager or ops can do that.',
  ],
  [{ type: 'not_yours', ownerName: null }, 'Nobody owns this lead yet. Only a manager or ops can act on it.'],
  [
    { type: 'already_done', command: 'accept', ownerName: 'Bruno' },
    'This lead is already accepted; it is with Bruno. Nothing was changed.',
  ],
  [
    { type: 'already_done', command: 'reject', ownerName: 'Bruno' },
    'This lead is already rejected; it was with Bruno. Nothing was changed.',
  ],
  [
    { type: 'already_done', command: 'reassign', ownerName: 'Bruno' },
    'This lead is with Bruno already. Nothing was changed.',
  ],
  [
    { type: 'unknown_reason' },
    'That reason is not in the settings any more. Open it again to see those in force.',
  ],
  [{ type: 'note_required', reason: 'Other' }, '“Other” needs a note: say in a few words why.'],
  [{ type: 'snooze_past' }, 'That time has passed. Choose a later one.'],
  [
    { type: 'snooze_too_far', limit: at('18:00') },
    'That is too late for this lead. It can be snoozed until' +
      ' <!date^1795456800^{date_short_pretty} at {time}|2026-11-23 18:00 UTC> at most.',
  ],
  [
    { type: 'snooze_overdue', dueAt: at('18:00') },
    'The first response was due <!date^1795456800^{date_short_pretty} at {time}|2026-11-23 18:00 UTC>.' +
      ' This lead cannot wait: decide on it now.',
  ],
  [{ type: 'snooze_used_up', times: 1 }, 'This lead can be snoozed 1 time, and was. Decide on it now.'],
  [
    { type: 'snooze_day_used_up', times: 20 },
    'You can snooze 20 leads a day, and did. Decide on this one now.',
  ],
  [
    { type: 'undo_too_late', command: 'reject' },
    'It is too late to take that back: this lead stays rejected. Ask your manager if it must change.',
  ],
  [
    { type: 'target_unavailable', name: 'Ana', check: 'not_in_settings' },
    'Ana is not in the team any more. Choose somebody else, or ask ops to add them.',
  ],
  [
    { type: 'target_unavailable', name: 'Ana', check: 'unknown_to_slack' },
    'Ana was not found in Slack, so no card would reach them. Choose somebody else, and ask ops to check their e-mail address.',
  ],
  [
    { type: 'target_unavailable', name: 'Ana', check: 'deactivated' },
    'Ana is deactivated in Slack, so no card would reach them. Choose somebody else.',
  ],
  [
    { type: 'reminded_just_now', at: at('10:03'), againAt: at('10:18') },
    'They were last reminded <!date^1795428180^{date_short_pretty} at {time}|2026-11-23 10:03 UTC>. You can nudge again <!date^1795429080^{date_short_pretty} at {time}|2026-11-23 10:18 UTC>.',
  ],
  [
    { type: 'asked_just_now', at: at('10:03') },
    'They asked again <!date^1795428180^{date_short_pretty} at {time}|2026-11-23 10:03 UTC>. It is on the card: look at it, and decide once more.',
  ],
  [
    { type: 'claimed', ownerName: 'Ana', at: at('10:04') },
    'Ana took this lead <!date^1795428240^{date_short_pretty} at {time}|2026-11-23 10:04 UTC>. Nothing was changed.',
  ],
  [
    { type: 'not_in_pool' },
    'This lead is for the people of its pool. Only they, their managers or ops can take it.',
  ],
  [
    { type: 'cannot_claim', check: 'refused' },
    'You rejected this lead before. It is for somebody else of the pool.',
  ],
  [
    { type: 'cannot_claim', check: 'cap_per_day' },
    'You had as many leads today as your pool allows. Leave this one to somebody else.',
  ],
  [{ type: 'cannot_claim', check: 'deactivated' }, 'You cannot take leads now: deactivated in Slack.'],
  [
    { type: 'took_one', lead: 'Bruno Keller' },
    'You took Bruno Keller just now. Press Take next again for another one.',
  ],
  [
    { type: 'already_done', command: 'mend', ownerName: 'Ana' },
    'Their address is known by now: it is on the card. Nothing was changed.',
  ],
  [{ type: 'unread_address' }, 'That is no e-mail address: expected one such as name@company.com.'],
  [
    { type: 'others_address', name: 'Dana' },
    'That address belongs to another lead here: Dana. Nothing was changed.',
  ],
  [{ type: 'others_address', name: null }, 'That address belongs to another lead here. Nothing was changed.'],
  [{ type: 'none_left' }, 'Nothing is left here for you: all of it is taken.'],
  [{ type: 'unknown_handoff' }, 'This lead is not here any more: it was merged into another, or erased.'],
  [
    { type: 'unknown_person' },
    'You are not in the team this app knows. Ask ops to add you, with the e-mail address of your Slack account.',
  ],
] satisfies [Refusal, string][])('the refusal %o has words', (refusal, expected) => {
  expect(words(refusal)).toBe(expected);
});

test('an owner whose name looks like a mention pages nobody', () => {
  expect(words({ type: 'not_yours', ownerName: '<!channel>' })).toBe(
    'This lead is with &lt;!channel&gt;. Only they, their manager or ops can do that.',
  );
});
