import { CHECKS, type Check } from '#domain/routing/check-names.ts';
import { isAskedLast } from '#domain/routing/checks.ts';
import type { ReceivingModel, ReceivingPool } from '#src/view/statement-models.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { boldStranger, drawLong, join, type Line, type Message, say, stranger, when } from './lines.ts';

/** The answer to `/handoff why`: whether somebody gets leads, and if not, everything that says so. */
export function receiving(model: ReceivingModel): Message {
  const lines: Line[] = [
    headingLine(model),
    ...(model.problem === null ? [] : [['• ', stranger(model.problem, shown.sentence)]]),
    ...model.pools.flatMap(poolLines),
    ...namedLines(model),
    ...latelyLines(model),
  ];
  return { text: say(lines), blocks: drawLong('receiving', lines) };
}

/** Only leads that waited come in a pace, and who has not answered is asked when nobody else is there. */
const stops = (check: Check): boolean => check !== 'paced';

const isReached = ({ against, fedBy }: ReceivingPool): boolean =>
  fedBy.length > 0 && !against.some(({ check }) => stops(check));

function headingLine({ name, isAsker, problem, pools, namedBy }: ReceivingModel): Line {
  const who: Line = isAsker ? ['You'] : [boldStranger(name, shown.name)];
  const verb = isAsker ? 'get' : 'gets';
  if (problem !== null) return [...who, ` ${verb} no leads:`];
  if (pools.length === 0) {
    return namedBy.length === 0
      ? [
          ...who,
          ` ${isAsker ? 'are' : 'is'} in no pool, and no rule names ${isAsker ? 'you' : 'them'}, so no leads come. Ops change pools in /handoff setup.`,
        ]
      : [
          ...who,
          ` ${isAsker ? 'are' : 'is'} in no pool: only leads of accounts or routes that name ${isAsker ? 'you' : 'them'} come.`,
        ];
  }
  const open = pools.filter(isReached).length;
  if (open === pools.length) return [...who, ` ${verb} leads now, when the turn comes.`];
  if (open > 0) return [...who, ` ${verb} leads from ${open} of ${pools.length} pools now.`];
  const isLast = pools.some(
    ({ against, fedBy }) =>
      fedBy.length > 0 && !against.some(({ check }) => stops(check) && !isAskedLast(check)),
  );
  return [...who, ` ${verb} ${isLast ? 'leads only where nobody else can take them' : 'no leads now'}.`];
}

function poolLines(pool: ReceivingPool): Line[] {
  const { unanswered, uncontacted, today } = pool.load;
  return [
    ['• ', boldStranger(pool.name, shown.name), ': ', ...availableLine(pool)],
    [
      `   unanswered ${unanswered.now} of ${unanswered.cap} · uncontacted ${uncontacted.now} of ${uncontacted.cap} · offered today ${today.now} of ${today.cap}`,
    ],
    ['   chooses ', stranger(pool.chooses, shown.words), ...placeLine(pool)],
    pool.fedBy.length === 0
      ? ['   no route leads here, so no lead comes: ops add one to the settings, or in /handoff setup']
      : ['   leads come by ', ...named(pool.fedBy)],
  ];
}

function availableLine({ against }: ReceivingPool): Line {
  const found = against.map(
    ({ check, until }): Line => [checkWords(check), ...(until === null ? [] : [' until ', when(until)])],
  );
  const stopping = against.some(({ check }) => stops(check));
  return stopping ? join(found, '; ') : join([['can take one'], ...found], '; ');
}

function checkWords(check: Check): string {
  if (check === 'unknown_to_slack' || check === 'deactivated') return `${CHECKS[check]}, see above`;
  if (check === 'not_answering')
    return `${CHECKS[check]}, so others come first; any press of a button mends it`;
  return check === 'paced' ? 'no lead that waited' : CHECKS[check];
}

function placeLine({ place, against }: ReceivingPool): Line {
  if (place === null) return [];
  const then = against.some(({ check }) => stops(check)) ? ', once they can take leads' : '';
  return [place === 1 ? `; next in turn${then}` : `; number ${place} in turn${then}`];
}

const MOST_NAMED = 8;

/** A few names, and how many more. */
function named(names: string[]): Line {
  const rest = names.length - MOST_NAMED;
  const first = names.slice(0, MOST_NAMED).map((name): Line => [stranger(name, shown.name)]);
  return [...join(first, ', '), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

const namedLines = ({ namedBy }: ReceivingModel): Line[] =>
  namedBy.length === 0 ? [] : [['Named by ', ...named(namedBy), ': such leads come without a turn.']];

function latelyLines({ lately }: ReceivingModel): Line[] {
  const { days, isCut, chosen, later, passed } = lately;
  const times = passed.reduce((sum, { count: each }) => sum + each, 0);
  const period = isCut ? `In the newest decisions of ${days} days` : `In the last ${days} days`;
  if (chosen + later + times === 0) return [[`${period}: not once looked at by a pool.`]];
  const causes = passed.map(({ check, count: each }) => `${each} × ${CHECKS[check]}`).join(', ');
  return [
    [
      `${period}: chosen ${count(chosen, 'time', 'times')}, later in turn ${count(later, 'time', 'times')}, passed over ${count(times, 'time', 'times')}${times === 0 ? '' : ` (${causes})`}.`,
    ],
  ];
}
