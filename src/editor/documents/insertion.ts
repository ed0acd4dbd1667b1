import * as vscode from 'vscode';
import type { Picture } from '../../core/session.ts';
import type { ImageId, RunId } from '../../core/task.ts';
import type { Generation } from '../generation/generation.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { pictureOf } from '../pictures/pictures.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { AnchorId, Anchors, Spot } from './anchors.ts';
import type { Inserted, Manner } from './insert.ts';

const { l10n } = vscode;

/** Brings pictures into documents, and keeps the state's targets true. */
export interface Insertion extends vscode.Disposable {
  /** At the place where the prompt was selected. */
  atPrompt(image: ImageId, manner?: Manner): Promise<Inserted | undefined>;
  /** At the cursor of an editor. */
  atCursor(image: ImageId, editor: vscode.TextEditor): Promise<Inserted | undefined>;
  copyReference(image: ImageId): Promise<void>;
  /** Whether the run's document is open, for an insertion that nobody clicked for. */
  isOpen(run: RunId): boolean;
}

/** What inserting works with. */
export interface InsertionParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly anchors: Anchors;
  readonly generation: Generation;
  readonly log: Log;
}

export function createInsertion(parts: InsertionParts): Insertion {
  const { store, anchors, generation, outside } = parts;
  const anchorOf = (run: RunId): AnchorId | undefined => generation.wishOf(run)?.anchor;

  const onMove = anchors.onChange((id) => {
    for (const run of store.state.order) if (anchorOf(run) === id) refresh(run);
  });
  const onStart = generation.onStart(refresh);

  /** The line follows every edit at once; whether a reference can stand there takes a parser, so it comes later. */
  function refresh(run: RunId): void {
    const anchor = anchorOf(run);
    const spot = anchor && anchors.peek(anchor);
    const uri = anchor && anchors.uriOf(anchor);
    // Inserting opens a closed document again, so the last known target stands.
    if (uri && store.state.targets.has(run) && canReopen(uri)) return;
    if (!spot || !uri) {
      store.dispatch({ kind: 'target', run, target: undefined });
      return;
    }
    const name = nameOf(uri);
    const line = spot.document.positionAt(spot.end).line + 1;
    const known = store.state.targets.get(run);
    store.dispatch({ kind: 'target', run, target: { name, line, copyOnly: known?.copyOnly ?? false } });
    if (!known) void judge(run, spot, { name, line });
  }

  async function judge(run: RunId, spot: Spot, target: { name: string; line: number }): Promise<void> {
    try {
      const place = await outside.findPlace(
        { text: spot.document.getText(), languageId: spot.document.languageId },
        spot,
        'auto',
      );
      if (place.kind === 'copy') store.dispatch({ kind: 'target', run, target: { ...target, copyOnly: true } });
    } catch (error) {
      parts.log.error(error);
    }
  }

  async function insert(picture: Picture, locate: () => Promise<Spot | undefined>, manner: Manner): Promise<Inserted> {
    const { insertReference } = await import('./insert.ts');
    const inserted = await insertReference(outside, picture, locate, manner);
    if (inserted.kind === 'copied') sayCopied(inserted.why);
    if (inserted.kind !== 'inserted') return inserted;
    store.dispatch({ kind: 'picture', image: picture.id, state: 'inserted' });
    const document = (await locate())?.document.uri.toString() ?? '';
    const ledger = await outside.ledger();
    await ledger
      .append({ kind: 'inserted', at: Date.now(), image: picture.id, document })
      .catch((error) => parts.log.error(error));
    return inserted;
  }

  function existing(image: ImageId): Picture {
    requireTrust();
    return pictureOf(store, image);
  }

  return {
    async atPrompt(image, manner = { mode: 'auto', takeFocus: true }) {
      const picture = existing(image);
      const anchor = anchorOf(picture.run);
      return insert(picture, async () => (anchor ? anchors.find(anchor) : undefined), manner);
    },
    async atCursor(image, editor) {
      const picture = existing(image);
      const anchor = anchors.take(editor.document, editor.selection);
      return insert(picture, () => anchors.find(anchor), { mode: 'auto', takeFocus: true });
    },
    async copyReference(image) {
      const picture = pictureOf(store, image);
      const { referenceText } = await import('./insert.ts');
      const anchor = anchorOf(picture.run);
      await vscode.env.clipboard.writeText(
        await referenceText(outside, picture, anchor === undefined ? undefined : await anchors.find(anchor)),
      );
      vscode.window.setStatusBarMessage(l10n.t('Reference copied.'), 3000);
    },
    isOpen(run) {
      const anchor = anchorOf(run);
      return anchor !== undefined && anchors.peek(anchor) !== undefined;
    },
    dispose: () => vscode.Disposable.from(onMove, onStart).dispose(),
  };
}

function canReopen(uri: vscode.Uri): boolean {
  const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  return !isOpen && uri.scheme !== 'untitled';
}

function sayCopied(why: 'gone' | 'wouldBreak'): void {
  vscode.window.showInformationMessage(
    why === 'gone'
      ? l10n.t('The place of the prompt is gone, so the reference was copied. Paste it where you want it.')
      : l10n.t('A reference would break the file there, so it was copied. Paste it where you want it.'),
  );
}
