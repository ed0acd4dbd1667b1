import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { type PageParts, renderPage } from '../../src/core/html.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const parts: PageParts = {
  nonce: 'abc123',
  cspSource: `'self' https://*.vscode-cdn.net`,
  script: 'https://resource/dist/page.js',
  styles: ['https://resource/media/page.css'],
  codicons: 'https://resource/dist/codicons/codicon.css',
  lang: 'en',
  title: 'Easel',
  labels: {},
};

function elements(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

function named(html: string, tag: string): Record<string, string>[] {
  return elements(parse(html))
    .filter((element) => element.tagName === tag)
    .map((element) => Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])));
}

describe('the markup of the page', () => {
  it('allows its own images, styles, fonts and the one script with the nonce, and nothing else', () => {
    const policy = named(renderPage(parts), 'meta').find((meta) => meta['http-equiv'] === 'Content-Security-Policy');
    assert.equal(
      policy?.content,
      [
        `default-src 'none'`,
        `img-src 'self' https://*.vscode-cdn.net blob:`,
        `style-src 'self' https://*.vscode-cdn.net`,
        `font-src 'self' https://*.vscode-cdn.net`,
        `script-src 'nonce-abc123'`,
      ].join('; '),
    );
  });

  it('loads one script with the nonce, the style sheets, and the icons by the id that <vscode-icon> looks for', () => {
    const html = renderPage(parts);
    assert.deepEqual(named(html, 'script'), [{ nonce: 'abc123', src: parts.script, defer: '' }]);
    assert.deepEqual(
      named(html, 'link').map(({ id, href }) => [id, href]),
      [
        ['vscode-codicon-stylesheet', parts.codicons],
        [undefined, parts.styles[0]],
      ],
    );
  });

  it('has no inline style, no event attribute, no form and no frame', () => {
    const html = renderPage(parts);
    const attributes = elements(parse(html)).flatMap((element) => element.attrs.map(({ name }) => name));
    assert.deepEqual(
      attributes.filter((name) => name === 'style' || name.startsWith('on')),
      [],
    );
    for (const tag of ['form', 'iframe', 'style', 'object', 'base']) assert.deepEqual(named(html, tag), []);
  });

  it('keeps any text inside its own place', function () {
    this.timeout(10_000);
    // NUL and carriage returns do not outlive an HTML parser, in whatever spelling.
    const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/[\0\r\ud800-\udfff]/g, ''));
    const hostile = fc.oneof(
      text,
      fc.constantFrom(`"><script>alert(1)</script>`, `' onload='x`, '</title><base href=x>', '&quot;'),
    );
    const shape = elements(parse(renderPage(parts))).map((element) => element.tagName);
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, script, label) => {
        const html = renderPage({ ...parts, title, script, labels: { [label]: label } });
        assert.deepEqual(
          elements(parse(html)).map((element) => element.tagName),
          shape,
        );
        assert.equal(named(html, 'script')[0]?.src, script);
        assert.equal(named(html, 'main')[0]?.['aria-label'], title);
        assert.deepEqual(JSON.parse(named(html, 'body')[0]?.['data-labels'] ?? ''), Object.fromEntries([[label, label]]));
      }),
    );
  });
});
