import type * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import type { ToHost } from '../../core/protocol.ts';
import { type ActionParts, carryOutAction, runAgain } from '../actions/carryOut.ts';
import type { InputFocus } from '../actions/inputFocus.ts';
import { placeAtCursor } from '../documents/source.ts';
import { carryOutExport } from '../export/intents.ts';
import type { Sheet } from '../gaps/sheet.ts';
import type { Generation } from '../generation/generation.ts';
import type { Wish } from '../generation/wish.ts';
import type { Gallery } from '../history/gallery.ts';
import type { History } from '../history/history.ts';
import { carryOutGallery } from '../history/intents.ts';
import { removeFromHistory } from '../history/removing.ts';
import type { Steps } from '../notices/steps.ts';
import { copyPrompt } from '../pictures/pictures.ts';
import type { Webp } from '../pictures/webp.ts';
import { describeRun } from './describing.ts';
import { carryOutForm, type FormIntentParts } from './formIntents.ts';
import type { Presenter } from './presenter.ts';

/** What the page's intents are carried out with. */
export interface IntentParts extends ActionParts, FormIntentParts {
  readonly webp: Webp;
  readonly sheet: Sheet;
  readonly history: History;
  readonly gallery: Gallery;
  readonly steps: Steps;
  readonly inputFocus: InputFocus;
}

/** Carries out what the page asks for. An id that names nothing does nothing. */
export function registerIntents(parts: IntentParts): vscode.Disposable {
  return parts.panel.onMessage((intent) => void parts.reporter.guard(() => carryOut(intent, parts)));
}

/** Forms whose prompt is on its way: a second press must not pay twice. */
const sending = new Set<string>();

async function carryOut(intent: ToHost, parts: IntentParts): Promise<void> {
  const { presenter, store, anchors, editing, generation, discarding, steps } = parts;
  switch (intent.kind) {
    case 'ready':
      return presenter.refresh();
    case 'generate': {
      const wish = presenter.form.wishOf(intent.form, intent.prompt);
      if (wish) await sendForm(intent.form, generation.read(placeAtCursor(wish, anchors)), generation, presenter);
      return;
    }
    case 'change':
      presenter.form.change(intent.form, intent.options);
      return editing.change(intent.form, intent.options);
    case 'draft':
    case 'recentPrompts':
    case 'chooseStyle':
    case 'dropStyle':
    case 'addReference':
    case 'pickReference':
    case 'dropReference':
      return carryOutForm(intent, parts);
    case 'describe':
      return describeRun(intent, parts);
    case 'cancel':
      return generation.cancel(intent.run);
    case 'again':
      return runAgain(intent.run, parts);
    case 'step':
      return steps.take(intent.step, { run: intent.run, ...(intent.calls && { calls: intent.calls }) });
    case 'removeFromHistory':
      return removeFromHistory(intent.image, parts);
    case 'restore':
      return discarding.restore(intent.image);
    case 'focused':
      return parts.inputFocus.tell(intent.onInput);
    case 'star':
      return carryOutAction(intent.on ? 'star' : 'unstar', intent.image, parts);
    case 'select':
      return store.dispatch({ kind: 'selected', image: intent.image });
    case 'copyPrompt':
      return copyPrompt(store, intent.image, intent.of);
    case 'weighWebp':
      return parts.webp.weigh(intent.image);
    case 'insert':
    case 'copyReference':
    case 'copyPath':
    case 'rename':
    case 'insertWebp':
    case 'open':
    case 'reveal':
    case 'saveAs':
    case 'saveRaw':
    case 'discard':
    case 'keep':
    case 'keepOnly':
    case 'edit':
    case 'extend':
    case 'vary':
    case 'useInstead':
    case 'useAsReference':
    case 'generateAgain':
    case 'export':
      return carryOutAction(intent.kind, intent.image, parts);
    case 'sendEdit': {
      const wish = editing.wishOf(intent);
      if (wish) await sendEdit(intent.editor, generation.read(placeAtCursor(wish, anchors)), generation);
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
    case 'changeExport':
    case 'chooseExportFolder':
    case 'runExport':
    case 'cancelExport':
    case 'copySnippet':
    case 'closeExport':
      return carryOutExport(intent, parts.exporting);
    case 'search':
    case 'older':
    case 'showImage':
    case 'showFamily':
      return carryOutGallery(intent, parts);
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
