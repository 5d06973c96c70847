import { expect, test } from 'vitest';
import { card, leadControls } from '#blocks/card.ts';
import * as make from '#src/examples/models.ts';
import { seen } from './screen.ts';

test('an offered card says all that a rep needs in eight lines, then the buttons', () => {
  expect(seen(card(make.card({ unknownFit: ['company size', 'industry'] })).blocks)).toEqual([
    '🔥 Hot · Website demo form · Autumn',
    'Dana Ionescu, VP Sales · Globex · 420 employees',
    'Why now: pricing page ×3, last 2026-11-23 09:48 UTC; demo request, 2026-11-23 10:00 UTC',
    'Accept by 2026-11-23 10:05 UTC',
    'Accept if: a B2B company with a sales team',
    'Next: call, then e-mail',
    'Fit unverified: company size, industry not known',
    '<tel:+4930901820|Call +49 30 901820> · <mailto:dana@globex.example|E-mail dana@globex.example>' +
      ' · <https://www.linkedin.com/in/dana|LinkedIn> · <https://crm.example/leads/17|CRM record (crm.example)>',
    '[[Accept]] [Reject…] [Snooze v 15 minutes | Pick a time…] [… Details | Why me?]',
    'Can be snoozed once; nobody else is told meanwhile.' +
      ' First response by <!date^1795428900^{date_short_pretty} at {time}|2026-11-23 10:15 UTC>.',
  ]);
});

test('the text of a card says the same to a screen reader, with what can be done', () => {
  expect(card(make.card()).text.split('\n')).toEqual([
    '🔥 Hot · Website demo form · Autumn',
    'Dana Ionescu, VP Sales · Globex · 420 employees',
    'Why now: pricing page ×3, last <!date^1795427280^{ago}|2026-11-23 09:48 UTC>;' +
      ' demo request, <!date^1795428000^{ago}|2026-11-23 10:00 UTC>',
    'Accept by <!date^1795428300^{date_short_pretty} at {time}|2026-11-23 10:05 UTC>',
    'Accept if: a B2B company with a sales team',
    'Next: call, then e-mail',
    '<tel:+4930901820|Call +49 30 901820> · <mailto:dana@globex.example|E-mail dana@globex.example>' +
      ' · <https://www.linkedin.com/in/dana|LinkedIn> · <https://crm.example/leads/17|CRM record (crm.example)>',
    'You can: Accept, Reject…, Snooze (15 minutes, or pick a time), More (Details, Why me?).',
    'Can be snoozed once; nobody else is told meanwhile.' +
      ' First response by <!date^1795428900^{date_short_pretty} at {time}|2026-11-23 10:15 UTC>.',
  ]);
});

test('an accepted card offers what comes next, and undo while there is time', () => {
  const model = make.card({
    state: 'accepted',
    status: { type: 'accepted', byName: 'Bruno', at: make.at('10:04'), undoUntil: make.at('10:06') },
    deadline: { clock: 'response', at: make.at('10:15'), isOver: false },
    commands: ['snooze', 'undo', 'respond', 'qualify', 'disqualify', 'recycle'],
    snoozeNote: null,
  });
  const lines = seen(card(model).blocks);
  expect(lines[3]).toBe(
    'Accepted by Bruno 2026-11-23 10:04 UTC (undo until 2026-11-23 10:06 UTC) · First response by 2026-11-23 10:15 UTC',
  );
  expect(lines.at(-1)).toBe(
    '[[Log response]] [Qualify…] [Snooze (callback) v 15 minutes | Pick a time…] [Undo]' +
      ' [… Details | Why me? | Recycle… | Disqualify…]',
  );
});

test('when the time to undo has passed, an accepted card does not speak of it', () => {
  const model = make.card({
    state: 'accepted',
    status: { type: 'accepted', byName: 'Bruno', at: make.at('10:04'), undoUntil: make.at('10:06') },
    deadline: null,
    commands: ['respond'],
  });
  expect(seen(card(model).blocks)[3]).toBe('Accepted by Bruno 2026-11-23 10:04 UTC');
});

test('an overdue card says so in words', () => {
  const model = make.card({ deadline: { clock: 'accept', at: make.at('10:05'), isOver: true } });
  expect(seen(card(model).blocks)[3]).toBe('Overdue: acceptance was due 2026-11-23 10:05 UTC');
});

test('a snoozed card says until when and by whom', () => {
  const model = make.card({
    state: 'snoozed',
    status: { type: 'snoozed', until: make.at('10:20'), byName: 'Bruno' },
    commands: ['accept', 'reject', 'wake', 'undo'],
  });
  const lines = seen(card(model).blocks);
  expect(lines[3]).toBe('Snoozed by Bruno until 2026-11-23 10:20 UTC · Accept by 2026-11-23 10:05 UTC');
  expect(lines.at(-1)).toBe('[[Accept]] [Reject…] [Wake now] [Undo] [… Details | Why me?]');
});

test('a rejected card is short: who, why, the note, and undo', () => {
  const model = make.card({
    state: 'rejected',
    status: {
      type: 'rejected',
      byName: 'Bruno',
      at: make.at('10:04'),
      reason: 'Too small',
      note: 'three *people*',
      undoUntil: null,
    },
    deadline: null,
    commands: ['undo'],
  });
  expect(seen(card(model).blocks)).toEqual([
    '🔥 Hot · Website demo form · Autumn',
    'Dana Ionescu, VP Sales · Globex · 420 employees',
    'Rejected by Bruno 2026-11-23 10:04 UTC: Too small',
    'Note: three *people*',
    '[Undo] [… Details | Why me?]',
  ]);
});

test('a card that was passed on has no buttons and no way to reach the lead', () => {
  const model = make.card({
    status: {
      type: 'superseded',
      toName: 'Ana',
      at: make.at('10:10'),
      coveredUntil: null,
      byName: null,
      because: 'not answered in time',
    },
    deadline: null,
    commands: [],
  });
  expect(seen(card(model).blocks)).toEqual([
    '🔥 Hot · Website demo form · Autumn',
    'Dana Ionescu, VP Sales · Globex · 420 employees',
    'Passed on 2026-11-23 10:10 UTC: not answered in time · now with Ana',
  ]);
});

test('a waiting card says that nobody has it', () => {
  const model = make.card({
    state: 'waiting',
    status: { type: 'waiting', lies: false, because: null },
    deadline: null,
    commands: [],
  });
  expect(seen(card(model).blocks)[2]).toBe('Waiting: nobody is free to take it now');
});

test('a working card shows since when', () => {
  const model = make.card({
    state: 'working',
    status: { type: 'working', byName: 'Bruno', at: make.at('10:12') },
    deadline: null,
    commands: ['respond', 'qualify'],
  });
  expect(seen(card(model).blocks)[3]).toBe('In work with Bruno since 2026-11-23 10:12 UTC');
});

test('a card in work says who tried to reach them last, and who told of it', () => {
  const model = make.card({
    state: 'working',
    status: { type: 'working', byName: 'Bruno', at: make.at('10:04') },
    touch: make.touch(),
    followUp: { tries: 1, of: 6, isExhausted: false },
    deadline: { clock: 'follow_up', at: make.at('14:00'), isOver: false },
    commands: ['respond', 'qualify'],
  });
  expect(seen(card(model).blocks)[3]).toBe(
    'Called 2026-11-23 10:04 UTC by Bruno, no answer · from Aircall · Try 2 of 6: next try by 2026-11-23 14:00 UTC',
  );
});

test('in a channel a card in work says whose it is beside who tried last', () => {
  const model = make.card({
    addressee: 'U0BRUNO',
    state: 'working',
    status: { type: 'working', byName: 'Bruno', at: make.at('10:04') },
    touch: make.touch({ byName: 'Ana' }),
    deadline: null,
    commands: ['respond', 'qualify'],
  });
  expect(seen(card(model).blocks)[3]).toBe(
    'Called 2026-11-23 10:04 UTC by Ana, no answer · from Aircall · In work with Bruno',
  );
});

test('what cannot be snoozed any more says so, and has no menu for it', () => {
  const model = make.card({
    snoozeChoices: [],
    snoozeNote: { budget: { left: 1, times: 1 }, clock: 'ran_out', deadline: null },
  });
  expect(seen(card(model).blocks).slice(-2)).toEqual([
    '[[Accept]] [Reject…] [… Details | Why me?]',
    'The first response is overdue: this lead cannot be snoozed any more. Decide on it now.',
  ]);
});

test('what somebody else did stands on the card of an offer, beside its deadline', () => {
  const model = make.card({ touch: make.touch({ byName: 'Ana', outcome: 'reached' }) });
  expect(seen(card(model).blocks)[3]).toBe(
    'Called 2026-11-23 10:04 UTC by Ana, reached them · from Aircall · Accept by 2026-11-23 10:05 UTC',
  );
});

test('a meeting that nobody of ours booked is only booked', () => {
  const touch = make.touch({
    channel: 'meeting',
    outcome: 'meeting_booked',
    byName: null,
    sourceName: 'Calendly',
  });
  const model = make.card({ touch, deadline: null });
  expect(seen(card(model).blocks)[3]).toBe('Meeting 2026-11-23 10:04 UTC, booked · from Calendly');
});

test('whom nobody can reach can be recycled with one press', () => {
  const model = make.card({
    state: 'working',
    status: { type: 'working', byName: 'Bruno', at: make.at('10:04') },
    touch: make.touch({ sourceName: null }),
    followUp: { tries: 6, of: 6, isExhausted: true },
    proposal: { reason: 'unresponsive', words: 'Never answered' },
    deadline: null,
    commands: ['respond', 'qualify', 'recycle'],
  });
  expect(seen(card(model).blocks)[3]).toBe(
    'Called 2026-11-23 10:04 UTC by Bruno, no answer · 6 tries without an answer',
  );
  expect(leadControls(model)[0]).toMatchObject({
    action_id: 'handoff.recycle',
    text: { text: 'Recycle: Never answered' },
    value: 'h1/1o/unresponsive',
  });
  const open = { ...model, proposal: { reason: null, words: 'never answered' } };
  expect(leadControls(open)[0]).toMatchObject({
    text: { text: 'Recycle: never answered…' },
    value: 'h1/1o/',
  });
});

test('a completed card says what came of it', () => {
  const status = {
    type: 'completed',
    byName: 'Bruno',
    at: make.at('11:00'),
    outcome: 'recycled',
    reason: 'Not now',
    undoUntil: null,
    until: make.at('15:00'),
  } as const;
  const model = make.card({ state: 'completed', status, deadline: null, commands: [] });
  expect(seen(card(model).blocks).slice(2)).toEqual([
    'Recycled by Bruno 2026-11-23 11:00 UTC: Not now · try again 2026-11-23 15:00 UTC',
    '[… Details | Why me?]',
  ]);
});

test('a withdrawn card has nothing to press', () => {
  const status = { type: 'withdrawn', at: make.at('11:00'), isUndone: false } as const;
  const model = make.card({ state: 'withdrawn', status, deadline: null, commands: [] });
  expect(seen(card(model).blocks).slice(2)).toEqual([
    'Withdrawn 2026-11-23 11:00 UTC: merged into another lead, or erased',
  ]);
});

test('a lead for an AE is said to be qualified, and is made an opportunity', () => {
  const model = make.card({ leg: 'sql_to_ae', state: 'working', commands: ['qualify'] });
  const lines = seen(card(model).blocks);
  expect(lines[0]).toBe('🔥 Hot · Qualified, for an AE · Website demo form · Autumn');
  expect(lines.at(-1)).toBe('[Opportunity…] [… Details | Why me?]');
});

test('do not call stands in words and takes the number away', () => {
  const model = make.card({ flags: { doNotCall: true, doNotContact: false, unsubscribed: true } });
  expect(seen(card(model).blocks)[6]).toBe(
    'Do not call · Unsubscribed from e-mail · <https://www.linkedin.com/in/dana|LinkedIn>' +
      ' · <https://crm.example/leads/17|CRM record (crm.example)>',
  );
});

test('what may be asked again is said, with who said so', () => {
  const lifted = [{ words: 'May be called again', byName: 'Our CRM', at: make.at('09:00') }];
  expect(JSON.stringify(card(make.card({ lifted })).blocks)).toContain('May be called again (Our CRM, ');
});

test('do not contact leaves only the CRM record', () => {
  const model = make.card({ flags: { doNotCall: false, doNotContact: true, unsubscribed: false } });
  expect(seen(card(model).blocks)[6]).toBe(
    'Do not contact · <https://crm.example/leads/17|CRM record (crm.example)>',
  );
});

test('a number that cannot be read for certain is shown and not dialled', () => {
  const links = { phone: '1-800-FLOWERS', email: null, linkedin: null, crm: null };
  expect(seen(card(make.card({ links })).blocks)[6]).toBe('Call 1-800-FLOWERS');
});

test('a number of five digits is dialled, of four it is shown', () => {
  const line = (phone: string) =>
    seen(card(make.card({ links: { phone, email: null, linkedin: null, crm: null } })).blocks)[6];
  expect([line('1 23-45'), line('1 23-4')]).toEqual(['<tel:12345|Call 1 23-45>', 'Call 1 23-4']);
});

test('an extension is not dialled as part of the number', () => {
  const links = { phone: '+1 (555) 010-4477 ext. 12', email: null, linkedin: null, crm: null };
  expect(seen(card(make.card({ links })).blocks)[6]).toBe(
    '<tel:+15550104477|Call +1 (555) 010-4477 ext. 12>',
  );
});

test('a zero in brackets after a country code is not dialled', () => {
  const links = { phone: '+49 (0)30 901820', email: null, linkedin: null, crm: null };
  expect(seen(card(make.card({ links })).blocks)[6]).toBe('<tel:+4930901820|Call +49 (0)30 901820>');
});

test('a profile elsewhere is not called LinkedIn, and an address cannot add a blind copy', () => {
  const links = {
    phone: null,
    email: 'dana?bcc=evil@globex.example',
    linkedin: 'https://linkedin.com.evil.example/in',
    crm: 'https://crm.example@evil.example/',
  };
  expect(seen(card(make.card({ links })).blocks)[6]).toBe(
    '<mailto:dana%3Fbcc%3Devil@globex.example|E-mail dana?bcc=evil@globex.example>' +
      ' · <https://linkedin.com.evil.example/in|Profile (linkedin.com.evil.example)> · CRM record (evil.example)',
  );
});

test('a press says which handoff, which offer and what was chosen; a spoken label names the lead', () => {
  const actions = card(make.card()).blocks.find((block) => block.type === 'actions');
  expect(actions).toEqual({
    type: 'actions',
    block_id: 'card/h1/1o/3/actions',
    elements: [
      {
        type: 'button',
        action_id: 'handoff.accept',
        text: { type: 'plain_text', text: 'Accept', emoji: false },
        value: 'h1/1o/',
        accessibility_label: 'Accept lead Globex',
        style: 'primary',
      },
      {
        type: 'button',
        action_id: 'handoff.reject',
        text: { type: 'plain_text', text: 'Reject…', emoji: false },
        value: 'h1/1o/',
        accessibility_label: 'Reject lead Globex',
      },
      {
        type: 'static_select',
        action_id: 'handoff.snooze',
        placeholder: { type: 'plain_text', text: 'Snooze', emoji: false },
        options: [
          { text: { type: 'plain_text', text: '15 minutes', emoji: false }, value: 'h1/1o/15m' },
          { text: { type: 'plain_text', text: 'Pick a time…', emoji: false }, value: 'h1/1o/pick_time' },
        ],
      },
      {
        type: 'overflow',
        action_id: 'handoff.more',
        options: [
          { text: { type: 'plain_text', text: 'Details', emoji: false }, value: 'h1/1o/details' },
          { text: { type: 'plain_text', text: 'Why me?', emoji: false }, value: 'h1/1o/why' },
        ],
      },
    ],
  });
});

test('every version of a card has block ids of its own', () => {
  const older = card(make.card({ version: 3 })).blocks.map((block) => block.block_id);
  const newer = card(make.card({ version: 4 })).blocks.map((block) => block.block_id);
  expect(older.filter((id) => newer.includes(id))).toEqual([]);
});

test('an offer that somebody else had says from whom it comes and why, in the line of its deadline', () => {
  const status = {
    type: 'offered',
    offeredAt: make.at('10:10'),
    passedOn: { fromName: 'Ana', byName: null, although: null, because: 'no answer' },
  } as const;
  expect(seen(card(make.card({ status })).blocks)[3]).toBe(
    'Passed on from Ana: no answer · Accept by 2026-11-23 10:05 UTC',
  );
});

test('an offer that somebody made over the rules says who did, and what speaks against it', () => {
  const lineOf = (fromName: string | null) => {
    const passedOn = { fromName, byName: 'Mia', although: 'although you are away', because: 'knows them' };
    const status = { type: 'offered', offeredAt: make.at('10:10'), passedOn } as const;
    return seen(card(make.card({ status })).blocks)[3];
  };
  expect(lineOf('Ana')).toBe(
    'Passed on from Ana by Mia, although you are away: knows them · Accept by 2026-11-23 10:05 UTC',
  );
  expect(lineOf(null)).toBe(
    'Given by Mia, although you are away: knows them · Accept by 2026-11-23 10:05 UTC',
  );
});

test('in a channel an offer calls whose it is; an answered one calls nobody', () => {
  expect(card(make.card({ addressee: 'U0BRUNO' })).text).toContain('\nFor <@U0BRUNO> · Accept by ');
  const status = { type: 'working', byName: 'Bruno', at: make.at('10:12') } as const;
  expect(card(make.card({ addressee: 'U0BRUNO', status })).text).not.toContain('<@');
});
