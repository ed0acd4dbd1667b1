import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { damagedPng, html, hugePng, jpeg, pngOf, svg, truncatedPng, webp } from './imagesSamples.ts';
import type { Answer, GenerationBody, RecordedRequest } from './imagesServer.ts';

const usage = {
  total_tokens: 1060,
  input_tokens: 10,
  output_tokens: 1050,
  input_tokens_details: { text_tokens: 10, image_tokens: 0 },
};

/** Sends JSON. */
export function json(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers an error as OpenAI writes it. */
export function refuse(status: number, error: Record<string, unknown> | string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => json(response, { error }, status, headers);
}

/** Answers items, whatever was asked for. */
export function items(make: (request: RecordedRequest, origin: string, elsewhere: string) => unknown): Answer {
  return (request, response, { origin, elsewhere }) =>
    json(response, { created: 1_790_000_000, data: make(request, origin, elsewhere), usage });
}

/** Waits, then answers as another does. */
export function after(ms: number, answer: Answer): Answer {
  return async (request, response, around) => {
    await sleep(ms, undefined, { ref: false });
    await answer(request, response, around);
  };
}

/** Opens an event stream; each event is written at once. */
export function openEvents(response: ServerResponse): (type: string, data: object) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

export function partialOf(body: GenerationBody, index: number): object {
  return {
    ...about(body),
    b64_json: pngOf(body.size, 100 + index).toString('base64'),
    partial_image_index: index,
  };
}

export function completedOf(body: GenerationBody): object {
  return { ...about(body), b64_json: imageOf(body, 0).toString('base64'), usage };
}

function about(body: GenerationBody) {
  return {
    background: 'opaque',
    created_at: 1_790_000_000,
    output_format: 'png',
    quality: 'medium',
    size: body.size ?? '1024x1024',
  };
}

function imageOf(body: GenerationBody, index: number): Buffer {
  if (body.output_format === 'jpeg') return jpeg;
  return body.output_format === 'webp' ? webp : pngOf(body.size, index);
}

function base64Of(request: RecordedRequest, index = 0): string {
  return imageOf(request.body, index).toString('base64');
}

function times<T>({ body }: RecordedRequest, make: (index: number) => T): T[] {
  return Array.from({ length: body.n ?? 1 }, (_, index) => make(index));
}

/** One image of these bytes as base64. */
function bytes(make: (request: RecordedRequest) => Buffer): Answer {
  return items((request) => times(request, () => ({ b64_json: make(request).toString('base64') })));
}

/** One image by url. */
function url(make: (origin: string, elsewhere: string) => string): Answer {
  return items((_request, origin, elsewhere) => [{ url: make(origin, elsewhere) }]);
}

function stream(
  send: (request: RecordedRequest, write: (type: string, data: object) => void, response: ServerResponse) => void,
): Answer {
  return (request, response) => send(request, openEvents(response), response);
}

const whole = items((request) => times(request, (index) => ({ b64_json: base64Of(request, index) })));

const streamed = stream(({ body }, write, response) => {
  for (let index = 0; index < (body.partial_images ?? 0); index++)
    write('image_generation.partial_image', partialOf(body, index));
  write('image_generation.completed', completedOf(body));
  response.end();
});

const wholeStart = '{"created":1790000000,"data":[{"b64_json":"';

/** Writes without an end, as fast as it is read, until the client is gone. */
async function pour(response: ServerResponse, chunk: Uint8Array, total = Number.POSITIVE_INFINITY): Promise<void> {
  let gone = false;
  let wake = () => {};
  response.on('drain', () => wake());
  response.once('close', () => {
    gone = true;
    wake();
  });
  for (let sent = 0; sent < total && !gone; sent += chunk.length) {
    if (response.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (gone) resolve();
    });
  }
  response.end();
}

const megabyte = Buffer.alloc(1024 * 1024, 'A');

/**
 * Everything a server can show, by name: what `good` does, and every fault of the promises. `file-…` are what the url
 * answers lead to.
 */
export const faults = {
  good: (request, response, around) => (request.body.stream ? streamed : whole)(request, response, around),
  models: (_request, response) => json(response, { object: 'list', data: [{ id: 'gpt-image-2.6-flare', object: 'model' }] }),
  notFound: (_request, response) => void response.writeHead(404).end(),

  // Errors with a message
  rejected: refuse(400, { message: "Invalid value: 'x'.", type: 'invalid_request_error', param: 'size', code: 'invalid_value' }),
  moderation: refuse(400, {
    message: 'Your request was rejected by the safety system. safety_violations=[violence].',
    type: 'image_generation_user_error',
    param: null,
    code: 'moderation_blocked',
    moderation_details: { categories: ['violence'], moderation_stage: 'input' },
  }),
  moderationText: refuse(400, {
    message: 'Your request was rejected. safety_violations=[violence, self-harm]',
    type: 'image_generation_user_error',
    param: null,
    code: null,
  }),
  moderationRelay: refuse(400, { message: 'rejected', type: 'invalid_request_error', code: 'content_policy_violation' }),
  moderationAzure: refuse(400, {
    code: 'contentFilter',
    message: 'Your task failed as a result of our safety system.',
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: { violence: { filtered: true }, hate: { filtered: false } },
    },
  }),
  badKey: refuse(401, {
    message: 'Incorrect API key provided: sk-abcde***wxyz.',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  }),
  noCredit: refuse(429, {
    message: 'You exceeded your current quota.',
    type: 'insufficient_quota',
    param: null,
    code: 'insufficient_quota',
  }),
  billingLimit: refuse(400, {
    message: 'Billing hard limit has been reached',
    type: 'image_generation_user_error',
    code: 'billing_hard_limit_reached',
  }),
  organization: refuse(403, {
    message: 'Your organization must be verified to use the model `gpt-image-2.6-flare`.',
    type: 'invalid_request_error',
    param: null,
    code: null,
  }),
  denied: refuse(403, {
    message: 'Country not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  }),
  noModel: refuse(404, {
    message: 'The model `gpt-image-0.5-x` does not exist.',
    type: 'invalid_request_error',
    param: null,
    code: 'model_not_found',
  }),
  noModelText: (_request, response) => json(response, { detail: 'model sd-3.5 does not exist' }, 400),
  tooLargeRequest: (_request, response) =>
    void response.writeHead(413, { 'content-type': 'text/plain' }).end('Payload Too Large'),
  conflict: refuse(409, { message: 'Another request is running', type: 'invalid_request_error', code: null }),
  requestTimeout: refuse(408, { message: 'Request timeout', type: 'server_error', code: null }),
  errorText: refuse(400, 'prompt is too spicy'),
  detailText: (_request, response) => json(response, { detail: 'width must be a multiple of 8' }, 422),

  // Rate limits
  rateLimit: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after': '1' },
  ),
  rateLimitMs: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after-ms': '300' },
  ),
  rateLimitHour: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after': '3600' },
  ),
  rateLimitGarbage: refuse(429, { message: 'Slow down' }, { 'retry-after': 'soon' }),
  rateLimitNegative: refuse(429, { message: 'Slow down' }, { 'retry-after': '-5' }),

  // The server's trouble
  serverError: refuse(500, { message: 'The server had an error', type: 'server_error', param: null, code: null }),
  badGateway: (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end(html),
  unavailable: (_request, response) => void response.writeHead(503).end(),
  gatewayTimeout: (_request, response) => void response.writeHead(504, { 'content-type': 'text/html' }).end(html),

  // Time
  slow: after(3000, whole),
  slow20: after(20_000, whole),
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

  // Files
  jpegAsPng: bytes(() => jpeg),
  htmlAsPng: bytes(() => Buffer.from(html)),
  svgAsPng: bytes(() => Buffer.from(svg)),
  truncatedPng: bytes(({ body }) => truncatedPng(body.size)),
  badCrc: bytes(({ body }) => damagedPng(body.size)),
  hugePng: bytes(() => hugePng()),

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

  // Streams
  streamNoEnd: stream(({ body }, write, response) => {
    write('image_generation.partial_image', partialOf(body, 0));
    response.end();
  }),
  streamError: stream(({ body }, write, response) => {
    write('image_generation.partial_image', partialOf(body, 0));
    write('error', {
      error: { type: 'image_generation_user_error', code: 'moderation_blocked', message: 'Rejected. safety_violations=[sexual]' },
    });
    response.end();
  }),
  streamServerError: stream((_request, write, response) => {
    write('error', { type: 'error', code: 'server_error', message: 'The server had an error' });
    response.end();
  }),
  streamCut: (request, response) => {
    const write = openEvents(response);
    write('image_generation.partial_image', partialOf(request.body, 0));
    response.write('event: image_generation.completed\ndata: {"b64_json":"iVBO', () =>
      setTimeout(() => request.socket.resetAndDestroy(), 50),
    );
  },
  streamHalfEvent: (_request, response) => {
    openEvents(response);
    response.end('event: image_generation.completed\ndata: {"b64_json":"iVBO');
  },
  streamJson: whole,
  streamDisorder: stream(({ body }, write, response) => {
    for (const index of [1, 0, 2]) write('image_generation.partial_image', partialOf(body, index));
    write('image_generation.completed', completedOf(body));
    response.end();
  }),
  streamBadPartial: stream(({ body }, write, response) => {
    write('image_generation.partial_image', { ...partialOf(body, 0), b64_json: Buffer.from(html).toString('base64') });
    write('image_generation.completed', completedOf(body));
    response.end();
  }),
  streamStall: stream(({ body }, write) => write('image_generation.partial_image', partialOf(body, 0))),
  /** Stays open after the last event. */
  streamOpen: stream(({ body }, write) => write('image_generation.completed', completedOf(body))),

  // Parameters that this server does not know
  unknownParameter: (request, response, around) => {
    const param = ['quality', 'background', 'moderation', 'style'].find((name) => name in request.body);
    if (param === undefined) return whole(request, response, around);
    json(
      response,
      { error: { message: `Unknown parameter: '${param}'.`, type: 'invalid_request_error', param, code: 'unknown_parameter' } },
      400,
    );
  },
  unknownInDetail: (request, response, around) => {
    if (!('quality' in request.body)) return whole(request, response, around);
    json(response, { detail: "unknown_parameter: 'quality' is not supported here" }, 400);
  },
  unknownPydantic: (request, response, around) => {
    if (!('quality' in request.body)) return whole(request, response, around);
    json(
      response,
      { detail: [{ type: 'extra_forbidden', loc: ['body', 'quality'], msg: 'Extra inputs are not permitted' }] },
      422,
    );
  },
  unknownForEver: (request, response) => {
    const param = Object.keys(request.body).at(-1) ?? '';
    json(response, { error: { message: `Unknown parameter: '${param}'.`, param, code: 'unknown_parameter' } }, 400);
  },
} as const satisfies Record<string, Answer>;

export type FaultName = keyof typeof faults;
