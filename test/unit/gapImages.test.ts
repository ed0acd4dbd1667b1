import assert from 'node:assert/strict';
import type { ImageReference } from '../../src/core/gap.ts';
import { findImages } from '../../src/documents/gaps/images.ts';

/** A reference as a reader of the document sees it: the path, what the path and the reference are in the text, the facts. */
type Seen = readonly [path: string, written: string, whole: string, facts?: object];
const NOTHING: readonly [] = [];
type Row = readonly [why: string, document: string, ...seen: Seen[]];

async function see(languageId: string, text: string): Promise<Seen[]> {
  const found = await findImages({ text, languageId });
  return found.map(({ path, fromRoot, address, range, definition, ...rest }: ImageReference) => {
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const facts = {
      ...rest,
      ...(fromRoot ? { fromRoot } : {}),
      ...(definition === undefined ? {} : { definition: slice(definition) }),
    };
    return [path, slice(address), slice(range), ...(Object.keys(facts).length === 0 ? NOTHING : ([facts] as const))];
  });
}

function table(title: string, languageId: string, rows: readonly Row[]): void {
  describe(`The images of ${title}`, () => {
    for (const [why, document, ...seen] of rows) {
      it(why, async () => assert.deepEqual(await see(languageId, document), seen));
    }
  });
}

table('Markdown', 'markdown', [
  ['an image', 'x ![A cat](img/a.png "t") y', ['img/a.png', 'img/a.png', '![A cat](img/a.png "t")', { alt: 'A cat' }]],
  ['marks in the alt text', '![*A* `b` \\[c\\]](a.png)', ['a.png', 'a.png', '![*A* `b` \\[c\\]](a.png)', { alt: 'A b [c]' }]],
  ['angle brackets', '![](<a b.png>)', ['a b.png', 'a b.png', '![](<a b.png>)', { alt: '' }]],
  ['escapes', '![](a\\(b%20c&amp;d.png)', ['a(b c&d.png', 'a\\(b%20c&amp;d.png', '![](a\\(b%20c&amp;d.png)', { alt: '' }]],
  ['query and fragment', '![](a.png?x=1#y)', ['a.png', 'a.png?x=1#y', '![](a.png?x=1#y)', { alt: '' }]],
  ['a file of another script', '🐱 ![](猫.png)', ['猫.png', '猫.png', '![](猫.png)', { alt: '' }]],
  [
    'a definition',
    '![A][b] ![b][]\n\n[B]: ./a.png "t"\n[b]: no.png',
    ['./a.png', './a.png', '![A][b]', { alt: 'A', definition: '[B]: ./a.png "t"' }],
    ['./a.png', './a.png', '![b][]', { alt: 'b', definition: '[B]: ./a.png "t"' }],
  ],
  ['a definition that only a link uses', '[b]\n\n[b]: a.png'],
  ['an image in a link', '[![A](a.png)](b.html)', ['a.png', 'a.png', '![A](a.png)', { alt: 'A' }]],
  ['a heading before it', '# A *b*\n\n# ![](c.png)', ['c.png', 'c.png', '![](c.png)', { alt: '', heading: 'A b' }]],
  ['a heading around it', '# A\n\n## ![](c.png) B', ['c.png', 'c.png', '![](c.png)', { alt: '', heading: 'B' }]],
  [
    'a heading of HTML',
    '<h1 align="center">A <b>b</b></h1>\n\n![](c.png)',
    ['c.png', 'c.png', '![](c.png)', { alt: '', heading: 'A b' }],
  ],
  ['the site’s root', '![](/a.png)', ['/a.png', '/a.png', '![](/a.png)', { alt: '', fromRoot: true }]],
  ['front matter', '---\na: ![](n.png)\n\nb: c\n---\n![](a.png)', ['a.png', 'a.png', '![](a.png)', { alt: '' }]],
  ['a byte order mark', '\uFEFF# A\n![](a.png)', ['a.png', 'a.png', '![](a.png)', { alt: '', heading: 'A' }]],
  [
    'HTML',
    'x <img src=a.png alt="A &lt; b" width=30 height=40px>',
    ['a.png', 'a.png', '<img src=a.png alt="A &lt; b" width=30 height=40px>', { alt: 'A < b', width: 30, height: 40 }],
  ],
  ['HTML in a quote', '- > <p>\n  > <img\n  >  src="a.png">\n  > </p>', ['a.png', 'a.png', '<img\n  >  src="a.png">']],
  [
    'HTML behind a tab that reaches into an item',
    '- a\n\t<div style="background: url(&quot;a.png&quot;)">',
    ['a.png', 'a.png', '<div style="background: url(&quot;a.png&quot;)">'],
  ],
  ['none in code', '`![](a.png)`\n\n    ![](b.png)\n\n```\n![](c.png)\n<img src=d.png>\n```'],
  ['none in comments', '<!-- ![](a.png) -->\n\nx <!-- <img src=b.png> --> y\n\n<!--\n\n![](c.png)\n\n-->'],
  ['none without an address', '![a]() ![a](<>) ![a][b]'],
  ['none with an escape in front', '\\![a](a.png'],
]);

table('MDX', 'mdx', [
  ['an image', '![a](a.png)', ['a.png', 'a.png', '![a](a.png)', { alt: 'a' }]],
  ['none in comments', '{/* ![a](a.png) */}\n\n<img src={a} /> <img src="{b}.png" />'],
]);

table('HTML', 'html', [
  [
    'an image',
    '<h2>A &amp; b</h2><img src=" a%20b&amp;c.png ">',
    ['a b&c.png', 'a%20b&amp;c.png', '<img src=" a%20b&amp;c.png ">', { heading: 'A & b' }],
  ],
  [
    'candidates, with their sizes',
    '<img alt=A width=10 height=20 src=a.png srcset="b.png 2x, c&amp;,d.png 30w,/e.png,">',
    [
      'a.png',
      'a.png',
      '<img alt=A width=10 height=20 src=a.png srcset="b.png 2x, c&amp;,d.png 30w,/e.png,">',
      { alt: 'A', width: 10, height: 20 },
    ],
    [
      'b.png',
      'b.png',
      '<img alt=A width=10 height=20 src=a.png srcset="b.png 2x, c&amp;,d.png 30w,/e.png,">',
      { alt: 'A', width: 20, height: 40 },
    ],
    [
      'c&,d.png',
      'c&amp;,d.png',
      '<img alt=A width=10 height=20 src=a.png srcset="b.png 2x, c&amp;,d.png 30w,/e.png,">',
      { alt: 'A', width: 30, height: 60 },
    ],
    [
      '/e.png',
      '/e.png',
      '<img alt=A width=10 height=20 src=a.png srcset="b.png 2x, c&amp;,d.png 30w,/e.png,">',
      { alt: 'A', width: 10, height: 20, fromRoot: true },
    ],
  ],
  [
    'a source beside an image',
    '<picture><source srcset="a.webp"><img src="b.png" alt="A" width="5" height="6"></picture>',
    ['a.webp', 'a.webp', '<source srcset="a.webp">', { alt: 'A', width: 5, height: 6 }],
    ['b.png', 'b.png', '<img src="b.png" alt="A" width="5" height="6">', { alt: 'A', width: 5, height: 6 }],
  ],
  [
    'the head',
    '<head><link rel="shortcut icon" href=a.png><LINK REL=apple-touch-icon HREF=b.png><link rel=stylesheet href=c.css><meta property=og:image content=d.png><meta name=x content=e.png>',
    ['a.png', 'a.png', '<link rel="shortcut icon" href=a.png>'],
    ['b.png', 'b.png', '<LINK REL=apple-touch-icon HREF=b.png>'],
    ['d.png', 'd.png', '<meta property=og:image content=d.png>'],
  ],
  [
    'a poster',
    '<video src=a.mp4 poster=p.jpg width=4 height=3></video>',
    ['p.jpg', 'p.jpg', '<video src=a.mp4 poster=p.jpg width=4 height=3>', { width: 4, height: 3 }],
  ],
  [
    'styles',
    `<style>p{background:url(a.png)}</style><p style="background:url(&quot;b\\&quot;c.png&quot;)">`,
    ['a.png', 'a.png', 'url(a.png)'],
    ['b"c.png', 'b\\&quot;c.png', `<p style="background:url(&quot;b\\&quot;c.png&quot;)">`],
  ],
  ['without scripts', '<noscript><img src=a.png></noscript>', ['a.png', 'a.png', '<img src=a.png>']],
  [
    'line ends of Windows',
    '<img\r\n srcset="a.png 1x,\r\n b.png 2x">',
    ['a.png', 'a.png', '<img\r\n srcset="a.png 1x,\r\n b.png 2x">'],
    ['b.png', 'b.png', '<img\r\n srcset="a.png 1x,\r\n b.png 2x">'],
  ],
  [
    'a size that is none in px',
    '<img src=a.png width=50% height=auto>',
    ['a.png', 'a.png', '<img src=a.png width=50% height=auto>'],
  ],
  [
    'none in comments and scripts',
    '<!-- <img src=a.png> --><script>"<img src=b.png>"</script><textarea><img src=c.png></textarea>',
  ],
  ['none behind another base', '<base href="/x/"><img src=a.png>'],
  ['none in a template’s list', `<img srcset="{{ f('a, b.png') }} 2x, c.png"><img :src="a.png">`],
]);

table('CSS', 'css', [
  [
    'url',
    'a{background:url( a.png ) no-repeat,url("b c.png")}',
    ['a.png', 'a.png', 'url( a.png )'],
    ['b c.png', 'b c.png', 'url("b c.png")'],
  ],
  [
    'escapes',
    'a{cursor:url(a\\20 b\\).png),url("c\\"d.png")}',
    ['a b).png', 'a\\20 b\\).png', 'url(a\\20 b\\).png)'],
    ['c"d.png', 'c\\"d.png', 'url("c\\"d.png")'],
  ],
  [
    'sets',
    'a{--x:image-set("a.png" type("image/png") 1x,url(b.png) 2x)}',
    ['a.png', 'a.png', '"a.png"'],
    ['b.png', 'b.png', 'url(b.png)'],
  ],
  ['nested rules', '@media print{a{&:hover{mask:url(a.png)}}}', ['a.png', 'a.png', 'url(a.png)']],
  ['none that are no images', '@import url(a.css);@font-face{src:url(b.woff)}@namespace url(c);a{content:"d.png"}'],
  ['none in comments', '/* url(a.png) */ a{b:c/*url(d.png)*/}'],
]);

table('SCSS and Less', 'scss', [
  [
    'variables and mixins',
    '$a: url(a.png); @include b(url(c.png));',
    ['a.png', 'a.png', 'url(a.png)'],
    ['c.png', 'c.png', 'url(c.png)'],
  ],
  ['none in line comments', "// it's url(a.png)\na{b:url(c.png)}", ['c.png', 'c.png', 'url(c.png)']],
  ['none with expressions', 'a{b:url($x);c:url("#{$y}/z.png");d:url("a" + ".png");e:url(@{z}/a.png)}'],
]);

describe('A path is certain', () => {
  for (const [address, path] of [
    ['a.png', 'a.png'],
    ['../a/./b.png', '../a/./b.png'],
    ['hero@2x.png', 'hero@2x.png'],
    ['a$.png', 'a$.png'],
    ['%E7%8C%AB.png', '猫.png'],
    ['https://a.b/c.png', undefined],
    ['//a.b/c.png', undefined],
    ['data:image/png;base64,AAAA', undefined],
    ['C:/a.png', undefined],
    ['{{ page.image }}', undefined],
    ['{% static "a.png" %}', undefined],
    ['$' + '{a}.png', undefined],
    ['%7B%7Ba%7D%7D.png', undefined],
    ['<%= a %>', undefined],
    ['<?= $a ?>.png', undefined],
    ['#{a}.png', undefined],
    ['@a/b.png', undefined],
    ['~/a.png', undefined],
    ['$a.png', undefined],
    ['a/$b.png', undefined],
    ['%PUBLIC_URL%/a.png', undefined],
    ['100%.png', undefined],
    ['#a', undefined],
    ['?a', undefined],
    ['a/', undefined],
    ['..', undefined],
    ['a/%2e%2e', undefined],
    ['a%2Fb.png', undefined],
    ['a%5Cb.png', undefined],
    ['a%00.png', undefined],
  ] as const) {
    it(`${path === undefined ? 'not ' : ''}in ${address}`, async () => {
      const attribute = address.replaceAll('"', '&quot;');
      const found = await findImages({ text: `<img src="${attribute}">`, languageId: 'html' });
      assert.deepEqual(
        found.map((one) => one.path),
        path === undefined ? [] : [path],
      );
    });
  }
});

describe('The images of a long Markdown document', () => {
  const FILLER = `${'Some prose of a paragraph. '.repeat(100)}\n\n`.repeat(4);
  for (const [why, document, ...paths] of [
    ['a definition far behind', `![a][b]\n\n${FILLER}[b]: a.png`, 'a.png'],
    ['a definition far before', `[b]: a.png\n\n${FILLER}![a][b]\n\n\`\`\`\n![c](c.png)`, 'a.png'],
    ['a fence over the border', `\`\`\`\`\n${FILLER}![a](a.png)\n\n\`\`\`\n\n\`\`\`\`\n![b](b.png)`, 'b.png'],
    ['HTML over the border', `  <pre>\n${FILLER}<img src="a.png"> ![b](b.png)\n\n</pre>\n![c](c.png)`, 'a.png', 'c.png'],
    ['a comment over the border', `<!--\n${FILLER}![a](a.png)\n\n-->\n![b](b.png)`, 'b.png'],
    ['front matter over the border', `---\na: |\n${FILLER}![a](a.png)\n\n---\n![b](b.png)`, 'b.png'],
    ['what looks like front matter', `${'Prose. '.repeat(2000)}\n\n---\n![a](a.png)\n\n---\n`, 'a.png'],
  ] as const) {
    it(why, async () => {
      const found = await findImages({ text: document, languageId: 'markdown' });
      assert.deepEqual(
        found.map((one) => one.path),
        paths,
      );
      for (const { address, path } of found) {
        assert.equal(document.slice(address.start, address.end), path);
      }
    });
  }
});
