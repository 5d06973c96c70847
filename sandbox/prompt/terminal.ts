import { createInterface } from 'node:readline';

/** Lines in, lines out. Whatever happens while somebody types stands above what they are typing. */
export type Terminal = {
  /** Whether a person sits there, rather than a file or a pipe. */
  isInteractive: boolean;
  print: (text: string) => void;
  /** The next line; null when no more will come. */
  ask: (question: string) => Promise<string | null>;
  close: () => void;
};

/** `words` are offered for completion. */
export function openTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  words: readonly string[],
): Terminal {
  const isInteractive = input.isTTY === true && output.isTTY === true;
  const lines: string[] = [];
  let waiting: ((line: string | null) => void) | null = null;
  let isClosed = false;
  const readline = createInterface({
    input,
    output,
    terminal: isInteractive,
    completer: (line: string) => [words.filter((word) => word.startsWith(line)), line],
  });

  function answer(line: string | null): void {
    const waiter = waiting;
    waiting = null;
    waiter?.(line);
  }
  readline.on('line', (line) => {
    if (waiting) answer(line);
    else lines.push(line);
  });
  // Ctrl-C in a terminal ends the session as the end of a file does.
  readline.on('SIGINT', () => readline.close());
  readline.on('close', () => {
    isClosed = true;
    answer(null);
  });

  return {
    isInteractive,
    print: (text) => {
      if (!waiting || !isInteractive) {
        output.write(`${text}\n`);
        return;
      }
      output.write(`\r\u001b[J${text}\n`);
      readline.prompt(true);
    },
    ask: async (question) => {
      const line = lines.shift();
      if (line === undefined && isClosed) return null;
      readline.setPrompt(question);
      if (isInteractive) readline.prompt();
      const given =
        line ??
        (await new Promise<string | null>((resolve) => {
          waiting = resolve;
        }));
      // What comes from a pipe is shown, so that the output can be read as a conversation.
      if (given !== null && !isInteractive) output.write(`${question}${given}\n`);
      return given;
    },
    close: () => readline.close(),
  };
}
