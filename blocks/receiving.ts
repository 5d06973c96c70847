import { CHECKS } from '#domain/routing.ts';
import type { ReceivingModel } from '#src/view/statement-models.ts';
import { shown } from './limits.ts';
import { boldStranger, drawLong, type Line, type Message, say, stranger, when } from './lines.ts';

/** The answer to `/handoff why`: whether somebody gets leads, and if not, the check that says so. */
export function receiving(model: ReceivingModel): Message {
  const lines: Line[] =
    model.pools.length === 0
      ? [
          [
            boldStranger(model.name, shown.name),
            ' is in no pool: they get only leads of accounts or routes that name them.',
          ],
        ]
      : [headingLine(model), ...model.pools.flatMap(poolLines)];
  return { text: say(lines), blocks: drawLong('receiving', lines) };
}

function headingLine({ name, isAsker, pools }: ReceivingModel): Line {
  const who: Line = isAsker ? ['You'] : [boldStranger(name, shown.name)];
  const verb = isAsker ? 'get' : 'gets';
  const open = pools.filter(({ check }) => check === null).length;
  if (open === pools.length) return [...who, ` ${verb} leads now, when the turn comes.`];
  if (open > 0) return [...who, ` ${verb} leads from ${open} of ${pools.length} pools now.`];
  return [...who, ` ${isAsker ? 'get' : 'gets'} no leads now.`];
}

function poolLines({ name, check, opensAt, awayUntil, load }: ReceivingModel['pools'][number]): Line[] {
  const pool: Line = ['• ', stranger(name, shown.name), ': '];
  const { unanswered, uncontacted, today } = load;
  const desk: Line = [
    `   unanswered ${unanswered.now} of ${unanswered.cap} · uncontacted ${uncontacted.now} of ${uncontacted.cap} · offered today ${today.now} of ${today.cap}`,
  ];
  switch (check) {
    case null:
      return [[...pool, 'can take one'], desk];
    case 'away':
      return [[...pool, CHECKS.away, ...(awayUntil === null ? [] : [' until ', when(awayUntil)])], desk];
    case 'outside_hours':
      return [[...pool, CHECKS.outside_hours, ...(opensAt === null ? [] : ['; back ', when(opensAt)])], desk];
    case 'unknown_to_slack':
      return [
        [
          ...pool,
          CHECKS.unknown_to_slack,
          ': ops checks their e-mail address, or sets slack_id in the settings',
        ],
      ];
    case 'not_in_settings':
    case 'deactivated':
    case 'refused':
    case 'had_it':
    case 'cap_unanswered':
    case 'cap_uncontacted':
    case 'cap_per_day':
      return [[...pool, CHECKS[check]], desk];
  }
}
