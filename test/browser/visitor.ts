import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { type DemoPage, startPage } from '../support/page.ts';

/** A browser on a demo of its own. */
export type Site = {
  demo: DemoPage;
  /** Somebody who opens the page, on a wide screen unless it says otherwise. */
  visit: (options?: BrowserContextOptions) => Promise<Visitor>;
  close: () => Promise<void>;
};

/** What one lead became: who it is about, and whose card it is. */
export type SentLead = { company: string; owner: string };

// A machine that has more to do is slow, and still right.
const PATIENCE_MS = 30_000;
// Nothing leaves the machine, and nothing is asked of other machines.
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDE = { viewport: { width: 1440, height: 900 } };
const QUALIFIED = /→ [^,]+, (.+): qualified, goes to (.+)$/;

export async function openSite(team: { isNew: boolean }): Promise<Site> {
  const demo = await startPage(team);
  const browser = await launch();
  return {
    demo,
    visit: (options = WIDE) => openVisitor(browser, demo.address, options),
    close: async () => {
      await browser.close();
      await demo.stop();
    },
  };
}

/** A fresh profile each time. Without a sandbox of its own only where the browser runs as root and can have none. */
function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ARGS,
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

export type Visitor = Awaited<ReturnType<typeof openVisitor>>;

async function openVisitor(browser: Browser, address: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.getByRole('heading', { name: 'Loading…' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Dismiss' }).click();

  const log = page.getByRole('list', { name: 'What happened' });

  /** Opens what slides over the messages where there is no room beside them. */
  async function reveal(toggle: string): Promise<void> {
    const button = page.getByRole('button', { name: toggle });
    if ((await button.isVisible()) && (await button.getAttribute('aria-expanded')) === 'false')
      await button.click();
  }

  const hide = async () => {
    for (const close of await page.getByRole('button', { name: 'Close', exact: true }).all()) {
      if (await close.isVisible()) await close.click();
    }
  };

  return {
    page,
    complaints,
    log,
    close: () => context.close(),

    be: async (name: string) => {
      await reveal('Places and people');
      const people = page.getByRole('list', { name: 'Act as' });
      if (!(await people.isVisible())) await page.locator('summary', { hasText: 'You are' }).click();
      await people.getByRole('button', { name }).click();
      await page.locator('summary', { hasText: `You are ${name}` }).waitFor({ state: 'attached' });
    },

    go: async (place: string) => {
      await reveal('Places and people');
      const places = page.getByRole('navigation', { name: 'People and conversations' });
      await places.getByRole('button', { name: place }).click();
    },

    /** Presses something in the demo panel. */
    inPanel: async (name: string) => {
      await reveal('Demo panel');
      await page.getByRole('complementary').getByRole('button', { name }).click();
      await hide();
    },

    weather: async (name: string) => {
      await reveal('Demo panel');
      await page.getByRole('radio', { name }).check();
      await hide();
    },

    /** A demo request, and what the log says became of it. */
    sendLead: async (about = 'A demo request that meets every rule'): Promise<SentLead> => {
      const outcomes = log.getByText(QUALIFIED);
      await reveal('Demo panel');
      const before = await outcomes.count();
      await page.getByRole('complementary').getByRole('button', { name: about }).click();
      // The newest stands first, and the one before it moves down.
      await outcomes.nth(before).waitFor();
      const [, company = '', owner = ''] = QUALIFIED.exec(await outcomes.first().innerText()) ?? [];
      await hide();
      return { company, owner };
    },

    /** The message that is about this company. */
    message: (words: string): Locator => page.getByRole('article').filter({ hasText: words }).first(),

    /** Types a line where one writes. */
    write: async (line: string) => {
      await page.getByRole('combobox', { name: /^(Command to|Message)/ }).fill(line);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
  };
}

/** Takes the choice of a menu that begins with these words; what stands behind them describes it. */
export async function choose(menu: Locator, words: string): Promise<void> {
  const value = await menu.locator('option', { hasText: words }).first().getAttribute('value');
  await menu.selectOption({ value: value ?? '' });
}

/** A picture for the documents, where they are wanted: without the notes that come and go. */
export async function shoot(page: Page, name: string, part: Page | Locator = page): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  const notes = page.getByRole('status').getByRole('button', { name: 'Dismiss' });
  // One that goes by itself meanwhile is gone as well.
  while ((await notes.count()) > 0) {
    await notes
      .first()
      .click({ timeout: 1_000 })
      .catch(() => {});
  }
  mkdirSync(folder, { recursive: true });
  await part.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
