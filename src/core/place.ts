import type { Form } from './reference.ts';

/** What inserting at a selection does to the document. */
export type Place =
  /**
   * Replace `start`…`end` (UTF-16 code units) by `before` + reference + `after`; these hold line ends and indentation. `indent`: what the
   * reference's own lines after its first begin with; none where it is left out.
   */
  | {
      readonly kind: 'edit';
      readonly start: number;
      readonly end: number;
      readonly before: string;
      readonly after: string;
      readonly form: Form;
      readonly indent?: string;
    }
  /** A reference here would break the file: it is copied instead. */
  | { readonly kind: 'copy'; readonly form: Form };

/** The setting `easel.insertReference` in one insertion: `replace` puts the reference in the place of prose, too. */
export type InsertMode = 'auto' | 'below' | 'replace';

/** A document as the places are found in it; `languageId` is VS Code's. */
export interface PlacedDocument {
  readonly text: string;
  readonly languageId: string;
}

/** UTF-16 code units into a document's text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
