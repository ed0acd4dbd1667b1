import type * as vscode from 'vscode';
import { type Gap, gapOf, type ImageReference } from '../../core/gap.ts';
import type { PlacedDocument } from '../../core/place.ts';
import { placedDocument } from '../documents/language.ts';
import type { Outside } from '../outside.ts';
import { findTarget, type Referring } from './target.ts';

/** A reference to an image that can be made. */
export interface FoundGap {
  readonly reference: ImageReference;
  readonly gap: Gap;
  readonly target: vscode.Uri;
}

/** UTF-16 code units; a longer document takes seconds to parse. */
export const LONGEST_DOCUMENT = 1_000_000;

/** What finding gaps works with. */
export type FinderParts = Pick<Outside, 'findImages' | 'disk'>;

interface Known {
  readonly version: number;
  readonly languageId: string;
  readonly references: Promise<readonly ImageReference[]>;
}

/** Per document as VS Code has it: each version is parsed once. */
const known = new WeakMap<vscode.TextDocument, Known>();

/** Whether asking for the references of a document as it is now costs nothing. */
export function isKnown(document: vscode.TextDocument): boolean {
  const kept = known.get(document);
  return kept?.version === document.version && kept.languageId === document.languageId;
}

/** The image references of an open document. */
export function referencesOf(document: vscode.TextDocument, outside: FinderParts): Promise<readonly ImageReference[]> {
  const kept = known.get(document);
  if (kept && isKnown(document)) return kept.references;
  const { version, languageId } = document;
  const references = readReferences(placedDocument(document), outside);
  known.set(document, { version, languageId, references });
  return references;
}

/** The image references of a text; none of one that is too long. */
export async function readReferences(document: PlacedDocument, outside: FinderParts): Promise<readonly ImageReference[]> {
  return document.text.length > LONGEST_DOCUMENT ? [] : outside.findImages(document);
}

/** Those of the references whose files can be made and are not there. */
export async function findGaps(
  references: readonly ImageReference[],
  document: Referring,
  outside: FinderParts,
): Promise<readonly FoundGap[]> {
  const found: FoundGap[] = [];
  for (const reference of references) {
    const gap = gapOf(reference);
    const target = gap && (await findTarget(reference, document, outside));
    if (target) found.push({ reference, gap, target });
  }
  return found;
}
