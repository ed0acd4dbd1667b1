import * as v from 'valibot';
import type { Failure, Invalid } from '../core/failure.ts';
import type { Entry } from '../core/ledger.ts';
import type { Note } from '../core/note.ts';
import { STRENGTHS } from '../core/variation.ts';
import { quickCheckOf } from './quickCheck.ts';

/** One schema for each member of a union: a member that is missing here does not compile. */
type Schemas<Name extends string, Union extends { readonly [K in Name]: string }> = {
  readonly [Value in Union[Name]]: v.GenericSchema<unknown, Extract<Union, { readonly [K in Name]: Value }>>;
};

const text = v.string();
const number = v.pipe(v.number(), v.finite());
const texts = v.array(text);
const answered = { message: v.exactOptional(text), requestId: v.exactOptional(text) };

const invalids: Schemas<'field', Invalid> = {
  prompt: v.union([
    v.object({ field: v.literal('prompt'), problem: v.literal('empty') }),
    v.object({ field: v.literal('prompt'), problem: v.literal('long'), length: number, limit: number, model: text }),
  ]),
  count: v.object({ field: v.literal('count'), value: text }),
  size: v.object({ field: v.literal('size'), value: text }),
  saveFolder: v.object({
    field: v.literal('saveFolder'),
    value: text,
    problem: v.picklist(['outside', 'absolute', 'notAFolder']),
  }),
  baseUrl: v.object({ field: v.literal('baseUrl'), value: text }),
  setting: v.object({ field: v.literal('setting'), name: text, value: text }),
  arguments: v.object({ field: v.literal('arguments'), name: text }),
  endpoint: v.object({ field: v.literal('endpoint'), model: text }),
  mask: v.object({ field: v.literal('mask'), size: text, picture: text }),
  picture: v.object({ field: v.literal('picture'), name: text }),
  reference: v.object({ field: v.literal('reference'), path: text, style: text }),
  canvas: v.object({ field: v.literal('canvas'), size: text }),
};

const failures: Schemas<'kind', Failure> = {
  cancelled: v.object({ kind: v.literal('cancelled'), billable: v.boolean() }),
  untrusted: v.object({ kind: v.literal('untrusted') }),
  noKey: v.object({ kind: v.literal('noKey'), origin: text, ...answered }),
  badKey: v.object({ kind: v.literal('badKey'), origin: text, ...answered }),
  denied: v.object({ kind: v.literal('denied'), reason: v.picklist(['organization', 'other']), ...answered }),
  refused: v.object({ kind: v.literal('refused'), categories: texts, stage: v.exactOptional(text), ...answered }),
  invalid: v.object({ kind: v.literal('invalid'), invalid: oneOf<Invalid>('field', invalids) }),
  rejected: v.object({ kind: v.literal('rejected'), status: number, parameter: v.exactOptional(text), ...answered }),
  rateLimited: v.object({ kind: v.literal('rateLimited'), until: v.exactOptional(number), ...answered }),
  noCredit: v.object({ kind: v.literal('noCredit'), ...answered }),
  noModel: v.object({ kind: v.literal('noModel'), model: text, replacement: v.exactOptional(text), ...answered }),
  noEndpoint: v.object({ kind: v.literal('noEndpoint'), status: number, ...answered }),
  unreachable: v.object({
    kind: v.literal('unreachable'),
    host: text,
    reason: v.picklist(['unknownHost', 'refused', 'certificate', 'proxy', 'other']),
  }),
  timedOut: v.object({ kind: v.literal('timedOut'), seconds: number }),
  incomplete: v.object({ kind: v.literal('incomplete') }),
  server: v.object({ kind: v.literal('server'), status: number, ...answered }),
  notAnApi: v.object({ kind: v.literal('notAnApi'), host: text, status: number }),
  redirected: v.object({ kind: v.literal('redirected'), host: text }),
  tooLarge: v.object({ kind: v.literal('tooLarge'), limit: number }),
  noImage: v.object({ kind: v.literal('noImage'), ...answered }),
  badImage: v.object({
    kind: v.literal('badImage'),
    reason: v.picklist(['notAnImage', 'truncated', 'damaged', 'tooManyPixels', 'tooManyBytes']),
    name: v.exactOptional(text),
  }),
  expired: v.object({ kind: v.literal('expired'), status: number }),
  notFetched: v.object({ kind: v.literal('notFetched'), host: text }),
  urlRefused: v.object({ kind: v.literal('urlRefused') }),
  noPlace: v.object({ kind: v.literal('noPlace'), reason: v.picklist(['full', 'readOnly', 'other']), folder: text }),
  noFile: v.object({ kind: v.literal('noFile'), name: text }),
  raster: v.object({ kind: v.literal('raster') }),
  unknownEnd: v.object({ kind: v.literal('unknownEnd') }),
  notSent: v.object({ kind: v.literal('notSent') }),
  unexpected: v.object({ kind: v.literal('unexpected') }),
};

const usage = v.object({ inputTextTokens: number, inputImageTokens: number, outputTokens: number });

const options = v.object({
  model: text,
  size: text,
  quality: text,
  count: number,
  background: text,
  outputFormat: text,
  style: text,
  moderation: text,
  // Lines of before 0.2 have none.
  inputFidelity: v.optional(text, 'auto'),
  promptAsIs: v.boolean(),
});

const option = v.keyof(options);
const notes: Schemas<'kind', Note> = {
  split: v.object({ kind: v.literal('split'), model: text, calls: number, perCall: number }),
  size: v.object({ kind: v.literal('size'), from: text, to: text }),
  ratio: v.object({ kind: v.literal('ratio'), model: text, from: text, to: text }),
  leftOut: v.object({ kind: v.literal('leftOut'), model: text, option, value: text }),
  changed: v.object({ kind: v.literal('changed'), option, from: text, to: text }),
  shutdown: v.object({ kind: v.literal('shutdown'), model: text, date: text, past: v.boolean(), replacement: text }),
  dropped: v.object({ kind: v.literal('dropped'), parameter: text }),
  fewer: v.object({ kind: v.literal('fewer'), asked: number, got: number }),
  otherType: v.object({ kind: v.literal('otherType'), asked: text, got: text }),
  otherSize: v.object({ kind: v.literal('otherSize'), asked: text, got: text }),
  savedElsewhere: v.object({ kind: v.literal('savedElsewhere'), folder: text }),
  otherFolder: v.object({ kind: v.literal('otherFolder'), wanted: text, got: text }),
  otherName: v.object({ kind: v.literal('otherName'), wanted: text, got: text, isTaken: v.boolean() }),
  noWorkspace: v.object({ kind: v.literal('noWorkspace') }),
  region: v.object({ kind: v.literal('region'), width: number, height: number }),
  shallow: v.object({ kind: v.literal('shallow') }),
  rawSaved: v.object({ kind: v.literal('rawSaved') }),
  fewerReferences: v.object({ kind: v.literal('fewerReferences'), model: text, limit: number }),
  sidecar: v.object({ kind: v.literal('sidecar'), name: text, why: v.picklist(['credentials', 'otherXmp', 'format']) }),
  noProvenance: v.object({ kind: v.literal('noProvenance') }),
  noVariations: v.object({ kind: v.literal('noVariations') }),
};

const entries: Schemas<'kind', Entry> = {
  started: v.object({
    kind: v.literal('started'),
    at: number,
    run: text,
    window: text,
    provider: text,
    prompt: text,
    options,
    standIn: v.exactOptional(v.boolean()),
    calls: texts,
    parents: texts,
    alt: v.exactOptional(text),
    edit: v.exactOptional(
      v.object({
        kind: v.picklist(['edit', 'extend', 'vary']),
        picture: text,
        shown: v.exactOptional(text),
        width: number,
        height: number,
        references: v.exactOptional(texts),
        strength: v.exactOptional(v.picklist(STRENGTHS)),
      }),
    ),
    workspace: v.exactOptional(text),
    document: v.exactOptional(text),
    target: v.exactOptional(text),
    style: v.exactOptional(v.object({ name: text, prefix: text, suffix: text })),
    references: v.exactOptional(texts),
    forgotten: v.exactOptional(v.literal(true)),
    estimate: v.exactOptional(number),
    tellsSent: v.exactOptional(v.literal(true)),
  }),
  sent: v.object({ kind: v.literal('sent'), at: number, run: text, call: text, on: v.boolean() }),
  saved: v.object({
    kind: v.literal('saved'),
    at: number,
    run: text,
    call: text,
    image: text,
    uri: text,
    sha256: text,
    bytes: number,
    width: number,
    height: number,
    revisedPrompt: v.exactOptional(text),
    raw: v.exactOptional(v.object({ uri: text, sha256: text, bytes: number, width: number, height: number })),
    changedOutside: v.exactOptional(number),
    plain: v.exactOptional(text),
    took: v.exactOptional(number),
  }),
  used: v.object({
    kind: v.literal('used'),
    at: number,
    run: text,
    call: text,
    usage,
    images: v.exactOptional(number),
  }),
  noted: v.object({
    kind: v.literal('noted'),
    at: number,
    run: text,
    call: v.exactOptional(text),
    note: oneOf<Note>('kind', notes),
  }),
  failed: v.object({ kind: v.literal('failed'), at: number, run: text, call: text, failure: oneOf<Failure>('kind', failures) }),
  described: v.object({
    kind: v.literal('described'),
    at: number,
    run: text,
    name: v.exactOptional(text),
    alt: v.exactOptional(text),
    folder: v.exactOptional(text),
  }),
  ended: v.object({ kind: v.literal('ended'), at: number, run: text }),
  replaced: v.object({ kind: v.literal('replaced'), at: number, run: text, calls: v.exactOptional(texts) }),
  inserted: v.object({ kind: v.literal('inserted'), at: number, image: text, document: text }),
  discarded: v.object({ kind: v.literal('discarded'), at: number, image: text, bin: text, sidecar: v.exactOptional(text) }),
  restored: v.object({ kind: v.literal('restored'), at: number, image: text, uri: text }),
  checked: v.object({
    kind: v.literal('checked'),
    at: number,
    image: text,
    background: v.picklist(['opaque', 'checkerboard']),
  }),
  starred: v.object({ kind: v.literal('starred'), at: number, image: text, on: v.boolean() }),
  removed: v.object({ kind: v.literal('removed'), at: number, image: text, run: text, call: text, on: v.boolean() }),
  moved: v.object({ kind: v.literal('moved'), at: number, image: text, uri: text, sha256: text, bytes: number }),
};

const entrySchema = oneOf<Entry>('kind', entries);
const quickChecks = new Map(Object.entries(entries).map(([kind, schema]) => [kind, quickCheckOf(schema)]));

/** A parsed line of the ledger as an entry, or undefined for what is none. */
export function readEntry(line: unknown): Entry | undefined {
  if (isUsual(line)) return line;
  const parsed = v.safeParse(entrySchema, line);
  return parsed.success ? parsed.output : undefined;
}

function isUsual(line: unknown): line is Entry {
  if (typeof line !== 'object' || line === null || !('kind' in line) || typeof line.kind !== 'string') return false;
  return quickChecks.get(line.kind)?.(line) ?? false;
}

function oneOf<Output>(
  name: string,
  schemas: Readonly<Record<string, v.GenericSchema<unknown, Output>>>,
): v.GenericSchema<unknown, Output> {
  const byName = new Map(Object.entries(schemas));
  const head = v.object({ [name]: text });
  return v.lazy((input) => {
    const parsed = v.safeParse(head, input);
    return (parsed.success && byName.get(parsed.output[name] ?? '')) || v.never();
  });
}
