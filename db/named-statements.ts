/** Seen so often, a statement is one of those that every lead, press or tick makes. */
const HOT = 20;
/** Every connection keeps a plan for each of them, some 30 kB. */
const MOST_NAMED = 120;
/** A list of values makes a text for each of its lengths: what is not hot by then is forgotten. */
const MOST_COUNTED = 2_000;

/**
 * What asks for a stretch, as of time, is planned for that stretch each time: of values it does not know Postgres expects a
 * third of the table, and so an `exists` read all of 500,000 handoffs in each tick for what an index tells at once.
 */
const A_STRETCH = /(?:(?<!<)>|<)=?\s*\(?\$\d/;

type Asked = { text?: unknown; name?: string };

/**
 * Gives the statements that come again and again a name: Postgres then parses and plans each once a connection instead of
 * once a question, which was a third of its time. Only what is not hot is counted, so what is kept has a bound.
 */
export function createNamer(): (asked: unknown) => void {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (asked) => {
    if (!isQuestion(asked)) return;
    const { text } = asked;
    const name = names.get(text);
    if (name !== undefined) asked.name = name;
    if (name !== undefined || names.size === MOST_NAMED || A_STRETCH.test(text)) return;
    const times = (counts.get(text) ?? 0) + 1;
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, times);
    if (times < HOT) return;
    counts.delete(text);
    names.set(text, `handoff_${names.size}`);
  };
}

/** What is asked with parameters: `begin` and its like are sent as they are. */
const isQuestion = (asked: unknown): asked is Asked & { text: string } =>
  typeof asked === 'object' && asked !== null && 'text' in asked && typeof asked.text === 'string';
