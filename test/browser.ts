import { join, resolve } from 'node:path';
import { findChromium } from './browser/find-chromium.ts';
import { runVitest } from './run-vitest.ts';

/** `npm run test:browser`: the demo page in a real browser, as a person uses it. */

const USAGE = `npm run test:browser                    the demo page in Chromium
npm run test:browser -- --screenshots   and pictures of it for the README, in docs/images
npm run test:browser -- --screenshots=pictures   in another folder
npm run test:browser -- -t accepted      only some; whatever else Vitest takes

CHROMIUM_PATH names the browser, where it is not found by itself.`;
const NOT_FOUND = `No Chromium was found, or none where CHROMIUM_PATH says. Install one, for example:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
or say where one is (Chrome and Edge will do): CHROMIUM_PATH=/path/to/chrome npm run test:browser`;
const IMAGES = join('docs', 'images');

const SCREENSHOTS = /^--screenshots(?:=(.+))?$/;

const given = process.argv.slice(2);
const chromium = findChromium(process.env);
if (given.includes('--help')) console.log(USAGE);
else if (chromium) process.exitCode = await runIn(chromium);
else {
  console.error(NOT_FOUND);
  process.exitCode = 1;
}

function runIn(browser: string): Promise<number> {
  const config = join(import.meta.dirname, 'browser', 'vitest.config.ts');
  const wish = given.map((arg) => SCREENSHOTS.exec(arg)).find((match) => match !== null);
  const rest = given.filter((arg) => !SCREENSHOTS.test(arg));
  const env = {
    ...process.env,
    CHROMIUM_PATH: browser,
    ...(wish && { SCREENSHOTS: resolve(wish[1] ?? IMAGES) }),
  };
  return runVitest(['--config', config, ...rest], env, null);
}
