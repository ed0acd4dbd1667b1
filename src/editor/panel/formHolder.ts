import * as v from 'valibot';
import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { LearnedPrices } from '../../core/cost.ts';
import { failureOf } from '../../core/failure.ts';
import type { FormView, StyleView, ThumbnailView } from '../../core/formView.ts';
import { readStyles, type Style } from '../../core/style.ts';
import type { Anchors } from '../documents/anchors.ts';
import { fileOf } from '../documents/notebook.ts';
import { editorInUse } from '../documents/source.ts';
import { optionsFor, type Wish } from '../generation/wish.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { placeOfReference } from '../references/files.ts';
import { findKept } from '../references/kept.ts';
import type { Servers } from '../servers/here.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { Styles } from '../styles/styles.ts';
import { explain } from '../words/failures.ts';
import { styleProblemSentence } from '../words/styles.ts';
import { type Form, type OfferedOption, readChanges, viewForm } from './form.ts';
import type { Panel } from './panel.ts';

/** A wish to be looked at, and why, in a sentence. */
export interface Review {
  readonly wish: Wish;
  readonly reason?: string | undefined;
}

/** The form's wish, and what is typed into it so far. */
export interface FormHolder {
  view(learned: LearnedPrices): FormView;
  /** Puts wishes into the form, one after the other. */
  review(first: Review, rest: readonly Review[]): void;
  /**
   * The form as a wish, with the prompt as typed and the style as it is shown; undefined for a form that is gone. Throws
   * `Failed` `invalid` where the style cannot be used.
   */
  wishOf(form: string, prompt: string): Wish | undefined;
  change(form: string, changes: { readonly [option in OfferedOption]?: string | undefined }): void;
  /** What is typed so far, to be judged; the page's text box keeps it. */
  draft(form: string, prompt: string): void;
  /** Empties the form, once what was in it is on its way. Answers whether another wish is in it now. */
  clear(form: string): boolean;
  /** Sends a picture along: with this form, or with whichever is shown. */
  addReference(picture: vscode.Uri, form?: string): void;
  dropReference(form: string, reference: string): void;
  /** All pictures that go along with what is in it, or waits for its turn. */
  references(): readonly vscode.Uri[];
  /** After a reload: what is gone of its pictures is in it no more. */
  restore(): Promise<void>;
  /** A picture's file lies elsewhere now. */
  follow(from: string, to: string): void;
  /** Whether this is the place of what it holds. */
  isAt(anchor: string): boolean;
}

/** What holding the form works with. */
export interface FormHolderParts {
  readonly outside: Pick<Outside, 'disk'>;
  readonly servers: Servers;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
  readonly panel: Panel;
  readonly anchors: Anchors;
  readonly styles: Styles;
  /** Of the workspace. */
  readonly state: vscode.Memento;
  newId(): string;
}

/** What a reloaded window remembers, in the workspace's state. */
const Remembered = v.object({ form: v.string(), references: v.array(v.string()) });
const REMEMBERED = 'easel.form';

/** `changed` is called whenever the view is another one. */
export function createFormHolder(parts: FormHolderParts, changed: () => void): FormHolder {
  let wish: Wish = { prompt: '', options: {} };
  let reason: string | undefined;
  /** Each takes its turn when the one before is on its way. */
  let waiting: readonly Review[] = [];
  const remembered = v.safeParse(Remembered, parts.state.get(REMEMBERED));
  /** The form of one's own, not of a selection, is there again after a reload, and with it what the page keeps under it. */
  let formId = remembered.success ? remembered.output.form : parts.newId();
  if (remembered.success) wish = { ...wish, references: remembered.output.references.map((uri) => vscode.Uri.parse(uri)) };
  let typed: string | undefined;
  const ids = new Map<string, string>();

  function remember(): void {
    if (wish.edit || wish.target || wish.anchor !== undefined) return;
    const references = (wish.references ?? []).map(String);
    void parts.state.update(REMEMBERED, { form: formId, references });
  }

  function set({ wish: next, reason: why }: Review): void {
    // The style that is chosen counts, and is shown.
    const { style: _, ...others } = next;
    wish = others;
    reason = why;
    typed = undefined;
    formId = parts.newId();
    remember();
    changed();
  }

  function formOf({ options, styles: setting }: Settings): Form {
    const target = targetOf(wish, parts.anchors);
    const { styles, problems } = readStyles(setting);
    const { style, fault } = wish.edit ? {} : styleNow();
    return {
      id: formId,
      prompt: wish.prompt,
      typed: typed ?? wish.prompt,
      options: optionsFor({ options: wish.options, style: style ?? 'none' }, options),
      hasStyles: styles.length > 0 && !wish.edit,
      notes: wish.edit ? [] : problems.map(styleProblemSentence),
      references: (wish.references ?? []).map((uri) => ({ id: idOf(uri), ...thumbnailOf(uri) })),
      ...(style && { style: viewStyle(style) }),
      ...(fault !== undefined && { fault }),
      ...(reason !== undefined && { reason }),
      ...(target !== undefined && { target }),
      ...(wish.edit && {
        source: thumbnailOf(wish.edit.picture),
      }),
    };
  }

  /** The document that it will be placed in, unless it has a place: what is shown is what will be sent. */
  function scopeNow(): vscode.Uri | undefined {
    const isPlaced = wish.anchor !== undefined || wish.target !== undefined;
    const editor = isPlaced ? undefined : editorInUse();
    return wish.scope ?? (editor && fileOf(editor.document).uri);
  }

  /** The style that is chosen, or why it cannot be used. */
  function styleNow(): { readonly style?: Style; readonly fault?: string } {
    try {
      const style = parts.styles.active(scopeNow());
      return style ? { style } : {};
    } catch (error) {
      return { fault: explain(failureOf(error)).sentence };
    }
  }

  function viewStyle(style: Style): StyleView {
    const { name, prefix, suffix, references } = style;
    const pictures = references.flatMap((path) => placeOfReference(path, scopeNow()) ?? []);
    return { name, prefix, suffix, references: pictures.map(thumbnailOf) };
  }

  /** The page knows a picture by an id, never by its path. */
  function idOf(uri: vscode.Uri): string {
    const id = ids.get(uri.toString()) ?? parts.newId();
    ids.set(uri.toString(), id);
    return id;
  }

  function thumbnailOf(uri: vscode.Uri): ThumbnailView {
    return { src: parts.panel.toSource(uri.toString()), name: nameOf(uri) };
  }

  return {
    view(learned) {
      try {
        const settings = readSettings(scopeNow());
        return viewForm(formOf(settings), parts.servers.of(settings), learned);
      } catch (error) {
        const estimate = explain(failureOf(error)).sentence;
        const rest = { fields: [], notes: [], hasStyles: false, references: [], canSend: false };
        return { id: formId, prompt: wish.prompt, estimate, ...rest };
      }
    },
    review(first, rest) {
      waiting = rest;
      set(first);
    },
    wishOf(form, prompt) {
      if (form !== formId) return undefined;
      return wish.edit ? { ...wish, prompt } : { ...wish, prompt, style: parts.styles.active(scopeNow()) ?? 'none' };
    },
    change(form, changes) {
      if (form !== formId) return;
      wish = { ...wish, options: { ...wish.options, ...readChanges(changes) } };
      changed();
    },
    draft(form, prompt) {
      if (form !== formId || typed === prompt) return;
      typed = prompt;
      changed();
    },
    clear(form) {
      if (form !== formId) return false;
      const [next, ...rest] = waiting;
      waiting = rest;
      set(next ?? { wish: { prompt: '', options: wish.edit || wish.target ? {} : wish.options } });
      return next !== undefined;
    },
    addReference(picture, form = formId) {
      const references = wish.references ?? [];
      if (form !== formId || references.some((uri) => uri.toString() === picture.toString())) return;
      wish = { ...wish, references: [...references, picture] };
      remember();
      changed();
    },
    dropReference(form, reference) {
      if (form !== formId) return;
      wish = { ...wish, references: (wish.references ?? []).filter((uri) => idOf(uri) !== reference) };
      remember();
      changed();
    },
    follow(from, to) {
      const now = (uri: vscode.Uri) => (uri.toString() === from ? vscode.Uri.parse(to) : uri);
      const { references, edit } = wish;
      wish = {
        ...wish,
        ...(references && { references: references.map(now) }),
        ...(edit && { edit: { ...edit, picture: now(edit.picture), references: edit.references.map(now) } }),
      };
      remember();
      changed();
    },
    references: () => [wish, ...waiting.map((review) => review.wish)].flatMap(({ references = [] }) => references),
    async restore() {
      const before = wish.references ?? [];
      if (before.length === 0) return;
      const left = new Set(await findKept(parts.outside, parts.storage, before));
      const gone = before.filter((uri) => !left.has(uri));
      if (gone.length === 0) return;
      // Others may have come meanwhile.
      wish = { ...wish, references: (wish.references ?? []).filter((uri) => !gone.includes(uri)) };
      remember();
      changed();
    },
    isAt: (anchor) => anchor === wish.anchor,
  };
}

function targetOf({ anchor, target }: Wish, anchors: Anchors): string | undefined {
  if (target) return vscode.l10n.t('Into {0}', isolate(vscode.workspace.asRelativePath(target)));
  const spot = anchor === undefined ? undefined : anchors.peek(anchor);
  if (!spot) return undefined;
  const line = spot.document.positionAt(spot.end).line + 1;
  return vscode.l10n.t('For {0}:{1}', isolate(nameOf(spot.document.uri)), line);
}
