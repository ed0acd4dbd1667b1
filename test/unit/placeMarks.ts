import assert from 'node:assert/strict';
import type { InsertMode, Place } from '../../src/core/place.ts';
import { writeReference } from '../../src/core/reference.ts';
import { findPlace } from '../../src/documents/place.ts';

interface Marked {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function read(marked: string): Marked {
  const start = marked.indexOf('⟦');
  return { text: marked.replace('⟦', '').replace('⟧', ''), start, end: marked.indexOf('⟧') - 1 };
}

/** The document after the edit that a place is. */
export function write(text: string, place: Place, path = 'a.png', alt = 'Alt'): string {
  if (place.kind === 'copy') {
    return `copy ${place.form}`;
  }
  const { form, indent = '' } = place;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const reference = writeReference(form, path, alt, { indent }).text.replaceAll('\n', lineBreak);
  return text.slice(0, place.start) + place.before + reference + place.after + text.slice(place.end);
}

/** The document after inserting at what ⟦ and ⟧ enclose; `copy …` where nothing is inserted. */
export async function insert(
  languageId: string,
  marked: string,
  mode: InsertMode = 'auto',
  path?: string,
  alt?: string,
): Promise<string> {
  const { text, start, end } = read(marked);
  return write(text, await findPlace({ text, languageId }, { start, end }, mode), path, alt);
}

export type Row = readonly [why: string, document: string, result: string];

/** One test a row: `document`, with the selection between ⟦ and ⟧, becomes `result`; once more with CRLF. */
export function table(title: string, languageId: string, rows: readonly Row[], mode: InsertMode = 'auto'): void {
  describe(title, () => {
    for (const [why, document, result] of rows) {
      it(why, async () => assert.equal(await insert(languageId, document, mode), result));
      if (document.includes('\n')) {
        it(`${why}, with CRLF`, async () => {
          const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
          assert.equal(await insert(languageId, crlf(document), mode), crlf(result));
        });
      }
    }
  });
}
