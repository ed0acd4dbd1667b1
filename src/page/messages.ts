import * as v from 'valibot';
import { close } from '../core/bidi.ts';
import type { Bytes } from '../core/image.ts';
import { PICTURE_ACTIONS } from '../core/pictureAction.ts';
import type * as view from '../core/protocol.ts';
import { NEXT_STEPS, PRESETS } from '../core/protocol.ts';
import { EXPORT_FORMATS } from '../core/raster.ts';

/** A schema drops what it does not know: each field of a view has its own, those that may be absent too. */
type FieldsOf<View> = { readonly [Field in keyof View]-?: v.GenericSchema };

const text = v.string();
/** What stands beside other words, and is not typed on in: it cannot turn them round. */
const words = v.pipe(v.string(), v.transform(close));
const time = v.pipe(v.number(), v.finite());
const pixels = v.pipe(v.number(), v.minValue(1));
const button = v.object({ step: v.picklist(NEXT_STEPS), label: words });

const Original = v.object({ src: text, name: words, width: pixels, height: pixels });
const Thumbnail = v.object({ src: text, name: words });

const Picture = v.object({
  id: text,
  src: text,
  name: words,
  facts: words,
  width: pixels,
  height: pixels,
  alt: text,
  revisedPrompt: v.exactOptional(text),
  state: v.picklist(['kept', 'inserted', 'discarded']),
  starred: v.boolean(),
  others: v.exactOptional(v.number()),
  insertLabel: words,
  insertCopies: v.boolean(),
  editable: v.boolean(),
  raw: v.exactOptional(v.object({ ...Original.entries, facts: words })),
  outside: v.exactOptional(words),
  background: v.exactOptional(words),
  waits: v.exactOptional(words),
  missing: v.exactOptional(words),
  replaceLabel: v.exactOptional(words),
  webp: v.exactOptional(v.object({ label: words, usable: v.boolean() })),
} satisfies FieldsOf<view.PictureView>);

const Pending = v.object({
  id: text,
  call: text,
  status: words,
  until: v.exactOptional(time),
  width: v.exactOptional(pixels),
  height: v.exactOptional(pixels),
} satisfies FieldsOf<view.PendingView>);

const Failure = v.object({
  sentence: words,
  detail: v.exactOptional(words),
  requestId: v.exactOptional(words),
  buttons: v.array(button),
  requests: v.exactOptional(v.array(v.object({ call: text, requestId: v.exactOptional(words) }))),
} satisfies FieldsOf<view.FailureView>);

const Card = v.object({
  id: text,
  prompt: text,
  typed: v.exactOptional(text),
  facts: words,
  asker: v.exactOptional(words),
  running: v.boolean(),
  startedAt: time,
  endedAt: v.exactOptional(time),
  usual: v.exactOptional(words),
  cost: v.exactOptional(words),
  pending: v.array(Pending),
  pictures: v.array(Picture),
  failures: v.array(Failure),
  notes: v.array(words),
  buttons: v.array(button),
  description: v.exactOptional(
    v.object({
      alt: text,
      place: v.exactOptional(v.object({ name: text, folder: v.exactOptional(text) })),
      problem: v.exactOptional(words),
    }),
  ),
  original: v.exactOptional(Original),
  style: v.exactOptional(v.object({ name: words, sent: words })),
  references: v.exactOptional(v.array(Thumbnail)),
  lineage: v.exactOptional(
    v.array(v.object({ label: words, image: v.exactOptional(text), leads: v.picklist(['image', 'family']) })),
  ),
} satisfies FieldsOf<view.CardView>);

const Gallery = v.object({ search: text, summary: v.exactOptional(words), family: v.boolean(), older: v.boolean() });

const Field = v.object({
  option: v.picklist(['model', 'size', 'quality', 'background', 'count']),
  label: words,
  value: text,
  choices: v.array(v.object({ value: text, label: words })),
  free: v.boolean(),
});

const Form = v.object({
  id: text,
  prompt: text,
  reason: v.exactOptional(words),
  fields: v.array(Field),
  estimate: words,
  notes: v.array(words),
  target: v.exactOptional(words),
  canSend: v.boolean(),
  source: v.exactOptional(Thumbnail),
  style: v.exactOptional(v.object({ name: words, prefix: text, suffix: text, references: v.array(Thumbnail) })),
  hasStyles: v.boolean(),
  references: v.array(v.object({ ...Thumbnail.entries, id: text })),
} satisfies FieldsOf<view.FormView>);

const Sizes = v.variant('kind', [
  v.object({ kind: v.literal('fixed'), sizes: v.array(text) }),
  v.object({
    kind: v.literal('custom'),
    step: v.number(),
    shortest: v.number(),
    longest: v.number(),
    maxRatio: v.number(),
    minPixels: v.number(),
    maxPixels: v.number(),
  }),
  v.object({ kind: v.literal('any') }),
]);

const Editor = v.object({
  id: text,
  mode: v.picklist(['edit', 'extend']),
  picture: v.object({ ...Original.entries, alpha: v.boolean() }),
  references: v.array(Thumbnail),
  prompt: text,
  reason: v.exactOptional(words),
  rules: v.object({ model: v.object({ sizes: Sizes, known: v.boolean() }), square: v.boolean() }),
  region: v.picklist(['auto', 'whole']),
  fields: v.array(Field),
  estimate: words,
  notes: v.array(words),
  canSend: v.boolean(),
} satisfies FieldsOf<view.EditorView>);

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
      name: words,
      facts: words,
      ticked: v.boolean(),
      upscaled: v.boolean(),
      taken: v.exactOptional(v.picklist(['skip', 'replace'])),
    }),
  ),
  folder: words,
  summary: words,
  canExport: v.boolean(),
  progress: v.exactOptional(v.object({ done: v.number(), total: v.number() })),
  result: v.exactOptional(
    v.object({ sentence: words, files: v.array(words), snippets: v.array(v.object({ label: words, text })) }),
  ),
} satisfies FieldsOf<view.ExportView>);

const Sheet = v.object({
  id: text,
  title: words,
  rows: v.array(
    v.object({
      id: text,
      prompt: text,
      place: words,
      from: v.exactOptional(words),
      reason: v.exactOptional(words),
      ticked: v.boolean(),
      size: text,
      running: v.exactOptional(words),
      failure: v.exactOptional(words),
    }),
  ),
  sizes: v.array(v.object({ value: text, label: words })),
  freeSizes: v.boolean(),
  estimate: words,
  canSend: v.boolean(),
  news: v.exactOptional(words),
  progress: v.exactOptional(words),
} satisfies FieldsOf<view.SheetView>);

const action = v.picklist(PICTURE_ACTIONS.map(({ id }) => id));
const bytes = v.custom<Bytes>((value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer);

// A key that holds `undefined` does not survive JSON, but it does survive structured cloning: it means the same as absent.
const ToPageMessage: v.GenericSchema<unknown, view.ToPage> = v.pipe(
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
        spent: v.exactOptional(words),
      } satisfies FieldsOf<view.PageState>),
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
export function readToPage(message: unknown): view.ToPage | undefined {
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
