import { expect, test } from 'vitest';
import { batchCard } from '#blocks/batch.ts';
import { claimCard } from '#blocks/claim.ts';
import * as make from '#src/examples/models.ts';
import { seen } from './screen.ts';

test('what lies for whoever comes first says so, until when, and has one button', () => {
  const lines = seen(claimCard(make.claim()).blocks);
  expect(lines).toContain('For whoever comes first · Claim by 2026-11-23 10:05 UTC');
  expect(lines.at(-1)).toBe('[[Claim]]');
});

test('once it is overdue the card says since when somebody should have it', () => {
  const deadline = { at: make.at('10:05'), isOver: true };
  expect(seen(claimCard(make.claim({ deadline })).blocks)).toContain(
    'For whoever comes first · Overdue: somebody should have it since 2026-11-23 10:05 UTC',
  );
});

test('what was taken says by whom and when, and has no button', () => {
  const { blocks } = claimCard(
    make.claim({ status: { type: 'taken', byName: 'Ana', at: make.at('10:04') } }),
  );
  expect(seen(blocks).at(-1)).toBe('Ana took it 2026-11-23 10:04 UTC');
  expect(blocks.map(({ type }) => type)).toEqual(['rich_text']);
});

test.each([
  [{ ownerName: 'Ben', state: 'offered' }, 'No longer here: it went to Ben'],
  [{ ownerName: null, state: 'withdrawn' }, 'No longer here: withdrawn'],
] as const)('what went another way says where: %o', (gone, words) => {
  expect(seen(claimCard(make.claim({ status: { type: 'gone', ...gone } })).blocks).at(-1)).toBe(words);
});

test('a batch says how many came, how many are left, who took how many, and what comes next', () => {
  const message = batchCard(make.batch());
  expect(seen(message.blocks)).toEqual([
    '32 leads from Trade shows · Autumn fair · for SDRs · 12 left',
    'Ben took 12, Ana 8',
    '• Grace Hopper (Globex) · ☀️ Warm',
    '… and 11 more',
    '[[Take next]]',
  ]);
  expect(message.text).toContain('You can: Take next.');
});

test('a claim that was laid anew says where', () => {
  const at = (channelId: string | null) =>
    seen(claimCard(make.claim({ status: { type: 'moved', channelId } })).blocks).at(-1);
  expect([at('C0OTHER'), at(null)]).toEqual([
    'No longer here: it lies in #C0OTHER',
    'No longer here: it lies further down',
  ]);
});

test('a batch that lies elsewhere now says where, and has no button', () => {
  expect(seen(batchCard(make.batch({ elsewhere: { channelId: null } })).blocks)).toEqual([
    '32 leads from Trade shows · Autumn fair · for SDRs · 12 left',
    'Ben took 12, Ana 8',
    'No longer here: each of the pool has it in their direct messages',
  ]);
});

test('an empty batch says how it was shared, and what went elsewhere', () => {
  expect(seen(batchCard(make.batch({ left: 0, total: 23, next: [] })).blocks)).toEqual([
    '23 leads from Trade shows · Autumn fair · for SDRs',
    'All taken: Ben took 12, Ana 8, 3 went elsewhere',
  ]);
});
