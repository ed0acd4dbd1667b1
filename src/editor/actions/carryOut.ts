import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import { type PictureActionId, pictureAction } from '../../core/pictureAction.ts';
import type { ImageId, RunId } from '../../core/task.ts';
import type { Anchors } from '../documents/anchors.ts';
import type { Insertion } from '../documents/insertion.ts';
import { placeAtCursor } from '../documents/source.ts';
import type { Exporting } from '../export/exporting.ts';
import type { Generation } from '../generation/generation.ts';
import { wishForVariations } from '../generation/variation.ts';
import { openEditor } from '../notices/steps.ts';
import { discardWithUndo } from '../notices/toasts.ts';
import type { Editing } from '../panel/editing.ts';
import { useAsReference } from '../panel/formIntents.ts';
import type { Panel } from '../panel/panel.ts';
import type { Presenter } from '../panel/presenter.ts';
import type { Discarding } from '../pictures/discarding.ts';
import { copyPath, openPicture, pictureOf, revealPicture, savePictureAs, saveRawAs } from '../pictures/pictures.ts';
import { renamePicture } from '../pictures/renaming.ts';
import { type ReplacingParts, useInsteadOfOriginal } from '../pictures/replacing.ts';
import { starPicture } from '../pictures/starring.ts';
import { requireTrust } from '../trust.ts';
import type { Keeper } from '../waiting/keeper.ts';
import { scopeOf } from '../waiting/place.ts';
import { keepOnly } from './keepOnly.ts';

/** What actions are carried out with. */
export interface ActionParts extends ReplacingParts {
  readonly panel: Panel;
  readonly presenter: Presenter;
  readonly anchors: Anchors;
  readonly generation: Generation;
  readonly insertion: Insertion;
  readonly discarding: Discarding;
  readonly editing: Editing;
  readonly exporting: Exporting;
  readonly keeper: Keeper;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
}

/** Does to an image what the table of actions has, whoever asked. Throws `Failed` `untrusted`, and what the deed itself throws. */
export async function carryOutAction(action: PictureActionId, image: ImageId, parts: ActionParts): Promise<void> {
  const { outside, store, insertion, panel, editing } = parts;
  if (!pictureAction(action).harmless) requireTrust();
  switch (action) {
    case 'insert':
      await insertion.atPrompt(image);
      return;
    case 'insertWebp':
      await insertion.asWebp(image);
      return;
    case 'copyReference':
      return insertion.copyReference(image);
    case 'copyPath':
      return copyPath(store, image);
    case 'copyImage':
      panel.reveal();
      panel.post({ kind: 'act', action, image });
      return;
    case 'useInstead':
      await useInsteadOfOriginal(image, parts);
      return editing.refresh(store.state.pictures.get(image)?.uri ?? '');
    case 'star':
    case 'unstar':
      await starPicture(image, action === 'star', parts);
      // Where nothing may be written the star alone is set.
      if (action === 'star' && vscode.workspace.isTrusted) await parts.keeper.keep(image);
      return;
    case 'keep':
      return parts.keeper.keep(image);
    case 'edit':
    case 'extend':
      await editing.open({ mode: action, picture: fileOf(image, parts) });
      return parts.presenter.showEditor();
    case 'vary': {
      const picture = fileOf(image, parts);
      const scope = scopeOf(picture, store.state, parts.storage);
      await parts.generation.start(placeAtCursor(wishForVariations({ picture, references: [], scope }), parts.anchors));
      return;
    }
    case 'useAsReference':
      return useAsReference(fileOf(image, parts), parts);
    case 'keepOnly':
      return keepOnly(image, parts);
    case 'generateAgain':
      return runAgain(pictureOf(store, image).run, parts);
    case 'export':
      await parts.exporting.open(fileOf(image, parts));
      if (!panel.visible) panel.reveal();
      return;
    case 'open':
      return openPicture(store, image);
    case 'reveal':
      return revealPicture(store, image);
    case 'rename':
      return renamePicture(image, parts);
    case 'saveAs':
      return savePictureAs(outside, store, image);
    case 'saveRaw':
      return saveRawAs(outside, store, image);
    case 'discard':
      // The panel has Undo on the card.
      if (panel.visible) await parts.discarding.discard(image);
      else await discardWithUndo(pictureOf(store, image), parts);
      return;
    default:
      return assertNever(action);
  }
}

/** Sends a request once more; what was painted in an earlier window is looked at first. */
export async function runAgain(run: RunId, parts: ActionParts): Promise<void> {
  const wish = parts.generation.wishOf(run);
  if (wish) await parts.generation.start(wish);
  else await openEditor(run, parts);
}

function fileOf(image: ImageId, { store }: ActionParts): vscode.Uri {
  return vscode.Uri.parse(pictureOf(store, image).uri);
}
