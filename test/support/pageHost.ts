/**
 * The panel's page alone, in Chromium: the built files over loopback, the real markup under the real policy, and in the
 * place of VS Code a few lines that record what the page asks for.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { renderPage } from '../../src/core/html.ts';
import type { Bytes } from '../../src/core/image.ts';
import { readToHost, type ToHost, type ToPage } from '../../src/core/protocol.ts';
import { CHROMIUM_FLAGS, installChromium, root } from './host/install.ts';
import { type ThemeName, themes } from './themes.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
const NONCE = 'a-nonce-of-the-test';

export interface PageOptions {
  readonly theme?: ThemeName;
  /** px */
  readonly width?: number;
  /** px */
  readonly height?: number;
  /** What an earlier page left with `setState`. */
  readonly left?: unknown;
  readonly labels?: Readonly<Record<string, string>>;
  readonly reducedMotion?: boolean;
}

/** An open page, from the host's side. */
export interface OpenPage {
  readonly page: Page;
  /** Sends a message as it is: malformed ones too. */
  send(message: unknown): Promise<void>;
  /** The next message of this kind that nobody waited for yet. Fails after 5 s. */
  next<Kind extends ToHost['kind']>(kind: Kind): Promise<Extract<ToHost, { kind: Kind }>>;
  /** Every message so far. */
  readonly received: readonly ToHost[];
  /** What the page left with `setState`. */
  left(): Promise<unknown>;
  /** Errors of the page, and what its policy refused. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface PageHost {
  /** An image's URL: a PNG in a colour (`#rrggbb`) of width × height px; `missing` is a 404. */
  image(color: string, width: number, height: number): string;
  readonly missing: string;
  open(options?: PageOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

/** Starts the server and Chromium. `node esbuild.js` has run before. */
export async function startPageHost(): Promise<PageHost> {
  const browser = await chromium.launch({ executablePath: await installChromium(), args: [...CHROMIUM_FLAGS] });
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    answer(request.url ?? '/', pages).then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = originOf(server);
  let count = 0;
  return {
    image: (color, width, height) => `${origin}/image/${color.slice(1)}/${width}/${height}.png`,
    missing: `${origin}/missing.png`,
    open: async (options = {}) => {
      const path = `/page/${count++}`;
      pages.set(path, markup(origin, options));
      return openPage(browser, `${origin}${path}`, options);
    },
    close: async () => {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

function markup(origin: string, { labels = {}, left }: PageOptions): string {
  const html = renderPage({
    nonce: NONCE,
    cspSource: origin,
    script: `${origin}/dist/page.js`,
    styles: [`${origin}/media/page.css`],
    codicons: `${origin}/dist/codicons/codicon.css`,
    lang: 'en',
    title: 'Easel',
    labels,
  });
  const state = JSON.stringify(left ?? null).replaceAll('<', '\\u003c');
  const api = `let left = ${state}, taken = false;
    window.acquireVsCodeApi = () => {
      if (taken) throw new Error('acquireVsCodeApi was called twice');
      taken = true;
      return { postMessage: (message) => received(message), getState: () => left ?? undefined, setState: (next) => { left = next; } };
    };
    window.readLeft = () => left;`;
  return html.replace('</head>', `<script nonce="${NONCE}">${api}</script>\n</head>`);
}

async function openPage(browser: Browser, url: string, options: PageOptions): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 600, height: options.height ?? 900 },
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const inbox = await receive(context, complaints);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A missing image is part of a test; what the policy refuses is named so by Chromium.
    if (['error', 'warning'].includes(message.type()) && !/Failed to load resource/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto(url);
  await page.evaluate(
    ({ kind, variables }) => {
      for (const [name, value] of Object.entries(variables))
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      document.body.classList.add(kind);
      // VS Code calls the light one by both names.
      if (kind === 'vscode-high-contrast-light') document.body.classList.add('vscode-high-contrast');
      document.body.dataset.vscodeThemeKind = kind;
    },
    themes[options.theme ?? 'dark'],
  );
  return {
    page,
    complaints,
    ...inbox,
    send: (message) => page.evaluate(deliver, pack(message)),
    left: () => page.evaluate('readLeft()'),
    close: () => context.close(),
  };
}

async function receive(context: BrowserContext, complaints: string[]): Promise<Pick<OpenPage, 'next' | 'received'>> {
  const received: ToHost[] = [];
  const untaken: ToHost[] = [];
  const waiting = new Set<() => void>();
  await context.exposeFunction('received', (message: unknown) => {
    const intent = readToHost(message);
    if (!intent) return complaints.push(`not a ToHost: ${JSON.stringify(message)}`);
    received.push(intent);
    untaken.push(intent);
    for (const look of waiting) look();
  });
  const next = <Kind extends ToHost['kind']>(kind: Kind) =>
    new Promise<Extract<ToHost, { kind: Kind }>>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`the page posted no ${kind}, but ${JSON.stringify(received.map((message) => message.kind))}`));
      }, 5000);
      const look = () => {
        const found = untaken.find((message): message is Extract<ToHost, { kind: Kind }> => message.kind === kind);
        if (!found) return;
        untaken.splice(untaken.indexOf(found), 1);
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { received, next };
}

/** Playwright's wire knows no bytes: they travel as text, and become bytes again where VS Code would deliver them. */
function pack(message: unknown): { readonly message: unknown; readonly base64: string | null } {
  if (typeof message !== 'object' || message === null || !('bytes' in message) || !(message.bytes instanceof Uint8Array)) {
    return { message, base64: null };
  }
  return { message: { ...message, bytes: undefined }, base64: Buffer.from(message.bytes).toString('base64') };
}

function deliver({ message, base64 }: { readonly message: unknown; readonly base64: string | null }): void {
  const bytes = base64 === null ? undefined : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = bytes && typeof message === 'object' ? { ...message, bytes } : message;
  window.dispatchEvent(new MessageEvent('message', { data }));
}

async function answer(url: string, pages: ReadonlyMap<string, string>): Promise<{ type: string; body: string | Buffer }> {
  const { pathname } = new URL(url, 'http://loopback');
  const page = pages.get(pathname);
  if (page !== undefined) return { type: 'text/html; charset=utf-8', body: page };
  const image = /^\/image\/([0-9a-f]{6})\/(\d+)\/(\d+)\.png$/.exec(pathname);
  if (image) return { type: 'image/png', body: Buffer.from(drawPng(`#${image[1]}`, Number(image[2]), Number(image[3]))) };
  if (!/^\/(dist|media)\/[\w./-]+$/.test(pathname) || pathname.includes('..')) throw new Error(`no ${pathname}`);
  return { type: TYPES[extname(pathname)] ?? 'application/octet-stream', body: await readFile(join(root, pathname)) };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A partial image as the host posts it. */
export function partial(run: string, call: string, color: string, width = 64, height = 64): ToPage {
  return { kind: 'partial', run, call, type: 'png', bytes: drawPng(color, width, height) };
}

/** A PNG of width × height px: a disc of the colour (`#rrggbb`) on nothing, a little shaded. */
export function drawPng(color: string, width: number, height: number): Bytes {
  const [red = 0, green = 0, blue = 0] = Buffer.from(color.slice(1), 'hex');
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot((x - width / 2) / width, (y - height / 2) / height);
      const shade = 1 - (y / height) * 0.5;
      rows.set([red * shade, green * shade, blue * shade, distance < 0.46 ? 255 : 0], y * (width * 4 + 1) + 1 + x * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
