import * as vscode from 'vscode';
import type { Picture } from '../../core/session.ts';
import type { Log } from '../log.ts';
import { exists } from '../pictures/files.ts';
import type { Store } from '../store.ts';

/** Whether the files of the pictures are there, whoever takes them away or brings them back. */
export interface Presence extends vscode.Disposable {
  /** Something came to these places of the workspace, or left them. */
  readonly onChange: vscode.Event<readonly vscode.Uri[]>;
}

/** What looking after the files works with. */
export interface PresenceParts {
  readonly store: Store;
  readonly log: Log;
}

/** ms; whoever changes a branch takes many files away at once. */
const PAUSE = 200;

/** Has the pictures of the session say that their file is gone, and that it is back. Looks when a picture comes or moves too. */
export function watchPresence({ store, log }: PresenceParts): Presence {
  const changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  /** Where each was when it was looked for last. */
  let seen = new Map<string, string>();
  let places: vscode.Uri[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(pictures: readonly Picture[]): Promise<void> {
    for (const { id, uri } of pictures) {
      // Where nobody can tell it may well be there.
      const isThere = await exists(vscode.Uri.parse(uri)).catch(() => true);
      const now = store.state.pictures.get(id);
      if (now?.uri === uri && now.state !== 'discarded') store.dispatch({ kind: 'missing', image: id, on: !isThere });
    }
  }

  const here = () => [...store.state.pictures.values()].filter(({ state }) => state !== 'discarded');
  const begin = (pictures: readonly Picture[]) => void look(pictures).catch((error) => log.error(error));

  function tell(): void {
    timer = undefined;
    const uris = places;
    places = [];
    begin(here().filter(({ uri }) => uris.some((place) => isWithin(uri, place))));
    changed.fire(uris);
  }

  const note = (uri: vscode.Uri) => {
    places.push(uri);
    timer ??= setTimeout(tell, PAUSE);
  };
  // Of a folder that goes VS Code tells by itself, not of what was in it.
  const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  const listening = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(note),
    watcher.onDidDelete(note),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && begin(here())),
    store.onChange(() => {
      const all = here();
      const fresh = all.filter(({ id, uri }) => seen.get(id) !== uri);
      seen = new Map(all.map(({ id, uri }) => [id, uri]));
      if (fresh.length > 0) begin(fresh);
    }),
  );

  return {
    onChange: changed.event,
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
}

/** Whether a file, by its URI string, is at a place or in it. */
export function isWithin(uri: string, place: vscode.Uri): boolean {
  return uri === place.toString() || uri.startsWith(`${place.toString()}/`);
}
