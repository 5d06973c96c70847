import type { Settings } from '../settings.ts';
import { WEEKDAYS, type Week } from '../settings-shapes.ts';
import type { Finding } from './findings.ts';

/** Working times that lie over each other: they are counted once, so somebody meant something else. */

const DAY = 24 * 60;
type Block = { text: string; day: number; from: number; to: number };

export function findInBlocks({ hours, holidays }: Settings): Finding[] {
  const weeks = Object.entries(hours).flatMap(([name, week]) =>
    overlaps(blocksOf(week)).map(([block, other]) =>
      finding(`hours ${name}`, block, other, WEEKDAYS[block.day] ?? '', WEEKDAYS[other.day] ?? ''),
    ),
  );
  const days = Object.entries(holidays).flatMap(([name, list]) =>
    list.flatMap((day) =>
      typeof day === 'string'
        ? []
        : overlaps(day.hours.map((text) => blockOf(text, 0))).map(([block, other]) =>
            finding(`holidays ${name}`, block, other, day.on, day.on),
          ),
    ),
  );
  return [...weeks, ...days];
}

const blocksOf = (week: Week): Block[] =>
  WEEKDAYS.flatMap((name, day) => (week[name] ?? []).map((text) => blockOf(text, day)));

/** In minutes of the week; what runs past midnight ends on the next day. */
function blockOf(text: string, day: number): Block {
  const [from = 0, to = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  return { text, day, from: day * DAY + from, to: day * DAY + (to <= from ? to + DAY : to) };
}

/** Each block with the first before it that it lies over; the night to Monday goes on from Sunday. */
function overlaps(blocks: readonly Block[]): [Block, Block][] {
  return blocks.flatMap((block, index) => {
    const other = blocks.find(
      (one, place) => place !== index && (place < index ? lieOver(one, block) : isOverWeek(one, block)),
    );
    return other ? [[block, other] as [Block, Block]] : [];
  });
}

const lieOver = (a: Block, b: Block): boolean => a.from < b.to && b.from < a.to;
const isOverWeek = (late: Block, early: Block): boolean =>
  late.to > 7 * DAY && early.from < late.to - 7 * DAY;

const finding = (where: string, block: Block, other: Block, day: string, otherDay: string): Finding => ({
  severity: 'note',
  where: `${where}, ${day}`,
  what: `${block.text} lies over ${other.text}${day === otherDay ? '' : ` of ${otherDay}`}: that time is counted once`,
  advice: 'Expected times that follow one another, such as 09:00-12:30 and 13:30-18:00.',
});
