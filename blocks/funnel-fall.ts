import { FALL_PARTS, type FallPart } from '#domain/funnel-fall.ts';
import type { FallModel } from '#src/view/pipeline-models.ts';
import { percent } from './labels.ts';
import { shown } from './limits.ts';
import { bold, type Line, stranger } from './lines.ts';

const PARTS: Record<FallPart, string> = {
  rejected: 'more rejections (quality)',
  missed: 'more misses (capacity)',
  undecided: 'more still undecided',
  mix: 'the mix of sources',
};
const PARTS_UP: Record<FallPart, string> = {
  rejected: 'fewer rejections',
  missed: 'fewer misses',
  undecided: 'fewer still undecided',
  mix: 'the mix of sources',
};

/** Each step that let fewer come on, a line, with what made it so: the parts add up to the fall. */
export const fallLines = (falls: readonly FallModel[]): Line[] => falls.map(fallLine);

function fallLine(fall: FallModel): Line {
  const { fromLabel, toLabel, now, before, change, mostly, everySourceHeld } = fall;
  const rates = `${shareWords(before)} to ${shareWords(now)} so far`;
  return [
    bold('Fell'),
    ': ',
    stranger(`${fromLabel} → ${toLabel}`, shown.name),
    `, from ${rates}, ${points(change)} points. `,
    ...(mostly === null ? [] : [bold(`Mostly ${PARTS[mostly]}`), ': ']),
    `${partWords(fall)}.`,
    ...(everySourceHeld
      ? [
          ' No source let a smaller share come on: more of the leads came from sources that always had a low one.',
        ]
      : []),
  ];
}

const shareWords = ({ came, of }: FallModel['now']): string =>
  `${percent(came / of)} (${came.toLocaleString('en')} of ${of.toLocaleString('en')})`;

/** `−12.0 more rejections (quality), +1.5 the mix of sources`, the heaviest first. */
function partWords({ parts }: FallModel): string {
  return FALL_PARTS.filter((part) => parts[part] !== 0)
    .toSorted((one, other) => parts[one] - parts[other])
    .map((part) => `${points(parts[part])} ${(parts[part] < 0 ? PARTS : PARTS_UP)[part]}`)
    .join(', ');
}

/** Tenths of a point, with a sign. */
const points = (tenths: number): string => `${tenths < 0 ? '−' : '+'}${(Math.abs(tenths) / 10).toFixed(1)}`;
