import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed } from '../../core/failure.ts';
import type { Picture } from '../../core/session.ts';
import { isWebLanguage } from '../../core/syntax.ts';
import type { ImageId, RunId } from '../../core/task.ts';
import type { Generation } from '../generation/generation.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { exists, nameOf } from '../pictures/files.ts';
import { pictureOf } from '../pictures/pictures.ts';
import type { Webp } from '../pictures/webp.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { Keeper } from '../waiting/keeper.ts';
import { bytesLabel } from '../words/labels.ts';
import type { AnchorId, Anchors, Spot } from './anchors.ts';
import type { Illustration, Inserted, Manner } from './insert.ts';
import { languageOf, placedDocument } from './language.ts';

const { l10n } = vscode;

/** Brings pictures into documents, and keeps the state's targets true. */
export interface Insertion extends vscode.Disposable {
  /** At the place where the prompt was selected. */
  atPrompt(image: ImageId, manner?: Manner): Promise<Inserted | undefined>;
  /** At the cursor of an editor. */
  atCursor(image: ImageId, editor: vscode.TextEditor): Promise<Inserted | undefined>;
  /** Where the prompt was selected, with a smaller file that is saved beside the picture's own. Throws as `Webp.save` does. */
  asWebp(image: ImageId): Promise<Inserted | undefined>;
  /** Any image of the workspace, at a place that was taken before. */
  file(image: Illustration, anchor: AnchorId): Promise<Inserted>;
  /** The reference to such an image, as Markdown. */
  copyFileReference(image: Illustration): Promise<void>;
  /**
   * Makes a picture ready to be inserted: what waits is kept, and it gets its plain name, where it can have that. Throws
   * `Failed` `untrusted`, `noFile`, and what keeping throws.
   */
  prepare(image: ImageId): Promise<Picture>;
  /** Copies a reference that would break the file where it was to go, and says so. */
  copyInstead(reference: string): Promise<void>;
  /** State and ledger, once a picture's reference is in a document. */
  noteInserted(image: ImageId, document: vscode.Uri): Promise<void>;
  copyReference(image: ImageId): Promise<void>;
  /** Whether the run's document is open, for an insertion that nobody clicked for. */
  isOpen(run: RunId): boolean;
}

/** What inserting works with. */
export interface InsertionParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly anchors: Anchors;
  readonly generation: Pick<Generation, 'wishOf' | 'onStart'>;
  readonly webp: Pick<Webp, 'save' | 'sizeOf'>;
  readonly keeper: Pick<Keeper, 'keep'>;
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
    // A gap's reference is there already.
    const isThere = generation.wishOf(run)?.target !== undefined;
    const target = { name, line, web: isWebLanguage(languageOf(spot.document)) };
    store.dispatch({ kind: 'target', run, target: { ...target, copyOnly: known?.copyOnly ?? isThere } });
    if (!known && !isThere) void judge(run, spot, target);
  }

  async function judge(run: RunId, spot: Spot, target: { name: string; line: number; web: boolean }): Promise<void> {
    try {
      const place = await outside.findPlace(placedDocument(spot.document), spot, 'auto');
      if (place.kind === 'copy') store.dispatch({ kind: 'target', run, target: { ...target, copyOnly: true } });
    } catch (error) {
      parts.log.error(error);
    }
  }

  async function insert(picture: Picture, locate: () => Promise<Spot | undefined>, manner: Manner): Promise<Inserted> {
    const inserted = await insertImage(picture, locate, manner);
    if (inserted.kind === 'inserted') await noteInserted(picture.id, (await locate())?.document.uri);
    return inserted;
  }

  async function insertImage(image: Illustration, locate: () => Promise<Spot | undefined>, manner: Manner): Promise<Inserted> {
    const { insertReference } = await import('./insert.ts');
    const inserted = await insertReference(outside, image, locate, manner);
    if (inserted.kind === 'copied') sayCopied(inserted.why);
    return inserted;
  }

  async function noteInserted(image: ImageId, document: vscode.Uri | undefined): Promise<void> {
    store.dispatch({ kind: 'picture', image, state: 'inserted' });
    const ledger = await outside.ledger();
    await ledger
      .append({ kind: 'inserted', at: Date.now(), image, document: document?.toString() ?? '' })
      .catch((error) => parts.log.error(error));
  }

  async function copy(image: Illustration, spot: Spot | undefined): Promise<void> {
    const { referenceText } = await import('./insert.ts');
    await vscode.env.clipboard.writeText(await referenceText(outside, image, spot));
    vscode.window.setStatusBarMessage(l10n.t('Reference copied.'), 3000);
  }

  /** A picture that is to be inserted: in the project, under its plain name where it can have that. */
  async function plainly(image: ImageId): Promise<Picture> {
    requireTrust();
    await requireFile(image);
    await parts.keeper.keep(image);
    if (existing(image).plain !== undefined) {
      const { takePlainName } = await import('../pictures/plainName.ts');
      await takePlainName(image, parts);
    }
    return existing(image);
  }

  /** A reference to what is not there would be a broken one. */
  async function requireFile(image: ImageId): Promise<void> {
    const { uri, name } = pictureOf(store, image);
    if (await exists(vscode.Uri.parse(uri)).catch(() => true)) return;
    store.dispatch({ kind: 'missing', image, on: true });
    throw new Failed({ kind: 'noFile', name });
  }

  function existing(image: ImageId): Picture {
    requireTrust();
    return pictureOf(store, image);
  }

  return {
    async atPrompt(image, manner = { mode: 'auto', takeFocus: true }) {
      const picture = await plainly(image);
      const anchor = anchorOf(picture.run);
      return insert(picture, async () => (anchor ? anchors.find(anchor) : undefined), manner);
    },
    async atCursor(image, editor) {
      const anchor = anchors.take(editor.document, editor.selection);
      return insert(await plainly(image), () => anchors.find(anchor), { mode: 'auto', takeFocus: true });
    },
    async asWebp(image) {
      await plainly(image);
      const uri = await parts.webp.save(image);
      const anchor = anchorOf(existing(image).run);
      const picture = { ...existing(image), uri: uri.toString(), name: nameOf(uri) };
      const size = parts.webp.sizeOf(picture) ?? 0;
      const said = l10n.t('{0} is saved: {1}, not {2}.', isolate(picture.name), bytesLabel(size), bytesLabel(picture.size));
      vscode.window.setStatusBarMessage(said, 5000);
      return insert(picture, async () => (anchor ? anchors.find(anchor) : undefined), { mode: 'auto', takeFocus: true });
    },
    async file(image, anchor) {
      requireTrust();
      return insertImage(image, () => anchors.find(anchor), { mode: 'auto', takeFocus: true });
    },
    prepare: plainly,
    async copyInstead(reference) {
      await vscode.env.clipboard.writeText(reference);
      sayCopied('wouldBreak');
    },
    copyFileReference: (image) => copy(image, undefined),
    noteInserted,
    async copyReference(image) {
      await requireFile(image);
      // A reference leads to a place in the project.
      await parts.keeper.keep(image);
      const picture = pictureOf(store, image);
      const anchor = anchorOf(picture.run);
      await copy(picture, anchor === undefined ? undefined : await anchors.find(anchor));
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
