import { gzipSync } from 'node:zlib';
import { after, base64Of, bytes, good, items, json, pour, times, url, whole, wholeStart } from './imagesAnswers.ts';
import { painters } from './imagesPainters.ts';
import { refusals } from './imagesRefusals.ts';
import { brotliBomb, damagedPng, html, hugePng, jpeg, pixelBomb, pngOf, svg, truncatedPng } from './imagesSamples.ts';
import type { Answer } from './imagesServer.ts';
import { streams } from './imagesStreams.ts';

export { after, completedOf, items, json, openEvents, partialOf, refuse } from './imagesAnswers.ts';

const megabyte = Buffer.alloc(1024 * 1024, 'A');

/**
 * Everything a server can show, by name: what `good` does, and every fault of the promises. `file-…` are what the url
 * answers lead to.
 */
export const faults = {
  good,
  models: (_request, response) => json(response, { object: 'list', data: [{ id: 'gpt-image-2.6-flare', object: 'model' }] }),
  ...refusals,
  ...streams,
  ...painters,

  // Time
  slow: after(3000, whole),
  slow20: after(20_000, whole),
  late: after(2400, whole),
  neverAnswers: () => {},
  drip: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 50);
    response.once('close', () => clearInterval(timer));
  },
  stall: (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write(`${wholeStart}iVBOR`),

  // Broken connections
  reset: (request) => void request.socket.resetAndDestroy(),
  resetInBody: (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' });
    response.write(wholeStart, () => request.socket.resetAndDestroy());
  },
  truncatedJson: (request, response) => {
    const text = `${wholeStart}${base64Of(request)}`;
    response.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2));
  },

  // Something else answers
  html: (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  notHttp: (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  htmlAsJson: (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(html),
  empty: (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(),
  noContent: (_request, response) => void response.writeHead(204).end(),
  redirect302: (_request, response, { elsewhere }) =>
    void response.writeHead(302, { location: `${elsewhere}/v1/images/generations` }).end(),
  redirect307: (_request, response, { elsewhere }) =>
    void response.writeHead(307, { location: `${elsewhere}/v1/images/generations` }).end(),
  proxyAuth: (_request, response) => void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end(),

  // Data
  dataMissing: (_request, response) => json(response, { created: 1_790_000_000 }),
  dataEmpty: items(() => []),
  dataNull: items(() => null),
  base64Null: items(() => [{ b64_json: null, url: null }]),
  errorInside: (_request, response) => json(response, { error: { message: 'The upstream failed', code: null } }),
  fewer: items((request) => times(request, (index) => ({ b64_json: base64Of(request, index) })).slice(0, 1)),
  more: items((request) => [0, 1, 2].map((index) => ({ b64_json: base64Of(request, index) }))),
  flood: items((request) => Array.from({ length: 1000 }, () => ({ b64_json: base64Of(request) }))),
  floodOfBroken: items(() => Array.from({ length: 100_000 }, () => ({ b64_json: 'AAAA' }))),
  floodOfNothing: items(() => Array.from({ length: 100_000 }, () => ({}))),
  oneBroken: items((request) => times(request, (index) => ({ b64_json: index === 1 ? 'AAAA' : base64Of(request, index) }))),
  base64Bad: items(() => [{ b64_json: '*** this is no base64 ***' }]),
  base64Truncated: items((request) => [{ b64_json: base64Of(request).slice(0, -500) }]),
  base64DataUrl: items((request) => [{ b64_json: `data:image/png;base64,${base64Of(request)}` }]),
  base64Lines: items((request) => [{ b64_json: base64Of(request).replace(/.{76}/g, '$&\r\n') }]),
  urlNull: items((request) =>
    times(request, (index) => ({ url: null, b64_json: base64Of(request, index), revised_prompt: null })),
  ),
  revisedPrompt: items((request) => [
    { b64_json: base64Of(request), revised_prompt: '<img src=x onerror=alert(1)> [x](command:workbench.action.quit)' },
  ]),
  revisedWithoutEnd: items((request) => [{ b64_json: base64Of(request), revised_prompt: 'A cat. '.repeat(1_000_000) }]),

  // Files
  jpegAsPng: bytes(() => jpeg),
  htmlAsPng: bytes(() => Buffer.from(html)),
  svgAsPng: bytes(() => Buffer.from(svg)),
  truncatedPng: bytes(({ body }) => truncatedPng(body.size)),
  badCrc: bytes(({ body }) => damagedPng(body.size)),
  hugePng: bytes(() => hugePng()),
  pixelBomb: bytes(() => pixelBomb()),

  // Size
  gzipped: (request, response) => {
    const body = JSON.stringify({ created: 1, data: [{ b64_json: base64Of(request) }] });
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(body));
  },
  gzipBomb: (_request, response) => {
    const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20), { level: 9 });
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(Buffer.concat(Array.from({ length: 64 }, () => zeros)));
  },
  brotliBomb: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' }).end(brotliBomb());
  },
  errorBomb: (_request, response) => pour(response.writeHead(500, { 'content-type': 'application/json' }), megabyte),
  hugeHeader: (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'x'.repeat(100_000) }).end('{}'),
  hugeBody: async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(wholeStart);
    await pour(response, megabyte, 200 * megabyte.length);
  },

  // Urls
  urlGood: url((origin) => `${origin}/files/good?signature=SECRET`),
  urlData: items((request) => [{ url: `data:image/png;base64,${base64Of(request)}` }]),
  urlExpired: url((origin) => `${origin}/files/expired?signature=SECRET`),
  urlFile: url(() => 'file:///etc/hostname'),
  urlLinkLocal: url(() => 'http://169.254.169.254/latest/meta-data'),
  urlOtherLoopback: url((_origin, elsewhere) => elsewhere.replace('127.0.0.1', '127.0.0.2')),
  urlPrivateHttps: url(() => 'https://10.0.0.1/picture.png'),
  urlMapped: url(() => 'https://[::ffff:127.0.0.1]/picture.png'),
  urlRedirect: url((origin) => `${origin}/files/redirect`),
  urlHtml: url((origin) => `${origin}/files/html`),
  urlEndless: url((origin) => `${origin}/files/endless`),
  urlStall: url((origin) => `${origin}/files/stall`),
  'file-good': (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(pngOf('1024x1024')),
  'file-expired': (_request, response) => void response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error/>'),
  'file-redirect': (_request, response, { elsewhere }) => void response.writeHead(302, { location: `${elsewhere}/secret` }).end(),
  'file-html': (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  'file-endless': (_request, response) => pour(response.writeHead(200, { 'content-type': 'image/png' }), megabyte),
  'file-stall': (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).write('x'),
} as const satisfies Record<string, Answer>;

export type FaultName = keyof typeof faults;
