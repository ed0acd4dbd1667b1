import assert from 'node:assert/strict';
import { type Form, relativePath, toSnippet, writeReference } from '../../src/core/reference.ts';

describe('the path from a document to an image', () => {
  const rows: [document: string, image: string, path: string][] = [
    ['file:///w/a.md', 'file:///w/assets/x.png', 'assets/x.png'],
    ['file:///w/docs/en/a.md', 'file:///w/assets/x%20y%23.png', '../../assets/x y#.png'],
    ['file:///w/docs/a.md', 'file:///w/docs/x.png', 'x.png'],
    ['file:///w/docs/a.md', 'file:///w/docs2/x.png', '../docs2/x.png'],
    ['file:///w/%C3%A4/a.md', 'file:///w/ä/x.png', 'x.png'],
    ['file:///c%3A/w/a.md', 'file:///C:/w/i/x.png', 'i/x.png'],
    ['file:///c%3A/w/a.md', 'file:///d%3A/x.png', 'file:///d%3A/x.png'],
    ['file:///w/a.md', 'vscode-vfs://github/w/x.png', 'vscode-vfs://github/w/x.png'],
    ['vscode-remote://ssh%2Bhost/w/a.md', 'vscode-remote://ssh%2Bhost/w/i/x.png', 'i/x.png'],
    ['file://server/share/a.md', 'file://other/share/x.png', 'file://other/share/x.png'],
    ['file:///w/a.md', 'file:///w/100%.png', '100%.png'],
  ];
  for (const [document, image, path] of rows) {
    it(`${document} → ${image}`, () => assert.equal(relativePath(document, image), path));
  }
});

describe('a reference is written for what it stands in', () => {
  const rows: [form: Form, path: string, alt: string, text: string][] = [
    ['markdown', 'a b(1).png', 'A [cat]\nand `x`', '![A \\[cat\\] and \\`x\\`](a%20b%281%29.png)'],
    ['markdown', 'файл/猫é.png', '', '![](файл/猫é.png)'],
    ['markdown', 'file:///d%3A/x y.png', '', '![](file:///d%3A/x%20y.png)'],
    ['markdown', '//host/x.png', '', '![](/host/x.png)'],
    ['html', 'a"b&c.png', '"A" & <b>', '<img src="a%22b%26c.png" alt="&quot;A&quot; &amp; &lt;b&gt;">'],
    ['jsx', 'a.png', 'A', '<img src="a.png" alt="A" />'],
    ['htmlSource', 'a.png', 'A', 'src="a.png"'],
    ['htmlSourceAndAlt', 'a.png', 'A', 'src="a.png" alt="A"'],
    ['cssUrl', 'a "b".png', '', 'url("a%20%22b%22.png")'],
    ['cssDeclaration', 'a.png', '', 'background-image: url("a.png");'],
    ['path', 'a b.png', '', 'a b.png'],
    ['path', '-a.png', '', './-a.png'],
    ['path', 'a:b.png', '', './a:b.png'],
    ['path', 'b/a:b.png', '', 'b/a:b.png'],
    ['commentPath', 'a*/b.png', '', 'a%2A/b.png'],
    ['doubleQuoted', 'a"b\\c.png', '', 'a\\"b\\\\c.png'],
    ['singleQuoted', "it's.png", '', "it\\'s.png"],
    ['interpolated', 'a$b#{c}.png', '', 'a\\$b\\#{c}.png'],
    ['shell', 'a$b`c.png', '', 'a\\$b\\`c.png'],
    ['template', 'a`$' + '{b}$.png', '', 'a\\`\\$' + '{b}$.png'],
    ['doubledSingle', "it's.png", '', "it''s.png"],
    ['raw', "it's.png", '', 'it%27s.png'],
    ['yamlPlain', 'assets/a b.png', '', 'assets/a b.png'],
    ['yamlPlain', 'a: b #c.png', '', '"./a: b #c.png"'],
  ];
  for (const [form, path, alt, text] of rows) {
    it(`${form}: ${path}`, () => assert.equal(writeReference(form, path, alt).text, text));
  }
  it('says where its alt text is, for the tab stop', () => {
    for (const form of ['markdown', 'html', 'jsx', 'htmlSourceAndAlt'] as const) {
      const { text, alt } = writeReference(form, 'a.png', 'A cat');
      assert.equal(alt && text.slice(alt.start, alt.end), 'A cat');
    }
    assert.equal(writeReference('path', 'a.png', 'A cat').alt, undefined);
  });
});

describe('a snippet', () => {
  const rows: [text: string, alt: { start: number; end: number } | undefined, snippet: string][] = [
    ['![A](x)', { start: 2, end: 3 }, '![$' + '{1:A}](x)'],
    ['\n\n![a $1 } \\[](x$)', { start: 4, end: 13 }, '\n\n![$' + '{1:a \\$1 \\} \\\\[}](x\\$)'],
    ['![](x)', { start: 2, end: 2 }, '![$' + '{1:}](x)'],
    ['a$b}c\\d', undefined, 'a\\$b\\}c\\\\d'],
  ];
  for (const [text, alt, snippet] of rows) {
    it(`of ${JSON.stringify(text)}`, () => assert.equal(toSnippet(text, alt), snippet));
  }
});
