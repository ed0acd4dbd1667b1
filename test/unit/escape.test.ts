import assert from 'node:assert/strict';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { escapeForMarkdown } from '../../src/core/escape.ts';

describe('text in the Markdown of a tooltip', () => {
  for (const text of [
    '[Quit](command:workbench.action.quit) ![x](https://example.com/x.png) <https://example.com>',
    '<img src=x onerror=alert(1)><b>bold</b> &lt; &#65; **b** _i_ `code` ~~s~~',
    '# no heading\n- no list\n1. no list\n> no quote\n---\n| no | table |',
    '    no code\n```\nno code\n```',
    'first\nsecond',
    'C:\\cat\\*.png',
  ]) {
    it(`stays text: ${JSON.stringify(text)}`, () => {
      const { children } = fromMarkdown(escapeForMarkdown(text));
      assert.equal(children.length, 1);
      const [paragraph] = children;
      assert.ok(paragraph?.type === 'paragraph');
      const lines = paragraph.children.map((node) => (node.type === 'text' ? node.value : node.type));
      assert.deepEqual(
        lines,
        text
          .trim()
          .split(/\s*\n\s*/)
          .flatMap((line, index) => (index === 0 ? [line] : ['break', line])),
      );
    });
  }

  for (const address of ['https://example.com/a', 'www.example.com', 'me@example.com']) {
    it(`leaves no address that VS Code would make a link: ${address}`, () => {
      assert.doesNotMatch(escapeForMarkdown(address), /https?:\/\/|www\.|\w@/);
    });
  }
});
