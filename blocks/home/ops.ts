import type { KnownBlock } from '@slack/types';
import type { OpsHome } from '#src/view/home-models.ts';
import { heading } from '../elements.ts';
import { count, LEG_TEAMS, STATE_LABELS } from '../labels.ts';
import { shown } from '../limits.ts';
import { ago, bold, bullets, drawLong, type Line, leadName, mention, stranger, when } from '../lines.ts';
import { troubleLine } from '../source-trouble.ts';

const MOST_PEOPLE = 8;
const MOST_SOURCES = 8;

/** What somebody has to mend, and how. */
export function opsPart(model: OpsHome): KnownBlock[] {
  const people = bullets(
    [bold('Receive no leads'), ': put their Slack e-mail address, or slack_id, into the settings.'],
    model.people.map(
      ({ name, problem }): Line => [stranger(name, shown.name), ': ', stranger(problem, shown.words)],
    ),
    MOST_PEOPLE,
  );
  const lines = [
    ...people,
    ...sourceTroubles(model.sources),
    ...quarantineLine(model.quarantine),
    ...heldLines(model.held),
    ...toolLines(model.tools),
  ];
  const refused = refusedLines(model.refused);
  return [
    heading('home/mend', 'To mend'),
    ...drawLong('home/mend/list', [
      ...(lines.length === 0
        ? [
            [
              'Nothing: everybody is found in Slack, every source delivers as ever, every item was read, every message was taken.',
            ],
          ]
        : lines),
      ...refused,
      ['Change team, pools and channels: /handoff setup'],
    ]),
    heading('home/open', 'All open leads'),
    ...drawLong('home/open/list', openLines(model)),
    ...(model.tools.length === 0
      ? []
      : [heading('home/tools', 'Told elsewhere'), ...drawLong('home/tools/list', goesOutLines(model.tools))]),
  ];
}

/** Where every lead stands that somebody still has something to do about. */
function openLines({ open, countedAt }: Pick<OpsHome, 'open' | 'countedAt'>): Line[] {
  const legs = [...Map.groupBy(open, ({ leg }) => leg)];
  const lines = legs.map(([leg, rows]): Line => {
    const total = rows.reduce((sum, row) => sum + row.count, 0);
    const states = rows.map((row) => `${STATE_LABELS[row.state].toLowerCase()} ${row.count}`);
    return [bold(LEG_TEAMS[leg]), `: ${total} · ${states.join(' · ')}`];
  });
  return [
    ...(lines.length === 0 ? [['No lead is open. Where each one stands will be counted here.']] : lines),
    ['Counted ', when(countedAt), '; open this page again for newer figures. One by one: /leads'],
  ];
}

function sourceTroubles(troubles: OpsHome['sources']): Line[] {
  return bullets(
    [bold('Sources'), ': what to look at stands in the channel of ops; all of them: /handoff sources'],
    troubles.map(
      (trouble): Line => [
        ...(trouble.name === null ? [] : [stranger(trouble.name, shown.name), ': ']),
        ...troubleLine(trouble),
      ],
    ),
    MOST_SOURCES,
  );
}

function quarantineLine({ count: amount, lastAt }: OpsHome['quarantine']): Line[] {
  if (amount === 0) return [];
  const last: Line = lastAt === null ? [] : [', the last ', ago(lastAt)];
  return [
    [
      bold(count(amount, 'item in quarantine', 'items in quarantine')),
      ...last,
      '. Nothing is lost: see why with npm run handoff -- inbox',
    ],
  ];
}

function heldLines(held: OpsHome['held']): Line[] {
  return bullets(
    [bold('Messages held back'), ': they are sent as soon as they can be.'],
    held.map(
      ({ place, problem, count: amount }): Line => [
        stranger(place, shown.words),
        `: ${amount}, `,
        stranger(problem, shown.words),
      ],
    ),
    held.length,
  );
}

/** Tools that outcomes are written into, as far as somebody has to do something about one. */
function toolLines(tools: OpsHome['tools']): Line[] {
  const told = tools.flatMap((tool): Line[] => {
    const name = stranger(tool.name, shown.name);
    if (tool.refused !== null) return [[name, ' takes nothing: ', stranger(tool.refused, shown.words)]];
    if (tool.failed > 0) return [[name, ` could not be told of ${count(tool.failed, 'lead', 'leads')}`]];
    if (!tool.isApproved && tool.planned > 0)
      return [
        [name, ` is told nothing before you approve it: ${count(tool.planned, 'lead waits', 'leads wait')}`],
      ];
    return [];
  });
  return bullets(
    [
      bold('Other tools'),
      ': what to do stands in the channel of ops; all of it: npm run handoff -- outcomes list',
    ],
    told,
    told.length,
  );
}

/** Where what comes of leads goes. */
function goesOutLines(tools: OpsHome['tools']): Line[] {
  return tools.map(
    ({ name, isApproved, waiting, lastAt }): Line => [
      bold(name),
      ...(isApproved
        ? [
            lastAt === null ? ' was told nothing yet' : ': last told ',
            ...(lastAt === null ? [] : [when(lastAt)]),
            ...(waiting > 0 ? [` · ${count(waiting, 'lead', 'leads')} to come`] : []),
          ]
        : [': nothing is written before it is approved']),
    ],
  );
}

/** Nothing to mend, but to ask about: somebody may miss a right, or a card stands where too many see it. */
function refusedLines({ rows, total }: OpsHome['refused']): Line[] {
  if (total === 0) return [];
  const lines = bullets(
    [bold('Pressed without a right to it, last 7 days'), ': refused, and nothing was changed.'],
    rows.map(
      ({ by, command, lead, company, times, lastAt }): Line => [
        by.name === null ? mention(by.slackUserId) : stranger(by.name, shown.name),
        `: ${command.replaceAll('_', ' ')} ×${times} on `,
        ...leadName(lead, company),
        ', last ',
        ago(lastAt),
      ],
    ),
    rows.length,
  );
  const rest = total - rows.length;
  return rest > 0 ? [...lines, [`… and ${rest} more`]] : lines;
}
