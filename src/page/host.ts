import * as v from 'valibot';
import type { ToHost } from '../core/protocol.ts';
import { Looked } from './look/kept.ts';
import { KeptEditor, MOST_EDITORS, Tools, USUAL_TOOLS } from './mask/kept.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const ViewState = v.object({
  /** Unsent text, under the id of the form it was typed into. */
  draft: v.optional(v.object({ form: v.string(), text: v.string() })),
  /** Unsent prompts of the sheet, by their rows. */
  sheet: v.fallback(v.optional(v.object({ sheet: v.string(), prompts: v.record(v.string(), v.string()) })), undefined),
  /** Whether the form shows its options. */
  expanded: v.optional(v.boolean(), false),
  /** px */
  scroll: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  // A newer page may not understand an older one's strokes; the rest is worth keeping then.
  editors: v.fallback(v.optional(v.array(KeptEditor), []), []),
  tools: v.fallback(v.optional(Tools, USUAL_TOOLS), USUAL_TOOLS),
  /** The picture that fills the panel. */
  look: v.fallback(v.optional(Looked), undefined),
});

/** What only the page knows; it outlives a hidden panel and a reloaded window. */
export type ViewState = v.InferOutput<typeof ViewState>;

// VS Code hands its API out once a page: a second call throws.
const api = acquireVsCodeApi();
const stored = v.safeParse(ViewState, api.getState() ?? {});
let view: ViewState = stored.success ? stored.output : v.parse(ViewState, {});

/** The view state as it was left. */
export function viewState(): ViewState {
  return view;
}

/** Keeps a part of the view state. */
export function keepView(part: Partial<ViewState>): void {
  view = { ...view, ...part };
  api.setState(view);
}

/** What is kept of an editor. */
export function keptEditor(editor: string): KeptEditor {
  return view.editors.find((kept) => kept.editor === editor) ?? { editor, steps: [], at: 0 };
}

/** Keeps a part of an editor's state. */
export function keepEditor(editor: string, part: Partial<KeptEditor>): void {
  const others = view.editors.filter((kept) => kept.editor !== editor);
  keepView({ editors: [...others.slice(1 - MOST_EDITORS), { ...keptEditor(editor), ...part }] });
}

/** Asks the host for something. */
export function post(intent: ToHost): void {
  api.postMessage(intent);
}
