import { expect, test } from 'vitest';
import { hasFigures, inWords } from '#blocks/figure-words.ts';
import { day, stranger } from '#blocks/lines.ts';
import { report } from '#blocks/report.ts';
import { problemsOfBlocks } from '#sandbox/slack/block-kit/validate.ts';
import { breaches } from './breaches.ts';
import { seen } from './screen.ts';

const message = report({
  heading: [['Funnel']],
  charts: [
    {
      id: 'stages',
      type: 'line',
      title: 'By week',
      xLabel: 'Week',
      yLabel: 'Leads',
      categories: ['16 Nov', '23 Nov'],
      series: [
        { name: 'Leads', values: [3, 1] },
        { name: 'MQL', values: [2, 0] },
      ],
    },
  ],
  tables: [
    {
      id: 'by',
      caption: 'By source',
      columns: ['Source', 'Leads', 'Last', 'Won'],
      rows: [
        [[stranger('*Webinar*', 60)], { value: 3, said: '3' }, [day(new Date('2026-11-23T00:00:00Z'))], []],
      ],
    },
  ],
  notes: [['Few leads.']],
  definitions: 'funnel',
});

test('charts and tables become lines where they stood, and everything else stays', () => {
  expect(seen(inWords(message.blocks))).toEqual([
    'Funnel',
    'By week',
    '• Leads: 16 Nov 3, 23 Nov 1',
    '• MQL: 16 Nov 2, 23 Nov 0',
    'By source',
    '• *Webinar*: Leads 3, Last 2026-11-23 00:00 UTC',
    'Few leads.',
    '[What the figures mean]',
  ]);
  expect([hasFigures(message.blocks), hasFigures(inWords(message.blocks))]).toEqual([true, false]);
});

test('the largest table there may be is within Slack’s limits in words too, and what is cut is counted', () => {
  const columns = Array.from({ length: 20 }, (_, no) => `A column with a long name ${no}`);
  const rows = Array.from({ length: 100 }, (_, no) => columns.map(() => ({ value: no, said: `${no}` })));
  const { blocks } = report({
    ...{ heading: [['x']], charts: [], notes: [], definitions: null },
    tables: [{ id: 'a', caption: 'All', columns, rows }],
  });
  const words = inWords(blocks);
  expect(problemsOfBlocks(words)).toEqual([]);
  expect(breaches({ blocks: words })).toEqual([]);
  expect(JSON.stringify(words)).toMatch(/… and \d+ more lines/);
});
