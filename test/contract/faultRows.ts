import type { Failure } from '../../src/core/failure.ts';
import type { Parameters } from '../../src/core/task.ts';
import type { FaultName } from '../support/imagesFaults.ts';

/** What a fault must become, from the request to the card and the disk. */
export interface FaultRow {
  /** What the POSTs are answered, one after the other, the last for ever. */
  readonly answers: readonly FaultName[];
  /** Where the server is, when it is not the one that answers. */
  readonly at?: 'no name' | 'closed port' | 'own certificate';
  /** The facts of the failure that count; none: it succeeds. */
  readonly failure?: Partial<Failure> & { kind: Failure['kind'] };
  /** The sentence on the card; `{host}`, `{origin}` and `{time}` stand for themselves. */
  readonly says?: string;
  /** What else it says. */
  readonly notes?: readonly string[];
  /** The labels of its buttons. */
  readonly helps?: string;
  /** The extensions of the files that are saved. */
  readonly files?: readonly string[];
  /** 1 where nothing is said. */
  readonly posts?: number;
  /** How often the server is waited for. */
  readonly waits?: number;
  readonly n?: number;
  readonly parameters?: Parameters;
  /** The deadline of a request, ms. */
  readonly timeout?: number;
  /** It takes long, and is the same at every endpoint: one must do. */
  readonly isLong?: true;
}

type Rest = Omit<FaultRow, 'answers'>;
const row = (answers: FaultName | readonly FaultName[], rest: Rest): FaultRow => ({
  answers: typeof answers === 'string' ? [answers] : answers,
  ...rest,
});

const TRY = 'Try Again';
const SERVER = 'Change Server…, Try Again, Check Setup';
const AWAY = 'Try Again, Change Server…, Check Setup';
const EDIT = 'Edit Prompt';
const OTHERWISE = 'Edit Prompt, Open Settings';
const streaming: Parameters = { stream: true, partial_images: 2 };

const refused = (categories: string): Rest => ({
  failure: { kind: 'refused', categories: categories === '' ? [] : categories.split(', ') },
  says: `The content policy refused the prompt${categories && ` (${categories})`}. Change the prompt.`,
  helps: EDIT,
});
const noCredit = (message: string): Rest => ({
  failure: { kind: 'noCredit', message },
  says: 'Your account has no credit left, or has reached its limit. Nothing was made.',
  helps: 'Open Billing, Try Again',
});
const noModel: Rest = {
  failure: { kind: 'noModel', model: 'gpt-image-2.6-flare' },
  says: 'The server does not know the model “gpt-image-2.6-flare”.',
  helps: 'Choose Model…, Try Again',
};
const noEndpoint = (status: number): Rest => ({
  failure: { kind: 'noEndpoint', status },
  says: `The server has no such service (status ${status}). Is its address complete, with “/v1” at the end?`,
  helps: SERVER,
});
const rejected = (status: number, message: string, parameter?: string): Rest => ({
  failure: { kind: 'rejected', status, message, ...(parameter !== undefined && { parameter }) },
  says:
    parameter === undefined
      ? `The server rejects the request (status ${status}).`
      : `The server rejects the value of “${parameter}”.`,
  helps: OTHERWISE,
});
const busy = (rest: Rest): Rest => ({
  failure: { kind: 'rateLimited' },
  says: 'The server has too many requests to answer now. Try again in a minute.',
  helps: TRY,
  ...rest,
});
const failed = (status: number, message?: string): Rest => ({
  failure: { kind: 'server', status, ...(message !== undefined && { message }) },
  says: `The server failed (status ${status}). It may have billed the request.`,
  helps: TRY,
});
const late: Rest = {
  failure: { kind: 'timedOut', seconds: 1 },
  timeout: 600,
  says: 'No complete answer came within 1 seconds. The server may still bill the request.',
  helps: TRY,
};
const incomplete: Rest = {
  failure: { kind: 'incomplete' },
  says: 'The connection broke in the middle of the answer. The server may still bill the request.',
  helps: TRY,
};
const portal = (status: number): Rest => ({
  failure: { kind: 'notAnApi', status },
  says: `{host} did not answer as an image server; a proxy or a login page may have answered instead (status ${status}).`,
  helps: SERVER,
});
const noHttp: Rest = {
  failure: { kind: 'notAnApi', status: 0 },
  says: 'What answers at {host} is no web server that Easel understands.',
  helps: SERVER,
};
const redirected: Rest = {
  failure: { kind: 'redirected' },
  says: 'The server wanted to send the request on to {elsewhere}. Easel does not follow, so that your prompt and key stay where you sent them.',
  helps: SERVER,
};
const noImage: Rest = {
  failure: { kind: 'noImage' },
  says: 'The server answered, but no image came back. Some servers answer so when they block a prompt.',
  helps: 'Edit Prompt, Try Again',
};
const bad = (reason: Extract<Failure, { kind: 'badImage' }>['reason'], says: string): Rest => ({
  failure: { kind: 'badImage', reason },
  says,
  helps: TRY,
});
const notAnImage = bad('notAnImage', 'What the server sent is not an image that Easel can read.');
const damaged = bad('damaged', 'The image that the server sent is damaged.');
const truncated = bad('truncated', 'The image that the server sent ends in the middle.');
const tooManyPixels = bad('tooManyPixels', 'The image has more than 33.5 megapixels, so it was not opened.');
const tooLarge = (mebibytes: number): Rest => ({
  failure: { kind: 'tooLarge', limit: mebibytes * 1024 * 1024 },
  says: `The answer is larger than ${mebibytes} MiB, so it was stopped.`,
  helps: TRY,
});
const urlRefused: Rest = {
  failure: { kind: 'urlRefused' },
  says: 'The server’s link to the image leads to a place that Easel does not fetch from.',
  helps: TRY,
};
const notFetched: Rest = {
  failure: { kind: 'notFetched' },
  says: 'The image was made, but it could not be fetched from {host}. It may have been billed.',
  helps: TRY,
};
const unreachable = (reason: Extract<Failure, { kind: 'unreachable' }>['reason'], says: string): Rest => ({
  failure: { kind: 'unreachable', reason },
  says: `${says} Nothing was sent.`,
  helps: AWAY,
});
const saved = (rest: Rest = {}): Rest => ({ files: ['png'], ...rest });
const streamed = (rest: Rest): Rest => ({ ...rest, parameters: streaming });
const dropped = (name: string) => `The server does not know “${name}”, so the request went out without it.`;

/** The first fault table of the promises, a row each, and more. */
export const FAULT_ROWS: readonly FaultRow[] = [
  row('good', { n: 3, files: ['png', 'png', 'png'] }),

  // Refused
  row('rejected', { ...rejected(400, "Invalid value: 'x'.", 'size'), helps: `Try Without It, ${OTHERWISE}` }),
  row('moderation', {
    ...refused('violence'),
    failure: { kind: 'refused', categories: ['violence'], stage: 'input', requestId: 'req_1' },
  }),
  row('moderationOutput', {
    failure: { kind: 'refused', categories: ['violence'], stage: 'output' },
    says: 'The content policy refused the finished image (violence). Another try may pass; else change the prompt.',
    helps: 'Edit Prompt, Try Again',
  }),
  row('moderationText', refused('violence, self-harm')),
  row('moderationRelay', refused('')),
  row('moderationAzure', refused('violence')),
  row('badKey', {
    failure: { kind: 'badKey', message: 'Incorrect API key provided: sk-…' },
    says: '{origin} does not accept the API key.',
    helps: 'Set API Key…, Try Again, Check Setup',
  }),
  row('organization', {
    failure: { kind: 'denied', reason: 'organization' },
    says: 'OpenAI wants your organization to be verified before it makes images with this model. It may take 15 minutes to count.',
    helps: 'Verify Organization, Try Again',
  }),
  row('denied', {
    failure: { kind: 'denied', reason: 'other' },
    says: 'The server does not allow this request with this key.',
    helps: 'Set API Key…, Try Again',
  }),
  row('noModel', noModel),
  row('noModelText', noModel),
  row('notFound', noEndpoint(404)),
  row('invalidUrl', noEndpoint(404)),
  row('notAllowed', noEndpoint(405)),
  row(
    'mimetype',
    rejected(
      400,
      "Invalid file 'image': unsupported mimetype ('application/octet-stream'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
      'image',
    ),
  ),
  row('tooLargeRequest', rejected(413, 'Payload Too Large')),
  row('conflict', rejected(409, 'Another request is running')),
  row('errorText', rejected(400, 'prompt is too spicy')),
  row('detailText', rejected(422, 'width must be a multiple of 8')),

  // Too many requests
  row(['rateLimit', 'good'], saved({ posts: 2, waits: 1 })),
  row(['rateLimitMs', 'good'], saved({ posts: 2, waits: 1 })),
  row(['rateLimitGarbage', 'good'], saved({ posts: 2, waits: 1 })),
  row(['rateLimitNegative', 'good'], saved({ posts: 2, waits: 1 })),
  row(
    'rateLimit',
    busy({
      says: 'The server has too many requests to answer now. Try again at {time}.',
      posts: 4,
      waits: 3,
    }),
  ),
  row('rateLimitGarbage', busy({ posts: 4, waits: 3 })),
  row('rateLimitNegative', busy({ posts: 4, waits: 3 })),
  row('rateLimitHour', busy({ says: 'The server has too many requests to answer now. Try again at {time}.' })),
  row('noCredit', noCredit('You exceeded your current quota.')),
  row('billingLimit', noCredit('Billing hard limit has been reached')),

  // The server's trouble
  row('serverError', failed(500, 'The server had an error')),
  row('badGateway', failed(502)),
  row('unavailable', failed(503)),
  row('gatewayTimeout', failed(504)),
  row('requestTimeout', failed(408)),

  // Time
  row('slow', saved({ isLong: true })),
  // Four minutes of five, a hundred times as fast.
  row('late', saved({ timeout: 3000, isLong: true })),
  row('neverAnswers', late),
  row('drip', late),
  row('stall', late),

  // Broken connections
  row('reset', incomplete),
  row('resetInBody', incomplete),
  row('truncatedJson', incomplete),
  row([], {
    at: 'no name',
    posts: 0,
    ...unreachable('unknownHost', 'There is no server with the name {host}, or you are offline.'),
  }),
  row([], { at: 'closed port', posts: 0, ...unreachable('refused', 'Nothing answers at {host}. Is the server running?') }),
  row([], { at: 'own certificate', posts: 0, ...unreachable('certificate', 'The certificate of {host} is not trusted here.') }),
  row('proxyAuth', unreachable('proxy', 'The proxy between you and {host} wants you to log in.')),

  // Something else answers
  row('html', portal(200)),
  row('htmlAsJson', portal(200)),
  row('notHttp', noHttp),
  row('hugeHeader', noHttp),
  row('empty', portal(200)),
  row('noContent', portal(204)),
  row('redirect302', redirected),
  row('redirect307', redirected),

  // Data
  row('dataMissing', noImage),
  row('dataEmpty', noImage),
  row('dataNull', noImage),
  row('base64Null', noImage),
  row('errorInside', { ...noImage, failure: { kind: 'noImage', message: 'The upstream failed' } }),
  row('fewer', saved({ n: 3, notes: ['3 images were asked for, and 1 came.'] })),
  row('more', { files: ['png', 'png', 'png'] }),
  row('flood', { files: Array.from({ length: 10 }, () => 'png'), isLong: true }),
  row('floodOfBroken', { ...notAnImage, isLong: true }),
  row('floodOfNothing', { ...noImage, isLong: true }),
  row('oneBroken', { ...notAnImage, n: 3, files: ['png', 'png'] }),
  row('base64Bad', damaged),
  row('base64Truncated', { ...truncated, parameters: { size: '256x256' } }),
  row('base64DataUrl', saved()),
  row('base64Lines', saved()),
  row('urlNull', { n: 2, files: ['png', 'png'] }),
  row('revisedPrompt', saved()),
  row('revisedWithoutEnd', saved({ isLong: true })),

  // Files
  row('jpegAsPng', {
    files: ['jpg'],
    notes: ['The server sent jpeg instead of png; the file has the right extension.', 'The server sent 32x24 instead of 64x48.'],
    parameters: { output_format: 'png' },
  }),
  row('htmlAsPng', notAnImage),
  row('svgAsPng', notAnImage),
  row('truncatedPng', truncated),
  row('badCrc', damaged),
  row('hugePng', tooManyPixels),
  row('pixelBomb', tooManyPixels),

  // Size
  row('gzipped', saved()),
  row('brotliBomb', { ...tooLarge(67), isLong: true }),
  row('errorBomb', { ...failed(500), isLong: true }),
  row('gzipBomb', { ...tooLarge(67), isLong: true }),
  row('hugeBody', { ...tooLarge(67), isLong: true }),

  // Urls
  row('urlGood', saved({ parameters: { size: '1024x1024' } })),
  row('urlData', saved()),
  row('urlExpired', {
    failure: { kind: 'expired', status: 403 },
    says: 'The server’s link to the image does not work any more (status 403).',
    helps: TRY,
  }),
  row('urlFile', urlRefused),
  row('urlLinkLocal', urlRefused),
  row('urlOtherLoopback', urlRefused),
  row('urlPrivateHttps', urlRefused),
  row('urlMapped', urlRefused),
  row('urlRedirect', notFetched),
  row('urlHtml', notFetched),
  row('urlEndless', { ...tooLarge(50), isLong: true }),
  row('urlStall', { ...notFetched, timeout: 600 }),

  // Streams
  row('good', streamed(saved())),
  row('streamNoEnd', streamed(incomplete)),
  row('streamError', streamed(refused('sexual'))),
  row('streamServerError', streamed(failed(500))),
  row('streamCut', streamed(incomplete)),
  row('streamHalfEvent', streamed(incomplete)),
  row('streamJson', streamed(saved())),
  row('streamDisorder', streamed(saved())),
  row('streamBadPartial', streamed(saved())),
  row('streamStall', streamed(late)),
  row('streamOpen', streamed(saved())),
  row('streamDrip', streamed(late)),
  row('streamTwice', streamed(saved())),
  row('streamOfPartials', streamed(saved())),
  row('streamEndless', { ...tooLarge(67), parameters: { stream: true }, isLong: true }),
  row(['rateLimit', 'good'], streamed(saved({ posts: 2, waits: 1 }))),
  row('html', streamed(portal(200))),

  // Parameters that a server does not know
  row('unknownParameter', {
    ...saved({ posts: 3, notes: [dropped('quality'), dropped('background')] }),
    parameters: { quality: 'high', background: 'opaque' },
  }),
  row('unknownInDetail', { ...saved({ posts: 2, notes: [dropped('quality')] }), parameters: { quality: 'high' } }),
  row('unknownPydantic', { ...saved({ posts: 2, notes: [dropped('quality')] }), parameters: { quality: 'high' } }),
  row('unknownForEver', {
    failure: { kind: 'rejected', status: 400 },
    says: 'The server rejects the value of “size”.',
    helps: `Try Without It, ${OTHERWISE}`,
    posts: 4,
    notes: [dropped('output_format'), dropped('background'), dropped('quality')],
    parameters: { quality: 'high', background: 'opaque', output_format: 'png' },
  }),
];
