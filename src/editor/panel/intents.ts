import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import type { ToHost } from '../../core/protocol.ts';
import type { Anchors } from '../documents/anchors.ts';
import type { Insertion } from '../documents/insertion.ts';
import { placeAtCursor } from '../documents/source.ts';
import type { Exporting } from '../export/exporting.ts';
import { carryOutExport } from '../export/intents.ts';
import type { Sheet } from '../gaps/sheet.ts';
import type { Generation } from '../generation/generation.ts';
import { wishForVariations } from '../generation/variation.ts';
import { readWish, type Wish } from '../generation/wish.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../notices/reporter.ts';
import { openEditor, type Steps } from '../notices/steps.ts';
import type { Outside } from '../outside.ts';
import type { Discarding } from '../pictures/discarding.ts';
import { copyPath, copyPrompt, openPicture, pictureOf, revealPicture, savePictureAs, saveRawAs } from '../pictures/pictures.ts';
import { renamePicture } from '../pictures/renaming.ts';
import { useInsteadOfOriginal } from '../pictures/replacing.ts';
import { starPicture } from '../pictures/starring.ts';
import type { Webp } from '../pictures/webp.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { Editing } from './editing.ts';
import type { Panel } from './panel.ts';
import type { Presenter } from './presenter.ts';

/** What the page's intents are carried out with. */
export interface IntentParts {
  readonly outside: Outside;
  readonly panel: Panel;
  readonly presenter: Presenter;
  readonly store: Store;
  readonly anchors: Anchors;
  readonly generation: Generation;
  readonly insertion: Insertion;
  readonly discarding: Discarding;
  readonly webp: Webp;
  readonly editing: Editing;
  readonly exporting: Exporting;
  readonly sheet: Sheet;
  readonly log: Log;
  readonly steps: Steps;
  readonly reporter: Reporter;
}

/** Carries out what the page asks for. An id that names nothing does nothing. */
export function registerIntents(parts: IntentParts): vscode.Disposable {
  return parts.panel.onMessage((intent) => void parts.reporter.guard(() => carryOut(intent, parts)));
}

/** Forms whose prompt is on its way: a second press must not pay twice. */
const sending = new Set<string>();

async function carryOut(intent: ToHost, parts: IntentParts): Promise<void> {
  const { outside, presenter, store, anchors, editing, generation, insertion, discarding, steps } = parts;
  switch (intent.kind) {
    case 'ready':
      return presenter.refresh();
    case 'generate': {
      const wish = presenter.form.wishOf(intent.form, intent.prompt);
      if (wish) await sendForm(intent.form, readWish(placeAtCursor(wish, anchors)), generation, presenter);
      return;
    }
    case 'change':
      presenter.form.change(intent.form, intent.options);
      return editing.change(intent.form, intent.options);
    case 'draft':
      return presenter.form.draft(intent.form, intent.prompt);
    case 'cancel':
      return generation.cancel(intent.run);
    case 'again': {
      const wish = generation.wishOf(intent.run);
      if (wish) await generation.start(wish);
      else await openEditor(intent.run, parts);
      return;
    }
    case 'step':
      return steps.take(intent.step, { run: intent.run, ...(intent.calls && { calls: intent.calls }) });
    case 'discard':
      await discarding.discard(intent.image);
      return;
    case 'restore':
      return discarding.restore(intent.image);
    case 'star':
      return starPicture(intent.image, intent.on, parts);
    case 'select':
      return store.dispatch({ kind: 'selected', image: intent.image });
    case 'insert':
      await insertion.atPrompt(intent.image);
      return;
    case 'copyReference':
      return insertion.copyReference(intent.image);
    case 'copyPath':
      return copyPath(store, intent.image);
    case 'copyPrompt':
      return copyPrompt(store, intent.image, intent.of);
    case 'rename':
      return renamePicture(intent.image, parts);
    case 'weighWebp':
      return parts.webp.weigh(intent.image);
    case 'insertWebp':
      await insertion.asWebp(intent.image);
      return;
    case 'open':
      return openPicture(store, intent.image);
    case 'reveal':
      return revealPicture(store, intent.image);
    case 'saveAs':
      return savePictureAs(outside, store, intent.image);
    case 'edit':
    case 'extend':
      requireTrust();
      await editing.open({ mode: intent.kind, picture: vscode.Uri.parse(pictureOf(store, intent.image).uri) });
      return presenter.showEditor();
    case 'vary': {
      const wish = wishForVariations(vscode.Uri.parse(pictureOf(store, intent.image).uri), []);
      await generation.start(placeAtCursor(wish, anchors));
      return;
    }
    case 'useInstead':
      await useInsteadOfOriginal(intent.image, parts);
      return editing.refresh(store.state.pictures.get(intent.image)?.uri ?? '');
    case 'saveRaw':
      return saveRawAs(outside, store, intent.image);
    case 'sendEdit': {
      const wish = editing.wishOf(intent);
      if (wish) await sendEdit(intent.editor, placeAtCursor(wish, anchors), generation);
      return;
    }
    case 'aimEdit':
      return editing.aim(intent);
    case 'closeEditor':
      return editing.close(intent.editor);
    case 'loadMask':
      return editing.loadMask(intent.editor, intent.from);
    case 'saveMask':
      return editing.saveMask(intent.editor, intent.coverage);
    case 'changeSheet':
      return parts.sheet.change(intent);
    case 'sendSheet':
      return parts.sheet.send(intent);
    case 'closeSheet':
      return parts.sheet.close(intent.sheet);
    case 'export':
    case 'changeExport':
    case 'chooseExportFolder':
    case 'runExport':
    case 'cancelExport':
    case 'copySnippet':
    case 'closeExport':
      return carryOutExport(intent, parts.exporting, store);
    default:
      return assertNever(intent);
  }
}

/** The editor stays: the next prompt may be for the same mask. While one is being prepared a second press must not pay twice. */
async function sendEdit(editor: string, wish: Wish, generation: Generation): Promise<void> {
  if (sending.has(editor)) return;
  sending.add(editor);
  let isOurs = true;
  const release = () => {
    if (isOurs) sending.delete(editor);
    isOurs = false;
  };
  const listening = generation.onStart((run) => generation.wishOf(run) === wish && release());
  try {
    await generation.start(wish);
  } finally {
    listening.dispose();
    release();
  }
}

/** The form keeps its prompt until the run has started: what is refused before that can be mended and sent again. */
async function sendForm(form: string, wish: Wish, generation: Generation, presenter: Presenter): Promise<void> {
  if (sending.has(form)) return;
  sending.add(form);
  const listening = generation.onStart((run) => generation.wishOf(run) === wish && presenter.clear(form));
  try {
    await generation.start(wish);
  } finally {
    listening.dispose();
    sending.delete(form);
  }
}
