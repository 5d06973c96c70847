import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { settingsFileFrom } from '#src/config/environment.ts';
import { isGroup } from '#src/config/place.ts';
import { scopesAskedBy } from '#src/slack/scopes.ts';
import { readSettingsFile } from './settings-file.ts';
import type { Subcommand } from './subcommand.ts';

const FILE = join(import.meta.dirname, '..', '..', 'manifest.json');
const ROUTE = '/slack/events';
/** The keys of a manifest that hold the address Slack sends to. */
const ADDRESSES = ['url', 'request_url'];

export const manifest: Subcommand = {
  name: 'manifest',
  usage: '[--socket | --url https://handoff.your-company.com]',
  summary:
    'print the Slack app’s manifest, with the scopes your settings ask for: for Socket Mode, or with your own address in it',
  run: (args, { env, print, complain }) => {
    const asked = readArguments(args);
    if ('problem' in asked) {
      complain(`${asked.problem}\nUsage: npm run -s handoff -- manifest ${manifest.usage}`);
      return 1;
    }
    const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
    const file = settingsFileFrom(env);
    const reading = readSettingsFile(file);
    if (!reading.ok) {
      complain(
        `${file} is not right, so only the usual scopes are in the manifest: npm run handoff -- check`,
      );
    }
    const scopes = reading.ok ? scopesAskedBy(reading.settings) : [];
    print(JSON.stringify(withScopes(adapted(document, asked), scopes), null, 2));
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

function withScopes(document: unknown, more: readonly string[]): unknown {
  if (!isGroup(document) || !isGroup(document.oauth_config)) return document;
  const { scopes } = document.oauth_config;
  if (!isGroup(scopes)) return document;
  const withMore = (list: unknown): unknown => (Array.isArray(list) ? [...list, ...more].toSorted() : list);
  // What only a setting asks for can be left out as well.
  const asked = { ...scopes, bot: withMore(scopes.bot), bot_optional: withMore(scopes.bot_optional) };
  return { ...document, oauth_config: { ...document.oauth_config, scopes: asked } };
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
