import * as vscode from 'vscode';
import { type Anchor, findAnchor, moveAnchor, restoreAnchor, takeAnchor } from '../../core/anchor.ts';

/** The name of a kept place. */
export type AnchorId = string;

/** A place in a document as it is now. Offsets are UTF-16 code units. */
export interface Spot {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly end: number;
}

/** Keeps the places where pictures will go, while their documents are edited, closed and opened again. */
export interface Anchors extends vscode.Disposable {
  take(document: vscode.TextDocument, range: vscode.Range): AnchorId;
  /** The document it lies in. */
  uriOf(id: AnchorId): vscode.Uri | undefined;
  /** The place in an open document, without looking into a closed one. */
  peek(id: AnchorId): Spot | undefined;
  /** The place, its document opened where needed; undefined when it is gone. */
  find(id: AnchorId): Promise<Spot | undefined>;
  /** A place moved, vanished or came back. */
  readonly onChange: vscode.Event<AnchorId>;
}

interface Kept {
  readonly uri: vscode.Uri;
  /** undefined: its text was deleted. */
  anchor: Anchor | undefined;
  /** As it was when its text was deleted: the text may come back. */
  lost?: Anchor | undefined;
  /** The document was closed since: the offsets may be wrong, its text says where it is. */
  stale: boolean;
}

export function createAnchors(newId: () => string): Anchors {
  const kept = new Map<AnchorId, Kept>();
  const changed = new vscode.EventEmitter<AnchorId>();
  const of = (document: vscode.TextDocument) => [...kept].filter(([, { uri }]) => uri.toString() === document.uri.toString());

  const onEdit = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    for (const [id, place] of of(document)) {
      if (place.stale) continue;
      const before = place.anchor ?? place.lost;
      if (!before) continue;
      place.anchor = (place.anchor && moveAnchor(place.anchor, changes)) ?? restoreAnchor(before, changes, document.getText());
      place.lost = place.anchor ? undefined : before;
      changed.fire(id);
    }
  });
  const onClose = vscode.workspace.onDidCloseTextDocument((document) => {
    for (const [id, place] of of(document)) {
      place.stale = true;
      changed.fire(id);
    }
  });
  const onOpen = vscode.workspace.onDidOpenTextDocument((document) => {
    for (const [id, place] of of(document)) {
      refresh(place, document);
      changed.fire(id);
    }
  });

  function spot({ anchor }: Kept, document: vscode.TextDocument): Spot | undefined {
    return anchor && { document, start: anchor.start, end: anchor.end };
  }

  return {
    take(document, range) {
      const id = newId();
      const anchor = takeAnchor(document.getText(), document.offsetAt(range.start), document.offsetAt(range.end));
      kept.set(id, { uri: document.uri, anchor, stale: false });
      return id;
    },
    uriOf: (id) => kept.get(id)?.uri,
    peek(id) {
      const place = kept.get(id);
      const document = place && openDocument(place.uri);
      return place && document && spot(place, document);
    },
    async find(id) {
      const place = kept.get(id);
      if (!place) return undefined;
      const open = openDocument(place.uri);
      // An untitled document that was closed is gone; opening it would make an empty one.
      if (!open && place.uri.scheme === 'untitled') return undefined;
      try {
        const document = open ?? (await vscode.workspace.openTextDocument(place.uri));
        refresh(place, document);
        return spot(place, document);
      } catch {
        return undefined;
      }
    },
    onChange: changed.event,
    dispose: () => vscode.Disposable.from(onEdit, onClose, onOpen, changed).dispose(),
  };
}

function refresh(place: Kept, document: vscode.TextDocument): void {
  if (!place.stale) return;
  place.anchor = place.anchor && findAnchor(document.getText(), place.anchor);
  place.stale = false;
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
