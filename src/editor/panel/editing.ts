import * as v from 'valibot';
import * as vscode from 'vscode';
import { boxOf } from '../../core/box.ts';
import type { LearnedPrices } from '../../core/cost.ts';
import type { Aim, AimEdit } from '../../core/editAim.ts';
import { Failed, failureOf, invalid } from '../../core/failure.ts';
import type { EditorView, ToHost } from '../../core/protocol.ts';
import { formatSize } from '../../core/size.ts';
import type { Coverage, EditTask, Options } from '../../core/task.ts';
import { readSubject, type Subject } from '../generation/subject.ts';
import type { Wish } from '../generation/wish.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { onMoved } from '../pictures/moved.ts';
import type { Servers } from '../servers/here.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import { scopeOf } from '../waiting/place.ts';
import { explain } from '../words/failures.ts';
import { NOTHING_TO_SEND, type OfferedOption, readChanges, viewEdit } from './form.ts';
import { pickMask, readMask, saveMask } from './maskFiles.ts';
import type { Panel } from './panel.ts';
import { reachablePicture, versioned } from './reachable.ts';

/** What the editor is opened with. */
export interface EditRequest {
  readonly mode: 'edit' | 'extend';
  readonly picture: vscode.Uri;
  readonly references?: readonly vscode.Uri[];
  readonly prompt?: string;
  /** What differs from the settings. */
  readonly options?: Partial<Options>;
  /** Why it is shown; a whole sentence. */
  readonly reason?: string;
}

/** The picture in the panel's editor. What is painted lives in the page, under the editor's id. */
export interface Editing extends vscode.Disposable {
  /** Throws `Failed`: `noFile`, `badImage` with its name, `raster`. */
  open(request: EditRequest): Promise<void>;
  /** Another file lies there now: where it is the one in the editor, it is read again. */
  refresh(picture: string): Promise<void>;
  /** After a reload: what was open in this workspace. */
  restore(): Promise<void>;
  view(learned: LearnedPrices): EditorView | undefined;
  /** Sends a picture along with the edit that is open. Answers whether one is. */
  addReference(picture: vscode.Uri): boolean;
  /** What is typed so far, to be judged; the page's text box keeps it. */
  draft(editor: string, prompt: string): void;
  change(editor: string, changes: { readonly [option in OfferedOption]?: string | undefined }): void;
  /** What would be sent now: the price is of that. */
  aim(at: AimEdit): void;
  /** What the page sends as a wish; undefined for an editor that is gone. */
  wishOf(sent: Extract<ToHost, { kind: 'sendEdit' }>): Wish | undefined;
  /** Throws `Failed`: `badImage` with its name; `invalid` (mask) for one of another size; `raster`. */
  loadMask(editor: string, from: 'file' | 'transparency'): Promise<void>;
  saveMask(editor: string, coverage: Coverage): Promise<void>;
  close(editor: string): void;
  readonly onChange: vscode.Event<void>;
}

/** What the editor works with. */
export interface EditingParts {
  readonly outside: Outside;
  readonly servers: Servers;
  readonly store: Store;
  readonly panel: Panel;
  readonly context: vscode.ExtensionContext;
}

/** What a reloaded window remembers, in the workspace's state. */
const Remembered = v.object({
  mode: v.picklist(['edit', 'extend']),
  picture: v.string(),
  references: v.array(v.string()),
});
const REMEMBERED = 'easel.editor';

interface Current extends EditRequest {
  readonly id: string;
  readonly sha256: string;
  readonly facts: Subject['facts'];
  readonly options: Partial<Options>;
  readonly references: readonly vscode.Uri[];
  readonly aim?: Aim;
  /** What the page's text box has by now. */
  readonly typed?: string;
  /** Where the page finds the picture: itself, or a copy. */
  readonly shown: vscode.Uri;
}

export function createEditing({ outside, servers, store, panel, context }: EditingParts): Editing {
  const changed = new vscode.EventEmitter<void>();
  let current: Current | undefined;
  let opening = 0;
  const scopeHere = (picture: vscode.Uri) => scopeOf(picture, store.state, context.globalStorageUri);

  const following = onMoved(store, (from, to) => {
    if (!current) return;
    const follow = (uri: vscode.Uri) => (uri.toString() === from ? vscode.Uri.parse(to) : uri);
    const { picture, shown, references } = current;
    current = { ...current, picture: follow(picture), shown: follow(shown), references: references.map(follow) };
    remember(current);
    changed.fire();
  });

  async function open(request: EditRequest): Promise<void> {
    opening += 1;
    const turn = opening;
    const { bytes, facts } = await readSubject(outside, request.picture, new AbortController().signal);
    // The same picture brings back what was painted on it; another one under its name does not.
    const sha256 = await outside.sha256(bytes);
    const id = `${request.mode}-${sha256.slice(0, 32)}`;
    const shown = await reachablePicture(outside, context.globalStorageUri, request.picture, { bytes, facts });
    // A picture that was opened later is the one that is wanted.
    if (turn !== opening) return;
    // The page keeps its text under the id.
    const typed = opened(id)?.typed;
    const { references = [], options = {} } = request;
    current = { ...request, references, options, id, sha256, facts, shown, ...(typed !== undefined && { typed }) };
    remember(current);
    changed.fire();
  }

  function remember(open: Current | undefined): void {
    const kept = open && {
      mode: open.mode,
      picture: open.picture.toString(),
      references: open.references.map((uri) => uri.toString()),
    };
    void context.workspaceState.update(REMEMBERED, kept);
  }

  function opened(editor: string): Current | undefined {
    return current?.id === editor ? current : undefined;
  }

  function viewOf(open: Current, learned: LearnedPrices): EditorView {
    const { id, mode, facts, references, reason, picture } = open;
    const prompt = open.prompt ?? usualPrompt(mode);
    const about = {
      id,
      mode,
      picture: {
        src: panel.toSource(versioned(open.shown, open.sha256).toString()),
        name: nameOf(picture),
        width: facts.width,
        height: facts.height,
        alpha: facts.alpha,
      },
      references: references.map((uri) => ({ src: panel.toSource(uri.toString()), name: nameOf(uri) })),
      prompt,
      ...(reason !== undefined && { reason }),
    };
    try {
      const settings = readSettings(scopeHere(picture));
      const options = { ...settings.options, ...open.options };
      const whole = { canvas: boxOf(facts), region: 'whole' } as const;
      const edit: EditTask = { kind: mode, picture: facts, ...whole, ...open.aim, references: references.length };
      const asked = { prompt: open.typed ?? prompt, options, edit };
      return { ...about, region: settings.editRegion, ...viewEdit(asked, servers.of(settings), learned) };
    } catch (error) {
      return { ...about, ...NOTHING_TO_SEND, estimate: explain(failureOf(error)).sentence };
    }
  }

  return {
    open,
    async refresh(picture) {
      if (current?.picture.toString() === picture) await open(current);
    },
    async restore() {
      const kept = v.safeParse(Remembered, context.workspaceState.get(REMEMBERED));
      if (current || !kept.success) return;
      const { mode, picture, references } = kept.output;
      try {
        await open({ mode, picture: vscode.Uri.parse(picture), references: references.map((uri) => vscode.Uri.parse(uri)) });
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        // The picture is gone: nobody asked for it just now, so nothing is said.
        remember(undefined);
      }
    },
    view: (learned) => current && viewOf(current, learned),
    addReference(picture) {
      if (!current) return false;
      const isNew = ![current.picture, ...current.references].some((uri) => uri.toString() === picture.toString());
      if (isNew) current = { ...current, references: [...current.references, picture] };
      remember(current);
      changed.fire();
      return true;
    },
    draft(editor, typed) {
      const open = opened(editor);
      if (!open || open.typed === typed) return;
      current = { ...open, typed };
      changed.fire();
    },
    change(editor, changes) {
      const open = opened(editor);
      if (!open) return;
      current = { ...open, options: { ...open.options, ...readChanges(changes) } };
      changed.fire();
    },
    aim({ editor, region, bounds, canvas }) {
      const open = opened(editor);
      if (!open) return;
      current = { ...open, aim: { region, ...(bounds && { bounds }), ...(canvas && { canvas }) } };
      changed.fire();
    },
    wishOf({ editor, prompt, region, coverage, canvas }) {
      const open = opened(editor);
      if (!open) return undefined;
      const { mode: kind, picture, sha256, references, options } = open;
      const parts = { ...(coverage && { coverage }), ...(canvas && { canvas }) };
      return { prompt, options, scope: scopeHere(picture), edit: { kind, picture, sha256, references, region, ...parts } };
    },
    async loadMask(editor, from) {
      const open = opened(editor);
      const file = open && (from === 'file' ? await pickMask(open.picture) : open.picture);
      if (!open || !file) return;
      const coverage = await readMask(outside, file, from);
      const { facts } = open;
      if (coverage.width !== facts.width || coverage.height !== facts.height) {
        throw invalid({ field: 'mask', size: formatSize(coverage), picture: formatSize(facts) });
      }
      panel.post({ kind: 'coverage', editor, coverage });
    },
    async saveMask(editor, coverage) {
      const open = opened(editor);
      if (open) await saveMask(outside, coverage, open.picture);
    },
    close(editor) {
      if (!opened(editor)) return;
      opening += 1;
      current = undefined;
      remember(undefined);
      changed.fire();
    },
    onChange: changed.event,
    dispose: () => vscode.Disposable.from(following, changed).dispose(),
  };
}

/** An extension is mostly asked for with the same words; an edit never. */
function usualPrompt(mode: 'edit' | 'extend'): string {
  return mode === 'extend'
    ? vscode.l10n.t('Continue the picture beyond its edges in the same style, light and perspective.')
    : '';
}
