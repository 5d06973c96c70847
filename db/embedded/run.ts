import { type SpawnOptions, spawn } from 'node:child_process';

/** A program and how it is started. */
export type Command = { file: string; args: string[]; uid?: number; gid?: number };

export type Ended = { code: number | null; output: string; error: NodeJS.ErrnoException | null };

const KEPT_OUTPUT = 4_000;

/** Runs a program to its end, which the signal brings about, and answers how that was; throws nothing. */
export function run(
  command: Command,
  { signal, ...options }: SpawnOptions & { signal?: AbortSignal | undefined },
): Promise<Ended> {
  return new Promise((ended) => {
    const { file, args, ...as } = command;
    let output = '';
    const keep = (chunk: string) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    const fail = (error: unknown) => ended({ code: null, output, error: error as NodeJS.ErrnoException });
    try {
      const child = spawn(file, args, {
        ...options,
        ...as,
        windowsHide: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout?.setEncoding('utf8').on('data', keep);
      child.stderr?.setEncoding('utf8').on('data', keep);
      // Waited for all the same: what it started, and what it clears up, is over only when it has closed.
      const stop = () => child.kill();
      signal?.addEventListener('abort', stop, { once: true });
      child.once('error', fail);
      child.once('close', (code) => {
        signal?.removeEventListener('abort', stop);
        ended({ code, output, error: null });
      });
    } catch (error) {
      // Some faults of a start are thrown, others are told.
      fail(error);
    }
  });
}

// Of the surroundings only this much: a password or a token of ours has no business in the server's environment.
const KEPT = ['PATH', 'SystemRoot', 'windir', 'TEMP', 'TMP', 'ComSpec', 'PATHEXT', 'USERNAME', 'USERPROFILE'];

/** What a program of Postgres sees of the environment. */
export function bareEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = KEPT.filter((name) => environment[name] !== undefined);
  return { ...Object.fromEntries(kept.map((name) => [name, environment[name]])), LC_ALL: 'C', TZ: 'UTC' };
}
