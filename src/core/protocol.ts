import * as v from 'valibot';
import { DescribeIntent, type DescriptionView } from './description.ts';
import { AimEdit } from './editAim.ts';
import { FormIntent } from './formIntents.ts';
import type { FormView, ThumbnailView } from './formView.ts';
import type { FrameRules } from './frame.ts';
import { GALLERY_INTENTS, type GalleryView, type LineageView } from './galleryView.ts';
import { type Bytes, type ImageType, MAX_IMAGE_PIXELS } from './image.ts';
import type { PictureActionId } from './pictureAction.ts';
import { EXPORT_FORMATS, type ExportFormat } from './raster.ts';
import type { CallId, Coverage, ImageId, RunId } from './task.ts';

export type { FormView } from './formView.ts';

/** A step that helps after a failure. The host knows what each does; the page only names it. */
export const NEXT_STEPS = [
  'tryAgain',
  'editPrompt',
  'setKey',
  'getKey',
  'openBilling',
  'openVerification',
  'useReplacement',
  'chooseModel',
  'leaveOut',
  'chooseServer',
  'openSettings',
  'saveAs',
  'showLog',
  'checkSetup',
  'trust',
  'varySubtly',
  'varyMore',
  'varyStrongly',
  'reword',
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
  /** `1024 × 1024 · PNG · 2.1 MB` */
  readonly facts: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** The prompt as the model rewrote it: untrusted text. */
  readonly revisedPrompt?: string;
  readonly state: 'kept' | 'inserted' | 'discarded';
  readonly starred: boolean;
  /** Other results of the same request, which "Keep Only This" would discard. */
  readonly others?: number;
  /** `Insert into post.md:12`, or `Copy Reference` where nothing can be inserted. */
  readonly insertLabel: string;
  readonly insertCopies: boolean;
  /** Whether Easel can edit a file of this type. */
  readonly editable: boolean;
  /** The untouched answer, where the picture was made from it. */
  readonly raw?: OriginalView & { readonly facts: string };
  /** What the model had changed of what was to be kept; a whole sentence. */
  readonly outside?: string;
  /** That its background is not transparent, where it was to be; a whole sentence. */
  readonly background?: string;
  /** That it is not in the project yet; a whole sentence. */
  readonly waits?: string;
  /** That its file is gone, and what can be done; a whole sentence. */
  readonly missing?: string;
  /** `Use Instead of cat.png`, where it is an edit of a file. */
  readonly replaceLabel?: string;
  /** A smaller file for the web: `Insert as WebP (180 kB, not 2.4 MB)`. `usable`: it would be smaller, as far as is known. */
  readonly webp?: { readonly label: string; readonly usable: boolean };
}

/** A picture to look at. */
export interface OriginalView {
  /** A webview resource URI. */
  readonly src: string;
  readonly name: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
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
  /** The requests that it happened to, each of which can be tried again alone; absent: the whole run. */
  readonly requests?: readonly FailedRequestView[];
}

/** One request that failed. */
export interface FailedRequestView {
  readonly call: CallId;
  readonly requestId?: string;
}

/** One run as a card. */
export interface CardView {
  readonly id: RunId;
  readonly prompt: string;
  /** The prompt as it was typed, where `prompt` is another name for it. */
  readonly typed?: string;
  /** `gpt-image-2.6-flare · 1024×1024 · medium · 2 images` */
  readonly facts: string;
  /** Who asked for it, where that was no person: `Asked for by an agent`. */
  readonly asker?: string;
  readonly running: boolean;
  /** ms since 1970 */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** `usually 22 s`: how long such a run takes, while it runs and where that is known. */
  readonly usual?: string;
  /** `about $0.05`, `price unknown` while it runs; `$0.052` afterwards. */
  readonly cost?: string;
  readonly pending: readonly PendingView[];
  readonly pictures: readonly PictureView[];
  readonly failures: readonly FailureView[];
  /** Whole sentences. */
  readonly notes: readonly string[];
  /** Steps that always stand on the card, such as `Set API Key…` under a placeholder. */
  readonly buttons: readonly StepButton[];
  /** What can be said of its images; absent when nothing can any more. */
  readonly description?: DescriptionView;
  /** The picture it was made from, shown beside the results. */
  readonly original?: OriginalView;
  /** The style it was made in, with the whole prompt as it was sent. */
  readonly style?: { readonly name: string; readonly sent: string };
  /** The pictures it was to go by. */
  readonly references?: readonly ThumbnailView[];
  /** Where its images come from, and what was made from them. */
  readonly lineage?: readonly LineageView[];
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

/** The editor in which a picture's part to change is painted, or its new size chosen. It stands in the form's place. */
export interface EditorView {
  /** Changes with the picture and the mode: the page keeps strokes and unsent text under it. */
  readonly id: string;
  readonly mode: 'edit' | 'extend';
  /** px after the EXIF orientation: what a browser shows. `alpha`: it can have transparent parts. */
  readonly picture: OriginalView & { readonly alpha: boolean };
  readonly references: readonly { readonly src: string; readonly name: string }[];
  /** What stands in the prompt's box at first. */
  readonly prompt: string;
  /** Why it is shown, such as after a failure; a whole sentence. */
  readonly reason?: string;
  /** Decides with `frameOf` what is sent. */
  readonly rules: FrameRules;
  /** What the switch for the region stands on at first. */
  readonly region: Region;
  readonly fields: readonly FieldView[];
  /** `1 image · about $0.05`, or why it cannot be sent. */
  readonly estimate: string;
  /** What becomes of the request; whole sentences. */
  readonly notes: readonly string[];
  readonly canSend: boolean;
}

/** `auto`: only the part around the mask is sent where that is less than half of the picture. */
export type Region = 'auto' | 'whole';

/** What a picture is exported as. */
export const PRESETS = ['favicon', 'openGraph', 'responsive', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

/** The sheet on which a picture's sizes for a project are chosen. It stands in the form's place. */
export interface ExportView {
  /** Changes with the picture. */
  readonly id: string;
  /** px after the EXIF orientation. */
  readonly picture: OriginalView;
  readonly preset: Preset;
  /** The point of interest that a crop keeps, 0–1 from the left and the top. */
  readonly focus: { readonly x: number; readonly y: number };
  /** px, of the preset's result; absent where the whole picture is kept. */
  readonly target?: { readonly width: number; readonly height: number };
  /** Of `custom` and `openGraph`. */
  readonly format?: { readonly value: ExportFormat; readonly choices: readonly ExportFormat[] };
  /** 1–100, where the format loses something. */
  readonly quality?: number;
  readonly files: readonly ExportFileView[];
  /** Where the files go: `public`. */
  readonly folder: string;
  /** `4 files go into public.`, or why none does. */
  readonly summary: string;
  readonly canExport: boolean;
  /** While the files are made. */
  readonly progress?: { readonly done: number; readonly total: number };
  readonly result?: ExportResultView;
}

/** A file of an export. */
export interface ExportFileView {
  readonly id: string;
  readonly name: string;
  /** `1200 × 630` */
  readonly facts: string;
  readonly ticked: boolean;
  /** It would be larger than the picture. */
  readonly upscaled: boolean;
  /** A file of this name is in the folder: what becomes of it. */
  readonly taken?: 'skip' | 'replace';
}

/** What an export made. */
export interface ExportResultView {
  /** A whole sentence. */
  readonly sentence: string;
  /** `favicon.ico · 15 kB` */
  readonly files: readonly string[];
  /** What is to be pasted into the project; `label` says what it is. */
  readonly snippets: readonly { readonly label: string; readonly text: string }[];
}

/** The sheet that lists several images to be made: missing ones of documents, or one for each selection. */
export interface SheetView {
  /** The page keeps unsent prompts under it. */
  readonly id: string;
  /** `3 missing images` */
  readonly title: string;
  readonly rows: readonly SheetRowView[];
  readonly sizes: readonly Choice[];
  /** Any other size may be typed. */
  readonly freeSizes: boolean;
  /** `2 images · about $0.11` of what is ticked, or why it cannot be sent. */
  readonly estimate: string;
  readonly canSend: boolean;
  /** What was left out; a whole sentence. */
  readonly news?: string;
  /** `2 of 5 made` */
  readonly progress?: string;
}

/** One image of the sheet. */
export interface SheetRowView {
  readonly id: string;
  /** What stands in the prompt's box at first. */
  readonly prompt: string;
  /** Where it will be: `img/hero.png`, `For list.md:4`. */
  readonly place: string;
  /** What refers to it: `post.md:12`. */
  readonly from?: string;
  /** Why its prompt should be looked at; a whole sentence. */
  readonly reason?: string;
  readonly ticked: boolean;
  readonly size: string;
  /** `Being made`: it can be neither changed nor sent. */
  readonly running?: string;
  /** Why it is still here; a whole sentence. */
  readonly failure?: string;
}

/** Rows of a sheet, at most: more would be more than anybody looks at before they pay. */
export const LONGEST_SHEET = 100;

/** The whole state of the page, small and without bytes. */
export interface PageState {
  readonly trusted: boolean;
  readonly form: FormView;
  /** While a picture is edited; the form is hidden then. */
  readonly editor?: EditorView;
  /** While sizes of a picture are chosen; it stands before everything else. */
  readonly exporting?: ExportView;
  /** Stands in the form's place, unless that has something to be looked at. */
  readonly sheet?: SheetView;
  readonly cards: readonly CardView[];
  readonly selected?: ImageId;
  readonly gallery?: GalleryView;
  /** `Today: $0.42 · this month: $3.10` */
  readonly spent?: string;
}

export type ToPage =
  | { readonly kind: 'state'; readonly state: PageState }
  /** Shown in the place of the call's next image; never saved. */
  | { readonly kind: 'partial'; readonly run: RunId; readonly call: CallId; readonly type: ImageType; readonly bytes: Bytes }
  /** A mask for the editor: what `loadMask` asked for. */
  | { readonly kind: 'coverage'; readonly editor: string; readonly coverage: Coverage }
  /** The prompts of the last requests, newest first. */
  | { readonly kind: 'recent'; readonly prompts: readonly string[] }
  /** Move the focus to the prompt (the editor's, while there is one), to the sheet, or to an image. */
  | { readonly kind: 'focus'; readonly on: 'prompt' | 'sheet' | ImageId }
  /** The key of an action was pressed while the panel was in front: the page knows on which image, if on any. */
  | { readonly kind: 'key'; readonly action: PictureActionId }
  /** Only the page can do that. */
  | { readonly kind: 'act'; readonly action: PictureActionId; readonly image: ImageId };

/** px, a side of an exported picture at most. */
export const LONGEST_EXPORT = 8192;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const OptionsPatch = v.object({
  model: v.optional(v.pipe(v.string(), v.maxLength(200))),
  size: v.optional(v.pipe(v.string(), v.maxLength(20))),
  quality: v.optional(v.pipe(v.string(), v.maxLength(20))),
  background: v.optional(v.pipe(v.string(), v.maxLength(20))),
  count: v.optional(v.pipe(v.string(), v.maxLength(3))),
});

// A screenshot of a whole page is long: only the area has a limit.
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_IMAGE_PIXELS));
const offset = v.pipe(v.number(), v.integer(), v.minValue(-MAX_IMAGE_PIXELS), v.maxValue(0));
const CoverageMessage = v.object({
  width: side,
  height: side,
  // A plane of noise is the largest there is; a painted one has some kB.
  deflated: v.custom<Bytes>((value) => isBytes(value) && value.byteLength <= MAX_IMAGE_PIXELS),
});
const prompt = v.pipe(v.string(), v.maxLength(200_000));

function isBytes(value: unknown): value is Bytes {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const exportSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST_EXPORT));
/** One choice of the export's sheet. */
const ExportChange = v.variant('of', [
  v.object({ of: v.literal('preset'), preset: v.picklist(PRESETS) }),
  v.object({ of: v.literal('focus'), x: share, y: share }),
  v.object({ of: v.literal('size'), width: exportSide, height: exportSide }),
  v.object({ of: v.literal('format'), format: v.picklist(EXPORT_FORMATS) }),
  v.object({ of: v.literal('quality'), quality: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)) }),
  v.object({ of: v.literal('tick'), file: id, on: v.boolean() }),
  v.object({ of: v.literal('taken'), file: id, existing: v.picklist(['skip', 'replace']) }),
]);
export type ExportChange = v.InferOutput<typeof ExportChange>;

/** What the page may ask for: intents with ids, never a command or a path. */
const ToHost = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  /** Whether the focus is where keys have a meaning of their own, such as the prompt's box. */
  v.object({ kind: v.literal('focused'), onInput: v.boolean() }),
  v.object({ kind: v.literal('generate'), form: id, prompt }),
  /** An option was changed in the form or, under its id, in the editor; the host answers with a new state. */
  v.object({ kind: v.literal('change'), form: id, options: OptionsPatch }),
  DescribeIntent,
  v.object({ kind: v.literal('cancel'), run: id }),
  v.object({ kind: v.literal('again'), run: id }),
  /** The request that brought an image, once more. */
  v.object({ kind: v.literal('generateAgain'), image: id }),
  /** `calls`: the requests that the step is for; absent: all of the run. */
  v.object({
    kind: v.literal('step'),
    run: id,
    step: v.picklist(NEXT_STEPS),
    calls: v.exactOptional(v.pipe(v.array(id), v.minLength(1), v.maxLength(10))),
  }),
  v.object({ kind: v.literal('select'), image: id }),
  v.object({ kind: v.literal('insert'), image: id }),
  v.object({ kind: v.literal('copyReference'), image: id }),
  v.object({ kind: v.literal('copyPath'), image: id }),
  /** As it was typed, or as the model rewrote it. */
  v.object({ kind: v.literal('copyPrompt'), image: id, of: v.picklist(['prompt', 'revised']) }),
  v.object({ kind: v.literal('rename'), image: id }),
  /** Finds out how large it would be as WebP: the next state says it. */
  v.object({ kind: v.literal('weighWebp'), image: id }),
  v.object({ kind: v.literal('insertWebp'), image: id }),
  v.object({ kind: v.literal('open'), image: id }),
  v.object({ kind: v.literal('reveal'), image: id }),
  v.object({ kind: v.literal('saveAs'), image: id }),
  v.object({ kind: v.literal('discard'), image: id }),
  /** Takes it out of the history; its file, if there is one, stays. */
  v.object({ kind: v.literal('removeFromHistory'), image: id }),
  /** Brings an image that waits into the project. */
  v.object({ kind: v.literal('keep'), image: id }),
  v.object({ kind: v.literal('keepOnly'), image: id }),
  v.object({ kind: v.literal('restore'), image: id }),
  v.object({ kind: v.literal('star'), image: id, on: v.boolean() }),
  /** Opens the editor on an image. */
  v.object({ kind: v.literal('edit'), image: id }),
  v.object({ kind: v.literal('extend'), image: id }),
  v.object({ kind: v.literal('vary'), image: id }),
  /** Goes along with what is made next: with the edit that is open, else with the form's prompt. */
  v.object({ kind: v.literal('useAsReference'), image: id }),
  /** Puts an edit in the place of the file that it was made from. */
  v.object({ kind: v.literal('useInstead'), image: id }),
  /** Saves the untouched answer. */
  v.object({ kind: v.literal('saveRaw'), image: id }),
  /**
   * Sends what the editor has. Without a coverage the whole picture may change. `canvas` is the result of an extension, in
   * the picture's px: it begins at 0 or below, and reaches to the picture's end or beyond.
   */
  v.object({
    kind: v.literal('sendEdit'),
    editor: id,
    prompt,
    region: v.picklist(['auto', 'whole']),
    coverage: v.exactOptional(CoverageMessage),
    canvas: v.exactOptional(v.object({ x: offset, y: offset, width: side, height: side })),
  }),
  AimEdit,
  v.object({ kind: v.literal('closeEditor'), editor: id }),
  /** Answered with `coverage`. `transparency`: of the picture itself. */
  v.object({ kind: v.literal('loadMask'), editor: id, from: v.picklist(['file', 'transparency']) }),
  v.object({ kind: v.literal('saveMask'), editor: id, coverage: CoverageMessage }),
  /** Opens the sheet with the sizes of an image. */
  v.object({ kind: v.literal('export'), image: id }),
  v.object({ kind: v.literal('changeExport'), export: id, change: ExportChange }),
  v.object({ kind: v.literal('chooseExportFolder'), export: id }),
  v.object({ kind: v.literal('runExport'), export: id }),
  v.object({ kind: v.literal('cancelExport'), export: id }),
  /** `snippet` counts from 0. */
  v.object({
    kind: v.literal('copySnippet'),
    export: id,
    snippet: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  }),
  v.object({ kind: v.literal('closeExport'), export: id }),
  /** A row was changed, or with no row: all are ticked or not. */
  v.object({
    kind: v.literal('changeSheet'),
    sheet: id,
    row: v.exactOptional(id),
    ticked: v.exactOptional(v.boolean()),
    size: v.exactOptional(v.pipe(v.string(), v.maxLength(20))),
    /** What is typed so far, to be judged: the page keeps it. */
    prompt: v.exactOptional(prompt),
  }),
  v.object({
    kind: v.literal('sendSheet'),
    sheet: id,
    rows: v.pipe(v.array(v.object({ id, prompt })), v.minLength(1), v.maxLength(LONGEST_SHEET)),
  }),
  v.object({ kind: v.literal('closeSheet'), sheet: id }),
  ...GALLERY_INTENTS,
  FormIntent,
]);
export type ToHost = v.InferOutput<typeof ToHost>;

/** A message of the page, or undefined for what is not one: it is logged and dropped. */
export function readToHost(message: unknown): ToHost | undefined {
  const result = v.safeParse(ToHost, message);
  return result.success ? result.output : undefined;
}
