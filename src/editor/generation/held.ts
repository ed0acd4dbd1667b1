import type * as vscode from 'vscode';
import type { KeepParts } from '../../core/keep.ts';
import type { RunId, Shelf } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import type { Store } from '../store.ts';
import { namesOf } from './names.ts';
import type { HeldImage, Wish } from './wish.ts';

/** Finished images that no folder took: they live in memory until they are saved by hand. */
export interface HeldImages {
  of(run: RunId): readonly HeldImage[];
  add(run: RunId, image: HeldImage): void;
  /** One was saved by hand. */
  release(run: RunId, image: HeldImage, uri: vscode.Uri): Promise<void>;
}

/** What they are held with. */
export interface HeldParts {
  readonly store: Store;
  readonly outside: Outside;
  wishOf(run: RunId): Wish | undefined;
  keeping(shelf: Shelf): Promise<KeepParts>;
}

export function createHeldImages({ store, outside, wishOf, keeping }: HeldParts): HeldImages {
  const held = new Map<RunId, readonly HeldImage[]>();
  const of = (run: RunId) => held.get(run) ?? [];
  return {
    of,
    add(run, image) {
      held.set(run, [...of(run), image]);
    },
    async release(run, image, uri) {
      held.set(
        run,
        of(run).filter((other) => other !== image),
      );
      const { keepImage } = await import('../../core/keep.ts');
      const saved = { uri: uri.toString(), name: nameOf(uri), sha256: await outside.sha256(image.bytes) };
      const about = { run, call: image.call };
      const wish = wishOf(run) ?? { prompt: store.state.runs.get(run)?.prompt ?? '', options: {} };
      const request = { ...namesOf(wish, store.state), name: image.name };
      const keep = async () => saved;
      for await (const event of keepImage(image, about, request, await keeping({ keep, keepRaw: keep }))) {
        if (event.kind === 'saved') store.dispatch(event);
      }
      if (!of(run).some(({ call }) => call === image.call)) store.dispatch({ kind: 'call', ...about, state: { kind: 'done' } });
    },
  };
}
