import * as vscode from 'vscode';
import type { Picture } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import { binFile, hashFile, nameOf, takeBackFile } from './files.ts';
import { pictureOf } from './pictures.ts';

const { l10n } = vscode;

/** Moves pictures into Easel's own bin and back. */
export interface Discarding {
  /** Asks only when the file was changed since it was saved. Answers whether it was discarded. */
  discard(image: ImageId): Promise<boolean>;
  restore(image: ImageId): Promise<void>;
}

/** What discarding works with. */
export interface DiscardingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
}

export function createDiscarding({ outside, store, log }: DiscardingParts): Discarding {
  /** Where each lies in the bin, while this window lives; the ledger knows it for later. */
  const bins = new Map<ImageId, string>();

  /** A discarded picture of an earlier window lies where the ledger says. */
  async function binOf(image: ImageId): Promise<string | undefined> {
    if (bins.has(image)) return bins.get(image);
    const entries = await (await outside.ledger()).read();
    const entry = entries.findLast((entry) => entry.kind === 'discarded' && entry.image === image);
    return entry?.kind === 'discarded' ? entry.bin : undefined;
  }

  return {
    async discard(image) {
      requireTrust();
      const picture = pictureOf(store, image);
      const uri = vscode.Uri.parse(picture.uri);
      if ((await hashFile(outside, uri)) !== picture.sha256 && !(await askAboutChanged(picture))) return false;
      const bin = await binFile(outside, uri);
      bins.set(image, bin);
      store.dispatch({ kind: 'picture', image, state: 'discarded' });
      const ledger = await outside.ledger();
      await ledger.append({ kind: 'discarded', at: Date.now(), image, bin }).catch((error) => log.error(error));
      return true;
    },
    async restore(image) {
      requireTrust();
      const picture = store.state.pictures.get(image);
      const bin = await binOf(image);
      if (!picture || !bin) return;
      const uri = await takeBackFile(outside, bin, vscode.Uri.parse(picture.uri));
      bins.delete(image);
      store.dispatch({ kind: 'picture', image, state: 'kept', uri: uri.toString(), name: nameOf(uri) });
      const ledger = await outside.ledger();
      await ledger.append({ kind: 'restored', at: Date.now(), image, uri: uri.toString() }).catch((error) => log.error(error));
    },
  };
}

async function askAboutChanged(picture: Picture): Promise<boolean> {
  const discard = l10n.t('Discard');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} was changed since Easel saved it.', picture.name),
    { modal: true, detail: l10n.t('It goes to Easel’s bin, with Undo.') },
    discard,
  );
  return answer === discard;
}
