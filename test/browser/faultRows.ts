import { type FaultName, refuse } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';

/** One thing that can go wrong, and what a user sees of it. CONTRIBUTING holds the same table. */
export interface FaultRow {
  /** What the server does, and what the user does about it meanwhile. */
  readonly server: string;
  /** One for each POST; the last for ever. */
  readonly answers: readonly (Answer | FaultName)[];
  readonly settings?: { readonly 'easel.count'?: number; readonly 'easel.model'?: string };
  /** The key that the server wants, and the one that is stored for it before. */
  readonly keys?: { readonly wanted: string; readonly stored?: string };
  /** Nothing listens at the base URL. */
  readonly isClosed?: true;
  /** What the user does while it runs, or about what it asks. */
  readonly user?: 'cancels' | 'closes the panel' | 'enters the key' | 'goes away';
  /** What the card says meanwhile, beside a clock that runs. */
  readonly meanwhile?: string;
  /** The sentences at the end, in any order. `{host}`, `{origin}` and `{time}` stand for themselves. */
  readonly sentences: readonly string[];
  /** The steps that every sentence offers. */
  readonly buttons: readonly string[];
  /** Files in the save folder. */
  readonly files: number;
  readonly posts: number;
  /** The step to take at the end, and what there is then in all. */
  readonly next?: { readonly step: string; readonly files: number; readonly posts: number };
}

const CANCELLED = 'Cancelled. The server may still bill it.';
const FAILED = 'The server failed (status 500). It may have billed the request.';
const BROKEN = 'The connection broke in the middle of the answer. The server may still bill the request.';
const BUSY = 'The server is busy; asking again in';
const NO_IMAGE = 'The server answered, but no image came back. Some servers answer so when they block a prompt.';

export const FAULTS: readonly FaultRow[] = [
  {
    server: 'answers after 20 s',
    answers: ['slow20'],
    meanwhile: 'Being made',
    sentences: [],
    buttons: [],
    files: 1,
    posts: 1,
  },
  {
    server: '401 without a key; the key is entered',
    answers: ['good'],
    keys: { wanted: 'test-key' },
    user: 'enters the key',
    sentences: [],
    buttons: [],
    files: 1,
    posts: 2,
  },
  {
    server: '401 without a key; the question is left',
    answers: ['good'],
    keys: { wanted: 'test-key' },
    user: 'goes away',
    sentences: ['{origin} wants an API key, and none is set for it.'],
    buttons: ['Set API Key…', 'Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '401 to the key that is stored',
    answers: ['good'],
    keys: { wanted: 'test-key', stored: 'old-key' },
    sentences: ['{origin} does not accept the API key.'],
    buttons: ['Set API Key…', 'Try Again', 'Check Setup'],
    files: 0,
    posts: 1,
  },
  {
    server: '400 moderation, with category and stage',
    answers: ['moderation'],
    sentences: ['The content policy refused the prompt (violence). Change the prompt.'],
    buttons: ['Edit Prompt'],
    files: 0,
    posts: 1,
  },
  {
    server: '400 moderation of the finished image; asked again',
    answers: ['moderationOutput', 'good'],
    sentences: ['The content policy refused the finished image (violence). Another try may pass; else change the prompt.'],
    buttons: ['Edit Prompt', 'Try Again'],
    files: 0,
    posts: 1,
    next: { step: 'Try Again', files: 1, posts: 2 },
  },
  {
    server: '429 for 6 s, then an image',
    answers: [refuse(429, { message: 'Slow down', code: 'rate_limit_exceeded' }, { 'retry-after': '6' }), 'good'],
    meanwhile: BUSY,
    sentences: [],
    buttons: [],
    files: 1,
    posts: 2,
  },
  {
    server: '429 for an hour',
    answers: ['rateLimitHour'],
    sentences: ['The server has too many requests to answer now. Try again at {time}.'],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '429 without credit',
    answers: ['noCredit'],
    sentences: ['Your account has no credit left, or has reached its limit. Nothing was made.'],
    buttons: ['Open Billing', 'Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '403 for an organization that is not verified',
    answers: ['organization'],
    sentences: [
      'OpenAI wants your organization to be verified before it makes images with this model. It may take 15 minutes to count.',
    ],
    buttons: ['Verify Organization', 'Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '404 for a model that is retired; the replacement is taken',
    answers: ['noModel', 'good'],
    settings: { 'easel.model': 'gpt-image-1.5' },
    sentences: ['The server does not know the model “gpt-image-1.5”, or has retired it. gpt-image-2.6-flare replaces it.'],
    buttons: ['Use the Replacement', 'Open Settings'],
    files: 0,
    posts: 1,
    next: { step: 'Use the Replacement', files: 1, posts: 2 },
  },
  {
    server: '404 for a model that nobody knows',
    answers: ['noModel'],
    settings: { 'easel.model': 'painter-9' },
    sentences: ['The server does not know the model “painter-9”.'],
    buttons: ['Choose Model…', 'Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '400 for the value of an option; asked again without it',
    answers: ['rejected', 'good'],
    sentences: ['The server rejects the value of “size”.'],
    buttons: ['Try Without It', 'Edit Prompt', 'Open Settings'],
    files: 0,
    posts: 1,
    next: { step: 'Try Without It', files: 1, posts: 2 },
  },
  {
    server: '500',
    answers: ['serverError'],
    sentences: [FAILED],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '500, the panel closed',
    answers: ['serverError'],
    user: 'closes the panel',
    sentences: [FAILED],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: '200 with an HTML page',
    answers: ['html'],
    sentences: ['{host} did not answer as an image server; a proxy or a login page may have answered instead (status 200).'],
    buttons: ['Change Server…', 'Try Again', 'Check Setup'],
    files: 0,
    posts: 1,
  },
  {
    server: '200 without an image',
    answers: ['dataEmpty'],
    sentences: [NO_IMAGE],
    buttons: ['Edit Prompt', 'Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: 'three requests: image, 500, image; asked again',
    answers: ['good', 'serverError', 'good'],
    settings: { 'easel.count': 3 },
    sentences: [FAILED],
    buttons: ['Try Again'],
    files: 2,
    posts: 3,
    next: { step: 'Try Again', files: 3, posts: 4 },
  },
  {
    server: 'three images in one answer, one broken; asked again',
    answers: ['oneBroken', 'good'],
    settings: { 'easel.count': 3, 'easel.model': 'some-other-model' },
    sentences: ['What the server sent is not an image that Easel can read.'],
    buttons: ['Try Again'],
    files: 2,
    posts: 1,
    next: { step: 'Try Again', files: 3, posts: 2 },
  },
  {
    server: 'three requests: image, 500, no answer; Cancel',
    answers: ['good', 'serverError', 'neverAnswers'],
    settings: { 'easel.count': 3 },
    user: 'cancels',
    sentences: [FAILED, CANCELLED],
    buttons: ['Try Again'],
    files: 1,
    posts: 3,
  },
  {
    server: 'no answer; Cancel',
    answers: ['neverAnswers'],
    user: 'cancels',
    meanwhile: 'Being made',
    sentences: [CANCELLED],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: 'the connection is reset in the middle of the answer',
    answers: ['resetInBody'],
    sentences: [BROKEN],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: 'a stream that is cut after an early picture',
    answers: ['streamCut'],
    sentences: [BROKEN],
    buttons: ['Try Again'],
    files: 0,
    posts: 1,
  },
  {
    server: 'nothing listens at the address',
    answers: [],
    isClosed: true,
    sentences: ['Nothing answers at {host}. Is the server running? Nothing was sent.'],
    buttons: ['Try Again', 'Change Server…', 'Check Setup'],
    files: 0,
    posts: 0,
  },
];

/** The table as CONTRIBUTING holds it: one line a row. */
export function tableLines(): string[] {
  const head = ['| The server | The card says | Buttons | Files | POSTs |', '| --- | --- | --- | --- | --- |'];
  return [...head, ...FAULTS.map(tableLine)];
}

function tableLine({ server, meanwhile, sentences, buttons, files, posts, next }: FaultRow): string {
  const said = [...(meanwhile === undefined ? [] : [`${meanwhile} …`]), ...sentences];
  const after = (count: number | undefined) => (count === undefined ? '' : ` → ${count}`);
  const cells = [
    server,
    said.join('<br>') || '–',
    buttons.map((button) => (button === next?.step ? `**${button}**` : button)).join(', ') || '–',
    `${files}${after(next?.files)}`,
    `${posts}${after(next?.posts)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}
