import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { isGroup } from '#src/config/place.ts';
import type { Subcommand } from './subcommand.ts';

const FILE = join(import.meta.dirname, '..', '..', 'manifest.json');
const ROUTE = '/slack/events';
/** The keys of a manifest that hold the address Slack sends to. */
const ADDRESSES = ['url', 'request_url'];

export const manifest: Subcommand = {
  name: 'manifest',
  usage: '[--socket | --url https://handoff.your-company.com]',
  summary: 'print the Slack app’s manifest: for Socket Mode, or with your own address in it',
  run: (args, { print, complain }) => {
    const asked = readArguments(args);
    if ('problem' in asked) {
      complain(`${asked.problem}\nUsage: npm run -s handoff -- manifest ${manifest.usage}`);
      return 1;
    }
    const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
    print(JSON.stringify(adapted(document, asked), null, 2));
    return 0;
  },
};

type Asked = { socket: true } | { url: string | null } | { problem: string };

function readArguments(args: readonly string[]): Asked {
  try {
    const options = { socket: { type: 'boolean' }, url: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    if (values.socket && values.url !== undefined) {
      return { problem: 'Socket Mode needs no address: give --socket or --url, not both' };
    }
    if (values.socket) return { socket: true };
    if (values.url === undefined) return { url: null };
    const read = z.url({ protocol: /^https$/ }).safeParse(values.url);
    if (!read.success)
      return { problem: `--url ${values.url}: expected an address that begins with https://` };
    return { url: values.url };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function adapted(document: unknown, asked: Exclude<Asked, { problem: string }>): unknown {
  if ('socket' in asked) return forSocketMode(document);
  return asked.url === null ? document : withAddress(document, new URL(ROUTE, asked.url).href);
}

/** Over a socket Slack needs no address; one that does not answer would keep the app from being made. */
function forSocketMode(document: unknown): unknown {
  const manifest = withAddress(document, undefined);
  if (!isGroup(manifest) || !isGroup(manifest.settings)) return manifest;
  return { ...manifest, settings: { ...manifest.settings, socket_mode_enabled: true } };
}

/** Puts one's own address in place of the example's; none leaves the keys out. */
function withAddress(value: unknown, address: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => withAddress(one, address));
  if (!isGroup(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    ADDRESSES.includes(key) ? address : withAddress(inner, address),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
