import type { SpeedStep } from '#domain/speed.ts';
import type { FunnelGroup } from '#src/view/funnel-models.ts';
import type { DetailsModel } from '#src/view/models.ts';
import { timeWords } from './funnel-words.ts';
import { took } from './labels.ts';
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
  const share = (name: string, times: Speed['total']): Line[] => {
    const words = timeWords(times);
    return words === null ? [] : [[`• ${name}: ${words}`]];
  };
  return [
    [`Speed to lead: ${timeWords(total)}${change}`],
    ...share('System’s share', system),
    ...share('Person’s share', person),
    ...share('Snoozed, as a part of the person’s', snoozed),
  ];
}
