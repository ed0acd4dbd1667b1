import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed } from '../../core/failure.ts';
import type { Picture } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import { showWhenLong } from '../notices/patience.ts';
import type { Outside } from '../outside.ts';
import { binSidecar, takeBackSidecar } from '../provenance/sidecar.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { Keeper } from '../waiting/keeper.ts';
import { binFile, exists, hashFile, nameOf, takeBackFile } from './files.ts';
import { pictureOf } from './pictures.ts';
import { findNamed, type Named } from './references.ts';

const { l10n } = vscode;

/** Moves pictures into Easel's own bin and back. */
export interface Discarding {
  /**
   * Asks only when the file was changed since it was saved, or a document of the workspace refers to it. Answers whether it
   * was discarded. Throws `Failed` `untrusted`, `noFile`, `noPlace`.
   */
  discard(image: ImageId): Promise<boolean>;
  /**
   * Several at once, without a question: what was changed or is referred to stays. Answers which went. Throws `Failed`
   * `untrusted`.
   */
  discardAll(images: readonly ImageId[]): Promise<readonly ImageId[]>;
  /** Takes a discarded picture back; for another it does nothing. Throws as `discard` does. */
  restore(image: ImageId): Promise<void>;
}

/** What discarding works with. */
export interface DiscardingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
  readonly keeper: Pick<Keeper, 'waits'>;
}

interface Binned {
  /** Its path in the bin. */
  readonly bin: string;
  /** Its sidecar's. */
  readonly sidecar?: string;
  /** What it was before. */
  readonly state: Picture['state'];
}

export function createDiscarding({ outside, store, log, keeper }: DiscardingParts): Discarding {
  /** Where each lies in the bin and what it was before, while this window lives; the ledger knows it for later. */
  const binned = new Map<ImageId, Binned>();
  /** A double click must not move twice: the second would find that the file is gone. */
  const moving = new Map<ImageId, Promise<unknown>>();

  async function once<T>(image: ImageId, move: () => Promise<T>): Promise<T | undefined> {
    if (moving.has(image)) return undefined;
    const moved = move();
    moving.set(image, moved);
    try {
      return await moved;
    } finally {
      moving.delete(image);
    }
  }

  /** A discarded picture of an earlier window lies where the ledger says. */
  async function find(image: ImageId): Promise<Binned | undefined> {
    const known = binned.get(image);
    if (known) return known;
    const entries = await (await outside.ledger()).read();
    const entry = entries.findLast((entry) => entry.kind === 'discarded' && entry.image === image);
    const inserted = entries.some((entry) => entry.kind === 'inserted' && entry.image === image);
    if (entry?.kind !== 'discarded') return undefined;
    const { bin, sidecar } = entry;
    return { bin, ...(sidecar !== undefined && { sidecar }), state: inserted ? 'inserted' : 'kept' };
  }

  async function discardOne(image: ImageId): Promise<boolean> {
    const picture = pictureOf(store, image);
    const uri = vscode.Uri.parse(picture.uri);
    if (!(await exists(uri))) {
      store.dispatch({ kind: 'missing', image, on: true });
      vscode.window.showInformationMessage(l10n.t('{0} is not there any more.', isolate(picture.name)));
      return false;
    }
    if ((await hashFile(outside, uri)) !== picture.sha256 && !(await askAboutChanged(picture))) return false;
    // To what waits no document can lead, whatever its name.
    if (!keeper.waits(picture) && !(await askAboutReferrers(picture))) return false;
    return moveToBin(image);
  }

  /** One that is gone, or that only its user may throw away, stays as it is. */
  async function discardUnasked(image: ImageId, named: ReadonlySet<string>): Promise<boolean> {
    const picture = store.state.pictures.get(image);
    if (!picture || picture.state === 'discarded') return false;
    if (named.has(picture.name) && !keeper.waits(picture)) return false;
    try {
      if ((await hashFile(outside, vscode.Uri.parse(picture.uri))) !== picture.sha256) return false;
      return await moveToBin(image);
    } catch (error) {
      // The others can go all the same.
      if (!(error instanceof Failed)) throw error;
      log.warn(`An image was not discarded: ${error.failure.kind}.`);
      return false;
    }
  }

  async function moveToBin(image: ImageId): Promise<boolean> {
    // While it was asked, the picture may have been inserted, or moved.
    const { state, uri } = pictureOf(store, image);
    const bin = await binFile(outside, vscode.Uri.parse(uri));
    const sidecar = await binSidecar(vscode.Uri.parse(uri), { outside, log });
    const at = { bin, ...(sidecar !== undefined && { sidecar }) };
    binned.set(image, { ...at, state });
    store.dispatch({ kind: 'picture', image, state: 'discarded' });
    const ledger = await outside.ledger();
    await ledger.append({ kind: 'discarded', at: Date.now(), image, ...at }).catch((error) => log.error(error));
    return true;
  }

  async function moveBack(image: ImageId): Promise<void> {
    const picture = store.state.pictures.get(image);
    if (picture?.state !== 'discarded') return;
    const found = await find(image);
    if (!found) return;
    const uri = await takeBackFile(outside, found.bin, vscode.Uri.parse(picture.uri));
    if (found.sidecar !== undefined) await takeBackSidecar(found.sidecar, uri, { outside, log });
    binned.delete(image);
    store.dispatch({ kind: 'picture', image, state: found.state, uri: uri.toString(), name: nameOf(uri) });
    const ledger = await outside.ledger();
    await ledger.append({ kind: 'restored', at: Date.now(), image, uri: uri.toString() }).catch((error) => log.error(error));
  }

  return {
    async discard(image) {
      requireTrust();
      return (await once(image, () => discardOne(image))) ?? false;
    },
    async discardAll(images) {
      requireTrust();
      const names = images.flatMap((image) => store.state.pictures.get(image)?.name ?? []);
      const { documents } = await lookForReferrers(names);
      const named = new Set(documents.keys());
      const gone: ImageId[] = [];
      for (const image of images) {
        if (await once(image, () => discardUnasked(image, named))) gone.push(image);
      }
      return gone;
    },
    async restore(image) {
      requireTrust();
      // Undo is offered before the ledger has the discarding: whoever is quick is not to be ignored.
      await moving.get(image)?.catch(() => undefined);
      await once(image, () => moveBack(image));
    },
  };
}

async function askAboutChanged(picture: Picture): Promise<boolean> {
  const discard = l10n.t('Discard');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} was changed since Easel saved it.', isolate(picture.name)),
    { modal: true, detail: l10n.t('It goes to Easel’s bin, with Undo.') },
    discard,
  );
  return answer === discard;
}

/** ms in which documents are looked through before a single image goes: there is Undo. */
const BRIEFLY = 2000;

function lookForReferrers(names: readonly string[], within?: number): Promise<Named> {
  const title = l10n.t('Looking for documents that refer to it');
  return showWhenLong(title, (token) => findNamed(names, { token, ...(within !== undefined && { within }) }));
}

async function askAboutReferrers(picture: Picture): Promise<boolean> {
  const { documents } = await lookForReferrers([picture.name], BRIEFLY);
  const referrers = documents.get(picture.name) ?? [];
  if (referrers.length === 0) return true;
  const names = referrers.map((uri) => vscode.workspace.asRelativePath(uri));
  const discard = l10n.t('Discard Anyway');
  const answer = await vscode.window.showWarningMessage(
    referrers.length === 1
      ? l10n.t('{0} is referred to in {1}.', isolate(picture.name), isolate(names.join()))
      : l10n.t('{0} is referred to in {1} documents.', isolate(picture.name), referrers.length),
    { modal: true, detail: [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join('\n') },
    discard,
  );
  return answer === discard;
}

/** Documents that are listed in the question. */
const MOST_NAMES = 10;
