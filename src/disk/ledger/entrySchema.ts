import * as v from 'valibot';
import type { Failure } from '../../core/failure.ts';
import type { Entry } from '../../core/ledger.ts';
import type { Note } from '../../core/note.ts';
import { PRICINGS } from '../../core/server.ts';
import { STRENGTHS } from '../../core/variation.ts';
import { failures, number, oneOf, type Schemas, text, texts } from './failureSchema.ts';
import { quickCheckOf } from './quickCheck.ts';

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
  shutdown: v.object({
    kind: v.literal('shutdown'),
    model: text,
    date: text,
    past: v.boolean(),
    replacement: v.exactOptional(text),
  }),
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
  noMasks: v.object({ kind: v.literal('noMasks') }),
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
    pricing: v.exactOptional(v.picklist(PRICINGS)),
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
    by: v.exactOptional(v.literal('agent')),
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
