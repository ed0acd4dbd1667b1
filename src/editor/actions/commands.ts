import * as v from 'valibot';
import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { commandOf, holds, type KnownAction, PICTURE_ACTIONS, panelCommandOf, traitsOf } from '../../core/pictureAction.ts';
import type { ImageId } from '../../core/task.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { sayNothingThere, selectedPicture } from '../commands/pictures.ts';
import type { History } from '../history/history.ts';
import { requireTrust } from '../trust.ts';
import { viewPicture } from '../view.ts';
import { type ActionParts, carryOutAction } from './carryOut.ts';

const { l10n } = vscode;

/** What the commands of the actions work with. */
export interface PictureActionParts extends CommandParts, ActionParts {
  readonly history: History;
}

/** What the context menu of a tile hands over: VS Code adds keys of its own. */
const OfMenu = v.object({ image: v.pipe(v.string(), v.maxLength(100)) });

/**
 * The commands of each action: for the image that a menu names, else for the selected one, and by a key of the panel for the
 * one that it was pressed on. A command that is registered already keeps its own meaning without an image.
 */
export function registerPictureActions(parts: PictureActionParts): void {
  for (const action of PICTURE_ACTIONS) {
    const id = commandOf(action);
    const otherwise = parts.commands.get(id);
    registerCommand(id, parts, async (...given) => {
      const [first] = given;
      if (v.is(OfMenu, first)) return take(action, first.image, parts);
      if (otherwise) return otherwise(...given);
      await parts.remember();
      const picture = selectedPicture(parts);
      return picture ? take(action, picture.id, parts) : sayNothingThere();
    });
    const inPanel = panelCommandOf(action);
    if (inPanel === id) continue;
    registerCommand(inPanel, parts, async (first) => {
      if (v.is(OfMenu, first)) return take(action, first.image, parts);
      // Only the page knows on which image a key was pressed. Who chose a key for elsewhere means what the palette does.
      if (parts.panel.active) return void parts.panel.post({ kind: 'key', action: action.id });
      await parts.commands.get(id)?.();
    });
  }
}

/** An id that names nothing does nothing: the image may have gone while the menu was open. */
async function take(action: KnownAction, image: ImageId, parts: PictureActionParts): Promise<void> {
  // The view of the history has images that are not in the session.
  await parts.history.recallImage(image);
  const { state } = parts.store;
  const picture = state.pictures.get(image);
  if (!picture || picture.state === 'discarded') return;
  if (!action.harmless) requireTrust();
  const traits = traitsOf(
    viewPicture(picture, state, { toSource: () => '', webpSize: parts.webp.sizeOf, waits: parts.keeper.waits }),
  );
  // What it must not be only decides between two names for the same.
  const missing = action.when?.some((need) => !need.startsWith('!') && !holds(need, traits));
  if (!missing) return carryOutAction(action.id, image, parts);
  void vscode.window.showInformationMessage(l10n.t('This cannot be done with {0}.', isolate(picture.name)));
}
