import assert from 'node:assert/strict';
import { type ExportPicture, type ExportWish, exportPlan } from '../../src/core/exportPlan.ts';
import { exportSnippet, manifestIcons, type SnippetPlace } from '../../src/core/exportSnippet.ts';
import { toSnippet } from '../../src/core/reference.ts';

const picture: ExportPicture = { width: 1000, height: 600, base: 'my hero (1), "x"', type: 'png' };
const large: ExportPicture = { width: 2000, height: 2000, base: 'hero', type: 'jpeg' };
const html: SnippetPlace = { form: 'html', pathOf: (name) => `/${name}`, alt: 'A “cat” & <dog>\n"quoted"' };
const alt = 'A “cat” &amp; &lt;dog&gt; &quot;quoted&quot;';
const hero = '/my%20hero%20%281%29%2C%20%22x%22';
const favicon: ExportWish = { kind: 'favicon' };
const responsive: ExportWish = { kind: 'responsive', widths: [400, 800, 1600] };
const sizes = 'sizes="(max-width: 1000px) 100vw, 1000px"';

const table: readonly (readonly [string, ExportWish, ExportPicture, SnippetPlace, readonly string[]])[] = [
  [
    'favicons',
    favicon,
    picture,
    { ...html, indent: '  ' },
    [
      '<link rel="icon" href="/favicon.ico" sizes="16x16 32x32 48x48">',
      '  <link rel="apple-touch-icon" href="/apple-touch-icon.png">',
    ],
  ],
  [
    'favicons in XHTML, beside the document',
    favicon,
    picture,
    { ...html, form: 'xhtml', pathOf: (name) => `a "b"/${name}` },
    [
      '<link rel="icon" href="a%20%22b%22/favicon.ico" sizes="16x16 32x32 48x48" />',
      '<link rel="apple-touch-icon" href="a%20%22b%22/apple-touch-icon.png" />',
    ],
  ],
  [
    'Open Graph, whose address is absolute',
    { kind: 'openGraph', format: 'jpeg' },
    large,
    { ...html, pathOf: (name) => `../../${name}` },
    [
      '<meta property="og:image" content="https://example.com/og-image.jpg">',
      '<meta property="og:image:type" content="image/jpeg">',
      '<meta property="og:image:width" content="1200">',
      '<meta property="og:image:height" content="630">',
      `<meta property="og:image:alt" content="${alt}">`,
      '<meta name="twitter:card" content="summary_large_image">',
    ],
  ],
  [
    'Open Graph without alt text',
    { kind: 'openGraph', format: 'png' },
    large,
    { ...html, form: 'jsx', alt: ' ' },
    [
      '<meta property="og:image" content="https://example.com/og-image.png" />',
      '<meta property="og:image:type" content="image/png" />',
      '<meta property="og:image:width" content="1200" />',
      '<meta property="og:image:height" content="630" />',
      '<meta name="twitter:card" content="summary_large_image" />',
    ],
  ],
  [
    'responsive pictures',
    responsive,
    picture,
    html,
    [
      '<picture>',
      `  <source type="image/avif" srcset="${hero}-400.avif 400w, ${hero}-800.avif 800w, ${hero}-1000.avif 1000w" ${sizes}>`,
      `  <source type="image/webp" srcset="${hero}-400.webp 400w, ${hero}-800.webp 800w, ${hero}-1000.webp 1000w" ${sizes}>`,
      `  <img src="${hero}-1000.png" alt="${alt}" width="1000" height="600">`,
      '</picture>',
    ],
  ],
  [
    'responsive pictures in JSX, from a WebP',
    { kind: 'responsive', widths: [400] },
    { ...large, type: 'webp' },
    { ...html, form: 'jsx', alt: '' },
    [
      '<picture>',
      '  <source type="image/avif" srcSet="/hero-400.avif 400w" sizes="(max-width: 400px) 100vw, 400px" />',
      '  <source type="image/webp" srcSet="/hero-400.webp 400w" sizes="(max-width: 400px) 100vw, 400px" />',
      '  <img src="/hero-400.webp" alt="" width={400} height={400} />',
      '</picture>',
    ],
  ],
];

describe('the markup of an export', () => {
  for (const [what, wish, source, place, lines] of table) {
    it(`has ${what}`, () => {
      const files = exportPlan(wish, source).filter(({ upscaled }) => !upscaled);
      assert.deepEqual(exportSnippet(wish.kind, files, place)?.text.split('\n'), lines);
    });
  }

  it('has the alt text of a picture, and the site of Open Graph, for the user to change', () => {
    const of = (wish: ExportWish): string => {
      const snippet = exportSnippet(wish.kind, exportPlan(wish, large), html);
      return toSnippet(snippet?.text ?? '', snippet?.stop);
    };
    assert.ok(of(responsive).includes(`alt="\${1:${alt}}"`));
    assert.ok(of({ kind: 'openGraph', format: 'png' }).includes(`content="\${1:https://example.com}/og-image.png"`));
  });

  it('has only what was made', () => {
    const [icon, ...rest] = exportPlan(favicon, picture);
    assert.ok(icon);
    assert.equal(exportSnippet('favicon', [icon], html)?.text.split('\n').length, 1);
    assert.equal(exportSnippet('favicon', rest.slice(1), html), undefined);
    assert.equal(exportSnippet('responsive', [], html), undefined);
    const custom: ExportWish = { kind: 'custom', size: { width: 10, height: 10 }, format: 'png' };
    assert.equal(exportSnippet('custom', exportPlan(custom, picture), html), undefined);
  });

  it('has entries for a web manifest', () => {
    assert.deepEqual(JSON.parse(manifestIcons(exportPlan(favicon, large), (name) => `/app/${name}`)), {
      icons: [
        { src: '/app/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/app/icon-512.png', sizes: '512x512', type: 'image/png' },
      ],
    });
  });
});
