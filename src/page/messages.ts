import * as v from 'valibot';
import type { Bytes } from '../core/image.ts';
import { NEXT_STEPS, type ToPage } from '../core/protocol.ts';

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
  insertLabel: text,
  insertCopies: v.boolean(),
  editable: v.boolean(),
  raw: v.exactOptional(v.object({ ...Original.entries, facts: text })),
  outside: v.exactOptional(text),
  replaceLabel: v.exactOptional(text),
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
});

const Card = v.object({
  id: text,
  prompt: text,
  facts: text,
  running: v.boolean(),
  startedAt: time,
  endedAt: v.exactOptional(time),
  pending: v.array(Pending),
  pictures: v.array(Picture),
  failures: v.array(Failure),
  notes: v.array(text),
  buttons: v.array(button),
  original: v.exactOptional(Original),
});

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
  target: v.exactOptional(text),
  canSend: v.boolean(),
  source: v.exactOptional(Thumbnail),
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
  canSend: v.boolean(),
});

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
        cards: v.array(Card),
        selected: v.exactOptional(text),
      }),
    }),
    v.object({ kind: v.literal('partial'), run: text, call: text, type: v.picklist(['png', 'jpeg', 'webp', 'gif']), bytes }),
    v.object({
      kind: v.literal('coverage'),
      editor: text,
      coverage: v.object({ width: pixels, height: pixels, deflated: bytes }),
    }),
    v.object({ kind: v.literal('focus'), on: text }),
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
