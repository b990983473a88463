import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from '../../../bin/programs.js';

const executablePath = findProgram('chromium');

/** Whether there is a browser to test with; `npm test` says so loudly where there is none. */
export const browserPresent = executablePath !== undefined;

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A name that is not this machine's own, for what only strangers see.
  '--host-resolver-rules=MAP stranger.test 127.0.0.1',
];

export async function openBrowser(): Promise<Browser & AsyncDisposable> {
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: FLAGS });
}

export interface VisitOptions {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** One person at one page, and everything that went wrong meanwhile. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console, of the page and of the content security policy, and requests to other hosts. */
  readonly complaints: string[];
}

export async function visit(browser: Browser, address: string, options: VisitOptions = {}): Promise<Visit> {
  const { width = 1440, theme = 'light' } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: 'en-US',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints = watch(page, new URL(address).host);
  await page.goto(address);
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}

function watch(page: Page, host: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.host !== host && address.protocol !== 'blob:')
      complaints.push(`third party: ${address.href}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) complaints.push(`third party: ${socket.url()}`);
  });
  return complaints;
}
