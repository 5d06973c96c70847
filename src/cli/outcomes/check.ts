import { mayBeMade } from '#domain/sink-places.ts';
import { SINK_FIELDS } from '#domain/sink-systems.ts';
import { checkSink, isTrouble, type SinkCheck } from '#src/sinks/check-sink.ts';
import { openSinks, type ReadySink } from '#src/sinks/open-sinks.ts';
import type { Sink } from '#src/sinks/sink.ts';
import { checkLines } from './check-words.ts';
import { EXIT, type Hand, refuse, sinkProblem } from './sinks.ts';

/** Asks each tool what it has for what it would be told, and says what is missing. */
export async function checkOutcomes(
  hand: Hand,
  { sinkId, isMaking }: { sinkId: string | undefined; isMaking: boolean },
): Promise<number> {
  const { settings, terminal } = hand;
  const ids = settings.sinks.map(({ id }) => id);
  const problem = sinkProblem(sinkId ?? ids[0], ids);
  if (problem !== null) return refuse(terminal, problem);
  const asked = settings.sinks.filter(({ id }) => sinkId === undefined || id === sinkId);
  const { sinks, problems } = openSinks({ sinks: asked }, (name) => terminal.env[name]);
  for (const { path, problem: what } of problems) {
    const at = Number(/\d+/.exec(path)?.[0]);
    terminal.print(`${asked[at]?.id}: ${path.replace(/^sinks\[\d+\]\./, '')}: ${what}`);
  }
  let isWhole = problems.length === 0;
  for (const ready of sinks.values()) isWhole = (await checkOne(hand, ready, isMaking)) && isWhole;
  return isWhole ? EXIT.done : EXIT.refused;
}

/** Answers whether nothing is missing. */
async function checkOne(hand: Hand, ready: ReadySink, isMaking: boolean): Promise<boolean> {
  const { db, terminal } = hand;
  const called = `${ready.settings.id} (${ready.name})`;
  try {
    const sink = ready.open(db, terminal.now);
    const check = await checkSink(ready, sink);
    const isWhole = say(hand, { called, check, sink });
    if (!isMaking || !(await makeFields(hand, { check, sink, called }))) return isWhole;
    return say(hand, { called, check: await checkSink(ready, ready.open(db, terminal.now)), sink });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    terminal.print(`${called}: ${error.message}`);
    return false;
  }
}

type Asked = { called: string; check: SinkCheck; sink: Sink };

function say({ settings, terminal }: Hand, { called, check, sink }: Asked): boolean {
  const canMake = sink.kind === 'record' && sink.addFields !== undefined;
  const { has, missing } = checkLines({ check, people: settings.people, canMake });
  const verdict = missing.length === 0 ? 'has what it takes' : 'something is missing';
  terminal.print(
    [`${called}: ${verdict}`, ...has, ...(missing.length === 0 ? [] : ['  missing:', ...missing])].join('\n'),
  );
  return missing.length === 0;
}

/** Answers whether there was something to make. */
async function makeFields({ terminal }: Hand, { called, check, sink }: Asked): Promise<boolean> {
  if (sink.kind !== 'record' || sink.addFields === undefined) {
    terminal.print(`${called}: fields are made there by hand`);
    return false;
  }
  let isMade = false;
  for (const { type, places } of check.places) {
    const made = places
      .filter(mayBeMade)
      .map(({ key, name }) => ({ name, label: `Handoff: ${SINK_FIELDS[key]}` }));
    if (made.length === 0) continue;
    await sink.addFields(type, made);
    terminal.print(`${called}: made of ${type}: ${made.map(({ name }) => name).join(', ')}\n`);
    isMade = true;
  }
  return isMade;
}
