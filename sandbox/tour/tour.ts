import type { Db } from '#db/db.ts';
import { sourceName } from '#domain/team.ts';
import { type Cast, createCast } from '../cast.ts';
import { clockTime } from '../clock-time.ts';
import { controlsOf, findControl } from '../controls.ts';
import type { ToldTools } from '../crm/told-tools.ts';
import { deliver } from '../deliver.ts';
import { framed, ink } from '../ink.ts';
import type { ExampleLead } from '../leads.ts';
import type { Demo } from '../open-demo.ts';
import { press, type Reply, type } from '../press.ts';
import { passTime, settle } from '../settle.ts';
import type { Answers } from '../slack/modal-form.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import type { Stage } from '../stage.ts';
import { CheckFailed, type Checks, createChecks } from './checks.ts';
import { collectSights } from './sights.ts';

/** One part of the tour, named after what it shows. */
export type Chapter = { title: string; play: (tour: Tour) => Promise<void> };

/** What a chapter works with. Everything it does is shown, with what it made people see. */
export type Tour = {
  stage: Stage;
  /** The tools that are told what comes of leads. */
  told: ToldTools;
  cast: Cast;
  db: Db;
  check: Checks;
  /** Sends it as its source would; the same id again is the same delivery again. Answers the body. */
  send: (example: ExampleLead, id?: string) => Promise<string>;
  /** Presses what the person knows by these words, and chooses `option` where it is a menu. */
  press: (personId: string, message: SeenMessage, words: string, option?: string) => Promise<Reply>;
  /** Fills in the modal that is open, and submits it. It closes, or where something is `told` says that, and is closed. */
  submit: (personId: string, answers: Answers, told?: string) => Promise<void>;
  type: (personId: string, line: string) => Promise<string>;
  pass: (minutes: number) => Promise<void>;
  /** The newest message in somebody's direct messages that has this text. */
  find: (personId: string, text: string) => SeenMessage;
  /** What somebody reads in one of their messages, its thread included. */
  read: (personId: string, message: SeenMessage) => string;
  note: (text: string) => void;
  /** Lines of something that people do not read in Slack. */
  list: (heading: string, lines: readonly string[]) => void;
};

/** The tour as whoever leads it needs it. */
export type Guide = { tour: Tour; begin: (title: string) => void; heldChecks: () => number };

export function createTour({ stage, settings, told }: Demo, print: (text: string) => void): Guide {
  const cast = createCast(stage, settings);
  const newSights = collectSights(stage, cast);
  const { slack, clock, slackIdOf } = stage;
  let held = 0;
  let isAmongChecks = false;

  function paragraph(text: string): void {
    isAmongChecks = false;
    print(`\n   ${text}`);
  }

  const check = createChecks((claim) => {
    held += 1;
    if (!isAmongChecks) print('');
    isAmongChecks = true;
    print(`   ${ink.good('✓')} ${claim}`);
  });

  function tell(text: string): void {
    const time = clockTime(clock.now(), settings.workspace.time_zone).slice(0, 5);
    paragraph(`${ink.quiet(time)}  ${text}`);
  }

  async function showAll(): Promise<void> {
    await settle(stage);
    for (const { what, text } of newSights()) paragraph(`${ink.person(what)}\n${framed(text, '   ')}`);
  }

  const named = (personId: string) => cast.firstName(personId);

  if (told === null) throw new Error('the tour is told of by tools, which a new team has none of');
  const tour: Tour = {
    stage,
    told,
    cast,
    db: stage.app.core.db,
    check,
    send: async (example, id) => {
      const lead = example.lead(clock.now());
      const answer = await deliver(stage, example.sourceId, lead, id);
      const who = [lead.person.full_name, lead.account?.name].filter(Boolean).join(', ');
      const from = sourceName(settings, example.sourceId);
      tell(`From ${from} comes ${example.about}: ${who}. Answered ${answer.status}.`);
      if (answer.status !== 200) throw new CheckFailed('the webhook takes the lead', 200, answer);
      await showAll();
      return answer.body;
    },
    press: async (personId, message, words, option) => {
      const control = findControl(controlsOf(message), words);
      if (!control) {
        const offered = controlsOf(message).map(({ spoken }) => spoken);
        throw new CheckFailed(`${named(personId)} can press “${words}”`, words, offered);
      }
      const chosen = option === undefined ? '' : `, and there “${option}”`;
      tell(`${named(personId)} presses [${control.label}]${chosen}`);
      const reply = await press(slack, slackIdOf(personId), message, control, option ?? null);
      await showAll();
      return reply;
    },
    submit: async (personId, answers, told) => {
      const person = slack.as(slackIdOf(personId));
      const outcome = await person.submit(answers);
      if (outcome.problem || outcome.errors || (outcome.modal && told === undefined)) {
        throw new CheckFailed(`${named(personId)}’s answers are taken`, 'a modal that closes', outcome);
      }
      if (told !== undefined) {
        const said = outcome.modal ? person.read(outcome.modal) : '';
        check.reads(`${named(personId)} reads what came of it`, said, { has: [told], hasNot: [] });
        await person.closeModal();
      }
      await showAll();
    },
    type: async (personId, line) => {
      tell(`${named(personId)} types ${line}`);
      const reply = await type(slack, slackIdOf(personId), line);
      await showAll();
      return slack.as(slackIdOf(personId)).read(reply.type === 'words' ? reply.message : reply.view);
    },
    pass: async (minutes) => {
      await passTime(stage, minutes, settle);
      tell(`${minutes === 1 ? 'One minute' : `${minutes} minutes`} later`);
      await showAll();
    },
    find: (personId, text) => {
      const person = slack.as(slackIdOf(personId));
      const found = person.dm().findLast((message) => person.read(message).includes(text));
      if (found) return found;
      throw new CheckFailed(`${named(personId)} has a message about it`, `a message with "${text}"`, 'none');
    },
    read: (personId, message) => {
      const person = slack.as(slackIdOf(personId));
      return [message, ...message.replies].map((one) => person.read(one)).join('\n');
    },
    note: paragraph,
    list: (heading, lines) => paragraph(`${heading}\n${framed(lines.join('\n'), '   ')}`),
  };
  return {
    tour,
    heldChecks: () => held,
    begin: (title) => {
      isAmongChecks = false;
      print(`\n${ink.heading(title)}`);
    },
  };
}
