import * as vscode from 'vscode';
import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { followWithSidecar } from '../provenance/sidecar.ts';
import type { Store } from '../store.ts';
import { nameOf } from './files.ts';
import { pictureOf } from './pictures.ts';

/** What moving a picture's file works with. */
export interface MovedParts {
  readonly outside: Pick<Outside, 'ledger' | 'disk'>;
  readonly store: Store;
  readonly log: Log;
}

/** Lets state and ledger know where a picture's file lies now; its bytes are the same. Throws `Failed` `noFile`. */
export async function noteMoved(image: ImageId, uri: vscode.Uri, { outside, store, log }: MovedParts): Promise<void> {
  const { state, sha256, size } = pictureOf(store, image);
  const place = uri.toString();
  store.dispatch({ kind: 'picture', image, state, uri: place, name: nameOf(uri) });
  const ledger = await outside.ledger();
  await ledger
    .append({ kind: 'moved', at: Date.now(), image, uri: place, sha256, bytes: size })
    .catch((error) => log.error(error));
}

/** Tells of every picture whose file has another place now, by URI strings. */
export function onMoved({ state, onChange }: Store, tell: (from: string, to: string) => void): vscode.Disposable {
  let before = state.pictures;
  return onChange(({ pictures }) => {
    if (pictures === before) return;
    const old = before;
    before = pictures;
    for (const { id, uri } of pictures.values()) {
      const from = old.get(id)?.uri;
      if (from !== undefined && from !== uri) tell(from, uri);
    }
  });
}

/** Follows the files that are renamed or moved in VS Code, the folders around them too. */
export function followMoves(parts: MovedParts): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(({ files }) => {
    for (const { oldUri, newUri } of files) {
      const before = oldUri.toString();
      for (const { id, uri, state } of [...parts.store.state.pictures.values()]) {
        if (state === 'discarded' || (uri !== before && !uri.startsWith(`${before}/`))) continue;
        const now = vscode.Uri.parse(newUri.toString() + uri.slice(before.length));
        void noteMoved(id, now, parts).catch((error) => parts.log.error(error));
        // With its folder it went along.
        if (uri === before) void followWithSidecar(oldUri, newUri, parts);
      }
    }
  });
}
