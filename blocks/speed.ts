import { FEWEST_TO_COMPARE } from '#domain/interval.ts';
import type { SpeedStep } from '#domain/speed.ts';
import type { FunnelGroup } from '#src/view/funnel-models.ts';
import type { DetailsModel } from '#src/view/models.ts';
import { count, minutes, percent } from './labels.ts';
import { bold, bullets, join, type Line, when } from './lines.ts';

/** The two figures that are easily mixed up, in words: how fast a lead was reached, and who kept to their clocks. */

const STEPS: Record<SpeedStep, string> = {
  captured: 'Captured',
  received: 'Received',
  routed: 'First offered',
  delivered: 'In Slack',
  accepted: 'Accepted',
  responded: 'First response',
};

/** `12 s`, `45 min`, `2 d 3 h`: most of what the system does takes seconds. */
export const took = (amount: number): string =>
  amount < 1 ? `${Math.round(amount * 60)} s` : minutes(amount);

/** One lead's way from capture to the first response, step by step; nothing where nothing is known of it. */
export function speedLines({ steps, shares, personWorking }: DetailsModel['speed']): Line[] {
  const { total, system, person, snoozed } = shares;
  const whole: Line = [
    bold('Speed to lead'),
    total === null ? ': no response yet' : `: ${took(total)} from capture to first response`,
  ];
  const parts = join(
    [
      system === null ? null : [`system’s share ${took(system)}`],
      person === null ? null : [`person’s share ${took(person)}${inHours(personWorking)}`],
      snoozed === null || snoozed === 0 ? null : [`snoozed for ${took(snoozed)} of it`],
    ],
    ' · ',
  );
  const lines = steps.map(
    ({ step, at, minutes: since }): Line => [
      `${STEPS[step]} `,
      when(at),
      ...(since === null ? [] : [`, after ${took(since)}`]),
    ],
  );
  return bullets(whole, parts.length === 0 ? lines : [...lines, parts], steps.length + 1);
}

const inHours = (working: number | null): string =>
  working === null ? '' : `, ${took(working)} of it in working hours`;

type Speed = FunnelGroup['speed'];

/** Median and 9 in 10 of each share; of what was snoozed only where there was any. */
export function speedFigureLines({ total, system, person, snoozed }: Speed, change: string): Line[] {
  if (total.median === null) return [['Speed to lead: no response yet']];
  return [
    [`Speed to lead: ${timesWords(total)}${change}`],
    ...(system.median === null ? [] : [[`• System’s share: ${timesWords(system)}`]]),
    ...(person.median === null ? [] : [[`• Person’s share: ${timesWords(person)}`]]),
    ...(snoozed.median === null
      ? []
      : [
          [
            `• Snoozed, as a part of the person’s: ${count(snoozed.count, 'lead', 'leads')}, median ${took(snoozed.median.median)}`,
          ],
        ]),
  ];
}

const timesWords = ({ median, p90Minutes, count: of }: Speed['total']): string =>
  `median ${took(median?.median ?? 0)}${p90Minutes === null ? '' : `, 9 in 10 within ${took(p90Minutes)}`}, of ${of}`;

/** Clocks met of those that tell something, held against the target. */
export function attainmentWords({ attained, measured, target }: FunnelGroup['sla']): string {
  if (measured === 0) return `nothing measured yet, target ${percent(target)}`;
  const kept = attained / measured;
  const verdict = kept >= target ? 'target met' : 'below target';
  const caution = measured < FEWEST_TO_COMPARE ? ', few leads: read with care' : '';
  return `${attained} of ${measured}, ${percent(kept)} (${verdict} of ${percent(target)}${caution})`;
}
