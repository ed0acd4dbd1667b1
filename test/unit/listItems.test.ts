import assert from 'node:assert/strict';
import { findListItems } from '../../src/documents/markdown/listItems.ts';

describe('the list items that a selection touches', () => {
  const rows: readonly (readonly [why: string, marked: string, items: readonly string[], languageId?: string])[] = [
    ['all of a list', '⟦- one\n- two⟧\n', ['one', 'two']],
    ['a part of it', '- one\n- t⟦wo\n- thr⟧ee\n- four\n', ['two', 'three']],
    ['numbers and stars', '⟦1. one\n2) two\n\n* three⟧', ['one', 'two', 'three']],
    ['lists in lists stand for themselves', '⟦- one\n  - two\n    more\n- three⟧', ['one', 'two\n    more', 'three']],
    ['several paragraphs are one', '⟦- one\n\n  more⟧\n', ['one\n\n  more']],
    ['tasks', '⟦- [ ] one\n- [x] two⟧', ['one', 'two']],
    ['no item is empty', '⟦- one\n-\n- two⟧', ['one', 'two']],
    ['not in code', '⟦```\n- one\n```⟧', []],
    ['text is no list', '⟦one\ntwo⟧', []],
    ['behind front matter', '---\na: 1\n---\n⟦- one⟧\n', ['one']],
    ['in a long document', `${'Words of a paragraph.\n\n'.repeat(4000)}⟦- one\n- two⟧\n`, ['one', 'two']],
    ['other languages have none', '⟦- one⟧', [], 'plaintext'],
  ];
  for (const [why, marked, items, languageId = 'markdown'] of rows) {
    it(why, async () => {
      const text = marked.replace('⟦', '').replace('⟧', '');
      const range = { start: marked.indexOf('⟦'), end: marked.indexOf('⟧') - 1 };
      const found = await findListItems({ text, languageId }, range);
      assert.deepEqual(
        found.map(({ start, end }) => text.slice(start, end)),
        items,
      );
    });
  }
});
