import * as vscode from 'vscode';
import { type Learned, learn } from '../../core/learned.ts';
import type { ToPage } from '../../core/protocol.ts';
import { isRunning } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Anchors } from '../documents/anchors.ts';
import type { Exporting } from '../export/exporting.ts';
import type { Sheet } from '../gaps/sheet.ts';
import type { Generation } from '../generation/generation.ts';
import type { Gallery } from '../history/gallery.ts';
import type { Outside } from '../outside.ts';
import { onMoved } from '../pictures/moved.ts';
import type { Webp } from '../pictures/webp.ts';
import type { Servers } from '../servers/here.ts';
import type { Store } from '../store.ts';
import type { Styles } from '../styles/styles.ts';
import { viewState } from '../view.ts';
import type { Keeper } from '../waiting/keeper.ts';
import { viewSpent } from '../words/spending.ts';
import type { Editing } from './editing.ts';
import { createFormHolder, type FormHolder, type Review } from './formHolder.ts';
import type { Panel } from './panel.ts';

/** Keeps the page showing the state, and holds the form's wish. */
export interface Presenter extends vscode.Disposable {
  /** Puts wishes into the form, one after the other, shows the panel and moves the focus to the prompt. */
  review(...reviews: readonly Review[]): void;
  readonly form: Omit<FormHolder, 'view' | 'review' | 'clear' | 'follow' | 'isAt'>;
  /** Empties the form, once what was in it is on its way. */
  clear(form: string): void;
  /** Shows the panel with its editor, which takes the focus by itself, or to its prompt. */
  showEditor(focus?: 'prompt'): void;
  /** Shows the panel and moves the focus to its sheet. */
  showSheet(): void;
  /** Shows the panel and moves the focus to an image. */
  showImage(image: ImageId): void;
  /** For a page that has just come. */
  refresh(): void;
}

/** What presenting works with. */
export interface PresenterParts {
  readonly outside: Pick<Outside, 'disk'>;
  readonly servers: Servers;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
  readonly panel: Panel;
  readonly store: Store;
  readonly generation: Generation;
  readonly anchors: Anchors;
  newId(): string;
  learned(): Promise<Learned>;
  /** Other models may be known. */
  readonly onLearnedOfServers: vscode.Event<void>;
  readonly editing: Editing;
  readonly styles: Styles;
  /** Of the workspace: what the form is to remember. */
  readonly state: vscode.Memento;
  readonly exporting: Exporting;
  readonly sheet: Sheet;
  readonly webp: Webp;
  readonly keeper: Keeper;
  readonly gallery: Gallery;
}

/** ms; several events in a row become one message. */
const PAUSE = 30;

export function createPresenter(parts: PresenterParts): Presenter {
  const { panel, store, gallery } = parts;
  let learned = learn([]);
  const form = createFormHolder(parts, schedule);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let focusPrompt = false;
  let focusSheet = false;
  let focusImage: ImageId | undefined;
  /** The last early picture of each call: a page that opens meanwhile, or comes back, has none of its own. */
  const early = new Map<string, { readonly message: Extract<ToPage, { kind: 'partial' }>; shown: boolean }>();

  function schedule(): void {
    timer ??= setTimeout(send, PAUSE);
  }

  function send(): void {
    timer = undefined;
    const editor = parts.editing.view(learned.prices);
    const trusted = vscode.workspace.isTrusted;
    const sheet = parts.sheet.view(learned.prices);
    const exporting = parts.exporting.view();
    const shown = { toSource: panel.toSource, webpSize: parts.webp.sizeOf, waits: parts.keeper.waits, trusted, learned };
    const state = gallery.complete({
      ...viewState({ ...store.state, order: gallery.order(store.state) }, form.view(learned.prices), editor, shown),
      ...viewSpent(learned, Date.now()),
      ...(sheet && { sheet }),
      ...(exporting && { exporting }),
    });
    // A page that is not ready yet asks for the state when it is.
    const isPosted = panel.post({ kind: 'state', state });
    if (isPosted && focusPrompt) focusPrompt = !panel.post({ kind: 'focus', on: 'prompt' });
    if (isPosted && focusSheet) focusSheet = !panel.post({ kind: 'focus', on: 'sheet' });
    if (isPosted && focusImage !== undefined && panel.post({ kind: 'focus', on: focusImage })) focusImage = undefined;
    for (const [call, picture] of early) {
      const run = store.state.runs.get(picture.message.run);
      if (!run || !isRunning(run)) early.delete(call);
      else picture.shown ||= panel.post(picture.message);
    }
  }

  function showPrompt(): void {
    focusPrompt = true;
    panel.reveal();
    schedule();
  }

  /** Estimates get better with every image that was paid for. */
  async function learnMore(): Promise<void> {
    learned = await parts.learned();
    schedule();
  }

  const listening = vscode.Disposable.from(
    store.onChange(schedule),
    onMoved(store, form.follow),
    panel.onChange(schedule),
    parts.editing.onChange(schedule),
    parts.styles.onChange(schedule),
    parts.onLearnedOfServers(schedule),
    parts.exporting.onChange(schedule),
    parts.sheet.onChange(schedule),
    parts.webp.onChange(schedule),
    gallery.onChange(schedule),
    parts.anchors.onChange((id) => form.isAt(id) && schedule()),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('easel') && schedule()),
    vscode.workspace.onDidGrantWorkspaceTrust(schedule),
    // The form is for the document that is written in.
    vscode.window.onDidChangeActiveTextEditor(schedule),
    parts.generation.onEnd(() => void learnMore()),
    parts.generation.onPartial(({ run, call, bytes, info }) => {
      early.set(call, { message: { kind: 'partial', run, call, type: info.type, bytes }, shown: false });
      schedule();
    }),
  );

  return {
    review(...reviews) {
      const [first, ...rest] = reviews;
      if (!first) return;
      form.review(first, rest);
      showPrompt();
    },
    showEditor(focus) {
      if (focus) return showPrompt();
      panel.reveal();
      schedule();
    },
    form,
    clear(id) {
      focusPrompt = form.clear(id);
    },
    showSheet() {
      focusSheet = true;
      panel.reveal();
      schedule();
    },
    showImage(image) {
      focusImage = image;
      panel.reveal();
      schedule();
    },
    refresh() {
      for (const picture of early.values()) picture.shown = false;
      send();
      void learnMore();
    },
    dispose() {
      clearTimeout(timer);
      listening.dispose();
    },
  };
}
