import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { otherResults } from '../../core/results.ts';
import type { ImageId } from '../../core/task.ts';
import type { Reporter } from '../notices/reporter.ts';
import type { Panel } from '../panel/panel.ts';
import type { Discarding } from '../pictures/discarding.ts';
import { pictureOf } from '../pictures/pictures.ts';
import type { Store } from '../store.ts';
import type { Keeper } from '../waiting/keeper.ts';

const { l10n } = vscode;

/** What "Keep Only This" works with. */
export interface KeepOnlyParts {
  readonly store: Store;
  readonly discarding: Discarding;
  readonly reporter: Reporter;
  readonly keeper: Keeper;
}

/**
 * Discards the other results of a picture's request, with one Undo; those that are starred, inserted, changed or referred to
 * stay. One that waits is kept first. Throws `Failed` `noFile` for a picture that is gone, and what keeping throws: then all stay.
 */
export async function keepOnly(image: ImageId, parts: KeepOnlyParts): Promise<void> {
  const { store } = parts;
  await parts.keeper.keep(image);
  const others = otherResults(store.state, pictureOf(store, image));
  await discardSeveral(
    others.map(({ id }) => id),
    parts,
  );
}

/** Discards pictures without asking about each, says how many went and how many stay, and offers to take that back. */
export async function discardSeveral(
  images: readonly ImageId[],
  { discarding, reporter }: Pick<KeepOnlyParts, 'discarding' | 'reporter'>,
): Promise<void> {
  if (images.length === 0) return;
  const gone = await discarding.discardAll(images);
  const undo = l10n.t('Undo');
  // Nobody waits for the notification to be closed.
  void reporter.guard(async () => {
    const said = discardedSentence(gone.length, images.length - gone.length);
    const picked = await vscode.window.showInformationMessage(said, ...(gone.length > 0 ? [undo] : []));
    if (picked === undo) for (const image of gone) await discarding.restore(image);
  });
}

function discardedSentence(gone: number, stay: number): string {
  const discarded = gone === 1 ? l10n.t('Discarded 1 image.') : l10n.t('Discarded {0} images.', gone);
  if (stay === 0) return discarded;
  const stays =
    stay === 1
      ? l10n.t('1 image stays: it was changed, or a document refers to it.')
      : l10n.t('{0} images stay: they were changed, or documents refer to them.', stay);
  return gone === 0 ? stays : `${discarded} ${stays}`;
}

/** While the panel is hidden nobody sees its offer: a notification makes it, once one of several results is inserted. */
export function registerKeepOnlyOffer(parts: KeepOnlyParts & { readonly panel: Panel }): vscode.Disposable {
  const { store, panel, reporter, keeper } = parts;
  let before = store.state.pictures;
  return store.onChange(({ pictures }) => {
    const inserted = [...pictures.values()].filter(({ id, state }) => state === 'inserted' && before.get(id)?.state === 'kept');
    before = pictures;
    if (panel.visible) return;
    for (const picture of inserted) {
      const others = otherResults(store.state, picture);
      if (others.length > 0) void reporter.guard(() => offer(picture.id, picture.name, others.some(keeper.waits)));
    }
  });

  async function offer(image: ImageId, name: string, wait: boolean): Promise<void> {
    const only = l10n.t('Keep Only This');
    const said = wait
      ? l10n.t('{0} is inserted. Other images of the same request still wait in Easel’s storage.', isolate(name))
      : l10n.t('{0} is inserted. The other images of the same request are still in your project.', isolate(name));
    if ((await vscode.window.showInformationMessage(said, only)) === only) await keepOnly(image, parts);
  }
}
