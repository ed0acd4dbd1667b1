import * as v from 'valibot';
import type { Bytes } from '../core/image.ts';
import { PICTURE_ACTIONS } from '../core/pictureAction.ts';
import { NEXT_STEPS, PRESETS, type ToPage } from '../core/protocol.ts';
import { EXPORT_FORMATS } from '../core/raster.ts';

const text = v.string();
const time = v.pipe(v.number(), v.finite());
const pixels = v.pipe(v.number(), v.minValue(1));
const button = v.object({ step: v.picklist(NEXT_STEPS), label: text });

const Original = v.object({ src: text, name: text, width: pixels, height: pixels });
const Thumbnail = v.object({ src: text, name: text });

const Picture = v.object({
  id: text,
  src: text,
  name: text,
  facts: text,
  width: pixels,
  height: pixels,
  alt: text,
  revisedPrompt: v.exactOptional(text),
  state: v.picklist(['kept', 'inserted', 'discarded']),
  starred: v.boolean(),
  others: v.exactOptional(v.number()),
  insertLabel: text,
  insertCopies: v.boolean(),
  editable: v.boolean(),
  raw: v.exactOptional(v.object({ ...Original.entries, facts: text })),
  outside: v.exactOptional(text),
  background: v.exactOptional(text),
  waits: v.exactOptional(text),
  replaceLabel: v.exactOptional(text),
  webp: v.exactOptional(v.object({ label: text, usable: v.boolean() })),
});

const Pending = v.object({
  id: text,
  call: text,
  status: text,
  until: v.exactOptional(time),
  width: v.exactOptional(pixels),
  height: v.exactOptional(pixels),
});

const Failure = v.object({
  sentence: text,
  detail: v.exactOptional(text),
  requestId: v.exactOptional(text),
  buttons: v.array(button),
  requests: v.exactOptional(v.array(v.object({ call: text, requestId: v.exactOptional(text) }))),
});

const Card = v.object({
  id: text,
  prompt: text,
  typed: v.exactOptional(text),
  facts: text,
  running: v.boolean(),
  startedAt: time,
  endedAt: v.exactOptional(time),
  usual: v.exactOptional(text),
  cost: v.exactOptional(text),
  pending: v.array(Pending),
  pictures: v.array(Picture),
  failures: v.array(Failure),
  notes: v.array(text),
  buttons: v.array(button),
  description: v.exactOptional(
    v.object({
      alt: text,
      place: v.exactOptional(v.object({ name: text, folder: v.exactOptional(text) })),
      problem: v.exactOptional(text),
    }),
  ),
  original: v.exactOptional(Original),
  style: v.exactOptional(v.object({ name: text, sent: text })),
  references: v.exactOptional(v.array(Thumbnail)),
  lineage: v.exactOptional(
    v.array(v.object({ label: text, image: v.exactOptional(text), leads: v.picklist(['image', 'family']) })),
  ),
});

const Gallery = v.object({ search: text, summary: v.exactOptional(text), family: v.boolean(), older: v.boolean() });

const Field = v.object({
  option: v.picklist(['model', 'size', 'quality', 'background', 'count']),
  label: text,
  value: text,
  choices: v.array(v.object({ value: text, label: text })),
  free: v.boolean(),
});

const Form = v.object({
  id: text,
  prompt: text,
  reason: v.exactOptional(text),
  fields: v.array(Field),
  estimate: text,
  notes: v.array(text),
  target: v.exactOptional(text),
  canSend: v.boolean(),
  source: v.exactOptional(Thumbnail),
  style: v.exactOptional(v.object({ name: text, prefix: text, suffix: text, references: v.array(Thumbnail) })),
  hasStyles: v.boolean(),
  references: v.array(v.object({ ...Thumbnail.entries, id: text })),
});

const Editor = v.object({
  id: text,
  mode: v.picklist(['edit', 'extend']),
  picture: v.object({ ...Original.entries, alpha: v.boolean() }),
  references: v.array(Thumbnail),
  prompt: text,
  reason: v.exactOptional(text),
  model: text,
  region: v.picklist(['auto', 'whole']),
  fields: v.array(Field),
  estimate: text,
  notes: v.array(text),
  canSend: v.boolean(),
});

const Exporting = v.object({
  id: text,
  picture: Original,
  preset: v.picklist(PRESETS),
  focus: v.object({ x: v.number(), y: v.number() }),
  target: v.exactOptional(v.object({ width: pixels, height: pixels })),
  format: v.exactOptional(v.object({ value: v.picklist(EXPORT_FORMATS), choices: v.array(v.picklist(EXPORT_FORMATS)) })),
  quality: v.exactOptional(v.number()),
  files: v.array(
    v.object({
      id: text,
      name: text,
      facts: text,
      ticked: v.boolean(),
      upscaled: v.boolean(),
      taken: v.exactOptional(v.picklist(['skip', 'replace'])),
    }),
  ),
  folder: text,
  summary: text,
  canExport: v.boolean(),
  progress: v.exactOptional(v.object({ done: v.number(), total: v.number() })),
  result: v.exactOptional(v.object({ sentence: text, files: v.array(text), snippets: v.array(v.object({ label: text, text })) })),
});

const Sheet = v.object({
  id: text,
  title: text,
  rows: v.array(
    v.object({
      id: text,
      prompt: text,
      place: text,
      from: v.exactOptional(text),
      reason: v.exactOptional(text),
      ticked: v.boolean(),
      size: text,
      running: v.exactOptional(text),
      failure: v.exactOptional(text),
    }),
  ),
  sizes: v.array(v.object({ value: text, label: text })),
  freeSizes: v.boolean(),
  estimate: text,
  canSend: v.boolean(),
  news: v.exactOptional(text),
  progress: v.exactOptional(text),
});

const action = v.picklist(PICTURE_ACTIONS.map(({ id }) => id));
const bytes = v.custom<Bytes>((value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer);

// A key that holds `undefined` does not survive JSON, but it does survive structured cloning: it means the same as absent.
const ToPageMessage: v.GenericSchema<unknown, ToPage> = v.pipe(
  v.unknown(),
  v.transform(withoutUndefined),
  v.variant('kind', [
    v.object({
      kind: v.literal('state'),
      state: v.object({
        trusted: v.boolean(),
        form: Form,
        editor: v.exactOptional(Editor),
        exporting: v.exactOptional(Exporting),
        sheet: v.exactOptional(Sheet),
        cards: v.array(Card),
        gallery: v.exactOptional(Gallery),
        selected: v.exactOptional(text),
        spent: v.exactOptional(text),
      }),
    }),
    v.object({ kind: v.literal('partial'), run: text, call: text, type: v.picklist(['png', 'jpeg', 'webp', 'gif']), bytes }),
    v.object({
      kind: v.literal('coverage'),
      editor: text,
      coverage: v.object({ width: pixels, height: pixels, deflated: bytes }),
    }),
    v.object({ kind: v.literal('recent'), prompts: v.array(text) }),
    v.object({ kind: v.literal('focus'), on: text }),
    v.object({ kind: v.literal('key'), action }),
    v.object({ kind: v.literal('act'), action, image: text }),
  ]),
);

/** A message of the host, or undefined for what is not one: it is ignored. */
export function readToPage(message: unknown): ToPage | undefined {
  const result = v.safeParse(ToPageMessage, message);
  return result.success ? result.output : undefined;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}
