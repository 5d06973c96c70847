import { type Control, controlsOf, findControl } from '../controls.ts';
import { ink, printable } from '../ink.ts';
import { press } from '../press.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import { chooseOption, goThroughModal, listed } from './form.ts';
import { personAt, type Session } from './session.ts';

type Target = { message: SeenMessage; control: Control };

/**
 * `accept`, `accept globex`, `reject: too small; two people only`: presses what a person knows by these words, on
 * the newest message that has it and mentions the rest; behind the colon are the answers to what is asked then.
 */
export async function act(session: Session, personId: string, text: string): Promise<void> {
  const { stage, cast, terminal } = session;
  const [words = '', ...behind] = text.split(':');
  const given =
    behind.length === 0
      ? []
      : behind
          .join(':')
          .split(';')
          .map((part) => part.trim());
  const messages = personAt(session, personId).messages().toReversed();
  const target = findTarget(session, personId, messages, words.trim().split(/\s+/));
  if (!target) {
    const labels = messages.flatMap(controlsOf).map(({ label }) => label);
    const can =
      labels.length > 0 ? `; what they see has: ${[...new Set(labels)].join(', ')}` : ' on their screen';
    terminal.print(
      ink.bad(`  ${cast.firstName(personId)} has nothing to press called “${words.trim()}”${can}`),
    );
    return;
  }
  const option = await choose(session, target.control, given);
  if (option === 'none') return;
  const answers = target.control.options.length > 0 ? given.slice(1) : given;
  const reply = await press(stage.slack, stage.slackIdOf(personId), target.message, target.control, option);
  if (reply.type !== 'modal') return;
  await goThroughModal(terminal, personAt(session, personId), reply.view, answers, stage.clock.now);
}

/** The longest beginning of the words that stands on something; the rest must be in its message. */
function findTarget(
  session: Session,
  personId: string,
  messages: readonly SeenMessage[],
  words: readonly string[],
): Target | null {
  const person = personAt(session, personId);
  for (let length = words.length; length > 0; length -= 1) {
    const label = words.slice(0, length).join(' ');
    const rest = words.slice(length).join(' ').toLowerCase();
    for (const message of messages) {
      if (!person.read(message).toLowerCase().includes(rest)) continue;
      const controls = controlsOf(message);
      // In a list with several rows the words of a button say whose it is.
      const named = rest === '' ? [] : controls.filter(({ spoken }) => spoken.toLowerCase().includes(rest));
      const control = findControl(named, label) ?? findControl(controls, label);
      if (control) return { message, control };
    }
  }
  return null;
}

/** The option of a menu; null where it is none, `none` when nothing was chosen. */
async function choose(
  { terminal }: Session,
  control: Control,
  given: readonly string[],
): Promise<string | null | 'none'> {
  if (control.options.length === 0) return null;
  const [first] = given;
  if (first === undefined) terminal.print(listed(control.options));
  const text = first ?? (await terminal.ask(`  ${control.label}: `));
  const option = text === null || text.trim() === '' ? null : chooseOption(control.options, text);
  if (option) return option.value;
  terminal.print(ink.quiet(text ? `  “${printable(text)}” is not offered` : '  nothing chosen'));
  return 'none';
}
