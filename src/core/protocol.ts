import * as v from 'valibot';
import type { Bytes, ImageType } from './image.ts';
import type { CallId, ImageId, RunId } from './task.ts';

/** A step that helps after a failure. The host knows what each does; the page only names it. */
export const NEXT_STEPS = [
  'tryAgain',
  'editPrompt',
  'setKey',
  'getKey',
  'openBilling',
  'openVerification',
  'useReplacement',
  'chooseServer',
  'openSettings',
  'saveAs',
  'showLog',
  'trust',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** A button in whole words. */
export interface StepButton {
  readonly step: NextStep;
  readonly label: string;
}

/** What a person can do with one image. */
export interface PictureView {
  readonly id: ImageId;
  /** A webview resource URI. */
  readonly src: string;
  readonly name: string;
  /** `1024 × 1024 · 2.1 MB` */
  readonly facts: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** The prompt as the model rewrote it: untrusted text. */
  readonly revisedPrompt?: string;
  readonly state: 'kept' | 'inserted' | 'discarded';
  /** `Insert into post.md:12`, or `Copy Reference` where nothing can be inserted. */
  readonly insertLabel: string;
  readonly insertCopies: boolean;
}

/** A place where an image will be: one for every image still expected. */
export interface PendingView {
  /** `call#index`: stable while it waits. */
  readonly id: string;
  readonly call: CallId;
  /** `Waiting for its turn`, `Being made` … A countdown to `until` stands behind it. */
  readonly status: string;
  /** ms since 1970 when a countdown ends. */
  readonly until?: number;
  /** px, as asked for: the place is kept in this shape. Absent where the size is `auto`. */
  readonly width?: number;
  readonly height?: number;
}

/** Something that went wrong, in whole sentences. */
export interface FailureView {
  readonly sentence: string;
  /** The server's own words: untrusted text. */
  readonly detail?: string;
  readonly requestId?: string;
  readonly buttons: readonly StepButton[];
}

/** One run as a card. */
export interface CardView {
  readonly id: RunId;
  readonly prompt: string;
  /** `gpt-image-2.6-flare · 1024×1024 · medium · 2 images` */
  readonly facts: string;
  readonly running: boolean;
  /** ms since 1970 */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly pending: readonly PendingView[];
  readonly pictures: readonly PictureView[];
  readonly failures: readonly FailureView[];
  /** Whole sentences. */
  readonly notes: readonly string[];
  /** Steps that always stand on the card, such as `Set API Key…` under a placeholder. */
  readonly buttons: readonly StepButton[];
}

/** A choice in the form. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One select of the form; absent where the model has no such option. */
export interface FieldView {
  readonly option: 'model' | 'size' | 'quality' | 'background' | 'count';
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  /** Any other value may be typed. */
  readonly free: boolean;
}

/** The form in which a prompt is reviewed before it is sent. */
export interface FormView {
  /** Changes when the host puts a new prompt into it; the page keeps unsent text under this id. */
  readonly id: string;
  readonly prompt: string;
  /** Why it was not sent at once; a whole sentence. */
  readonly reason?: string;
  readonly fields: readonly FieldView[];
  /** `2 images · about $0.11`, or why it cannot be sent. */
  readonly estimate: string;
  /** `For post.md:12`: the place that the selection gave it. */
  readonly target?: string;
  readonly canSend: boolean;
}

/** The whole state of the page, small and without bytes. */
export interface PageState {
  readonly trusted: boolean;
  readonly form: FormView;
  readonly cards: readonly CardView[];
  readonly selected?: ImageId;
}

export type ToPage =
  | { readonly kind: 'state'; readonly state: PageState }
  /** Shown in the place of the call's next image; never saved. */
  | { readonly kind: 'partial'; readonly run: RunId; readonly call: CallId; readonly type: ImageType; readonly bytes: Bytes }
  /** Move the focus to the prompt, or to an image. */
  | { readonly kind: 'focus'; readonly on: 'prompt' | ImageId };

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const OptionsPatch = v.object({
  model: v.optional(v.pipe(v.string(), v.maxLength(200))),
  size: v.optional(v.pipe(v.string(), v.maxLength(20))),
  quality: v.optional(v.pipe(v.string(), v.maxLength(20))),
  background: v.optional(v.pipe(v.string(), v.maxLength(20))),
  count: v.optional(v.pipe(v.string(), v.maxLength(3))),
});

/** What the page may ask for: intents with ids, never a command or a path. */
const ToHost = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('generate'), form: id, prompt: v.pipe(v.string(), v.maxLength(200_000)) }),
  /** An option was changed in the form; the host answers with a new form. */
  v.object({ kind: v.literal('change'), form: id, options: OptionsPatch }),
  v.object({ kind: v.literal('cancel'), run: id }),
  v.object({ kind: v.literal('again'), run: id }),
  v.object({ kind: v.literal('step'), run: id, step: v.picklist(NEXT_STEPS) }),
  v.object({ kind: v.literal('select'), image: id }),
  v.object({ kind: v.literal('insert'), image: id }),
  v.object({ kind: v.literal('copyReference'), image: id }),
  v.object({ kind: v.literal('open'), image: id }),
  v.object({ kind: v.literal('reveal'), image: id }),
  v.object({ kind: v.literal('saveAs'), image: id }),
  v.object({ kind: v.literal('discard'), image: id }),
  v.object({ kind: v.literal('restore'), image: id }),
]);
export type ToHost = v.InferOutput<typeof ToHost>;

/** A message of the page, or undefined for what is not one: it is logged and dropped. */
export function readToHost(message: unknown): ToHost | undefined {
  const result = v.safeParse(ToHost, message);
  return result.success ? result.output : undefined;
}
