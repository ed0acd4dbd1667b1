import { type Row, table } from './placeMarks.ts';

const BELOW: readonly Row[] = [
  ['a paragraph', 'A ⟦cat⟧ sat.\nmore\n\nNext\n', 'A cat sat.\nmore\n\n![Alt](a.png)\n\nNext\n'],
  ['the last line', '⟦A cat⟧', 'A cat\n\n![Alt](a.png)'],
  ['a line selected with its line break', '⟦A cat\n⟧\nNext', 'A cat\n\n![Alt](a.png)\n\nNext'],
  ['a list item', '- a\n- ⟦b⟧\n- c\n', '- a\n- b\n\n  ![Alt](a.png)\n\n- c\n'],
  ['one item with its mark', '⟦- a cat⟧\n- b', '- a cat\n\n  ![Alt](a.png)\n\n- b'],
  ['a whole list', '⟦- a\n- b⟧\n', '- a\n- b\n\n![Alt](a.png)\n'],
  ['a nested item', '* a\n\n  * b ⟦c⟧\n    d\n* e', '* a\n\n  * b c\n    d\n\n    ![Alt](a.png)\n\n* e'],
  ['a numbered item', '1.  ⟦one⟧\n2.  two\n', '1.  one\n\n    ![Alt](a.png)\n\n2.  two\n'],
  ['an item indented by a tab', '-\ta ⟦b⟧\n', '-\ta b\n\n    ![Alt](a.png)\n'],
  ['a task', '- [x] ⟦a⟧', '- [x] a\n\n  ![Alt](a.png)'],
  ['a quote', '> ⟦a⟧\n> b\n\nc', '> a\n> b\n>\n> ![Alt](a.png)\n\nc'],
  ['a list in a quote', '> - [ ] ⟦a cat⟧\n>   more\n> - b\n', '> - [ ] a cat\n>   more\n>\n>   ![Alt](a.png)\n>\n> - b\n'],
  ['a quote in a list', '- > ⟦a⟧\n- b', '- > a\n  >\n  > ![Alt](a.png)\n\n- b'],
  ['a quote without spaces', '>- ⟦a⟧\n>- b', '>- a\n>\n>   ![Alt](a.png)\n>\n>- b'],
  ['a lazy line', '> ⟦a⟧\nlazy\n# h', '> a\nlazy\n>\n> ![Alt](a.png)\n\n# h'],
  ['a heading', '# ⟦A⟧\ntext\n', '# A\n\n![Alt](a.png)\n\ntext\n'],
  ['an underlined heading', 'A ⟦cat⟧\n===\ntext', 'A cat\n===\n\n![Alt](a.png)\n\ntext'],
  ['a fence', '```js\nconst ⟦a⟧ = 1\n```\ntext', '```js\nconst a = 1\n```\n\n![Alt](a.png)\n\ntext'],
  ['a fence nobody closed', '```js\nconst ⟦a⟧ = 1\n\ntext', 'copy markdown'],
  ['an open fence in a list', '- a\n  ```\n  x ⟦y⟧\n- b\n', '- a\n  ```\n  x y\n- b\n\n![Alt](a.png)\n'],
  ['an open fence in a quote', '> ```\n> x ⟦y⟧\n\ntext\n', '> ```\n> x y\n\n![Alt](a.png)\n\ntext\n'],
  ['indented code', '    code ⟦x⟧\n\ntext', '    code x\n\n![Alt](a.png)\n\ntext'],
  ['inline code', 'a `co⟦d⟧e`\n', 'a `code`\n\n![Alt](a.png)\n'],
  ['a table', '| a | b |\n|---|---|\n| ⟦cat⟧ | d |\n\nmore', '| a | b |\n|---|---|\n| cat | d |\n\n![Alt](a.png)\n\nmore'],
  ['HTML', '<div>\n⟦a⟧ cat\n</div>\n\nx', '<div>\na cat\n</div>\n\n![Alt](a.png)\n\nx'],
  ['an open comment', 'a\n\n<!-- x\n⟦a⟧ cat\n\nmore', 'copy markdown'],
  ['an image that is there', '![⟦a⟧](b.png)', '![a](b.png)\n\n![Alt](a.png)'],
  ['a comment without a lead', '<!-- ⟦a cat⟧ -->\ntext', '<!-- a cat -->\n\n![Alt](a.png)\n\ntext'],
  ['a list after a rule at the top', '---\n- ⟦a⟧\n- b', '---\n- a\n\n  ![Alt](a.png)\n\n- b'],
  ['a selection over blocks', 'para ⟦one\n\n- two\n- th⟧ree\n- four', 'para one\n\n- two\n- three\n\n  ![Alt](a.png)\n\n- four'],
  ['emoji in front', '🐱🐱 ⟦cat⟧ 🐱\n- x', '🐱🐱 cat 🐱\n\n![Alt](a.png)\n\n- x'],
];
table('in Markdown the image goes below', 'markdown', BELOW);
table('in Markdown the setting `below` does the same', 'markdown', BELOW, 'below');

const REPLACED: readonly Row[] = [
  ['an empty image, from inside', '![⟦a cat⟧]()', '![a cat](a.png)'],
  ['an empty image, from around', 'see ⟦![a cat]()⟧!', 'see ![a cat](a.png)!'],
  ['an empty image in an item', '⟦- ![a cat]()⟧', '- ![a cat](a.png)'],
  ['an image without alt', '![]()⟦⟧', '![Alt](a.png)'],
  ['an empty image with a title', 'x ![⟦a⟧](<> "t") y', 'x ![a](a.png "t") y'],
  ['an image comment', '<!-- image: ⟦a cat⟧ -->', '![Alt](a.png)'],
  ['an image comment of some lines', '<!--\n  Image:\n  ⟦a cat⟧\n-->\n\nx', '![Alt](a.png)\n\nx'],
  ['a comment selected whole', '⟦<!-- a cat -->⟧\n', '![Alt](a.png)\n'],
  ['a comment between lines', 'one\n<!-- image: ⟦a⟧ -->\ntwo', 'one\n\n![Alt](a.png)\n\ntwo'],
  ['a comment in a line', 'text <!-- image: ⟦a⟧ --> more', 'text ![Alt](a.png) more'],
  ['a comment in an item', '- <!-- image: ⟦a⟧ -->\n- b', '- ![Alt](a.png)\n\n- b'],
  ['a comment in HTML', '<div>\n<!-- image: ⟦a⟧ -->\n</div>', '<div>\n<img src="a.png" alt="Alt">\n</div>'],
  ['an <img> without src', 'a <img alt="⟦a cat⟧" width=9> b', 'a <img src="a.png" alt="a cat" width=9> b'],
  ['an MDX comment', '{/* image: ⟦a⟧ */}', '![Alt](a.png)'],
  ['a link’s destination', '[a](⟦b.html⟧)', '[a](a.png)'],
  ['a value of the front matter', '---\ntitle: ⟦a cat⟧ # c\n---\n\n# A', '---\ntitle: a.png # c\n---\n\n# A'],
  ['a quoted value of the front matter', '---\nimage: "⟦a cat⟧"\n---\n', '---\nimage: "a.png"\n---\n'],
  ['a value of TOML', "+++\nimage = '⟦x⟧'\n+++\n\na", "+++\nimage = 'a.png'\n+++\n\na"],
  ['nothing over a key of the front matter', '---\n⟦title⟧: a\n---\n', 'copy path'],
];
for (const mode of ['auto', 'below', 'replace'] as const) {
  table(`in Markdown the image replaces, with \`${mode}\``, 'markdown', REPLACED, mode);
}

table(
  'in Markdown prose is replaced only by the setting `replace`',
  'markdown',
  [
    ['words', 'A ⟦white cat⟧ sat', 'A ![Alt](a.png) sat'],
    ['a heading with its mark', '⟦# A cat\n⟧x', '# ![Alt](a.png)\nx'],
    ['an item with its mark', '⟦- a cat⟧\n- b', '- ![Alt](a.png)\n- b'],
    ['all of some inline code', 'a ⟦`code`⟧ b', 'a ![Alt](a.png) b'],
    ['never a part of inline code', 'a `co⟦de⟧` b', 'a `code` b\n\n![Alt](a.png)'],
    ['never code', '```\n⟦x⟧\n```', '```\nx\n```\n\n![Alt](a.png)'],
  ],
  'replace',
);

table('in Markdown a cursor takes the image where it stands', 'markdown', [
  ['in an empty document', '⟦⟧', '![Alt](a.png)'],
  ['in a line', 'a ⟦⟧b', 'a ![Alt](a.png)b'],
  ['on a blank line', 'a\n\n⟦⟧\n\nb', 'a\n\n![Alt](a.png)\n\nb'],
  ['in an empty item', '- ⟦⟧', '- ![Alt](a.png)'],
  ['in front of a heading', '⟦⟧# H', '![Alt](a.png)\n\n# H'],
  ['but not in a fence', '```\nx⟦⟧\n```', '```\nx\n```\n\n![Alt](a.png)'],
  ['but not in inline code', '`co⟦⟧de` x', '`code`![Alt](a.png) x'],
  ['but not as a line of a table', '|a|b|\n|-|-|\n⟦⟧', '|a|b|\n|-|-|\n\n![Alt](a.png)'],
  ['but not as a part of HTML', '<div>\n⟦⟧\n</div>', '<div>\n\n![Alt](a.png)\n</div>'],
  ['but not as a heading', '\n⟦⟧\n---', '\n![Alt](a.png)\n\n---'],
]);

const IMG = '<img src="a.png" alt="Alt">';
table('in HTML', 'html', [
  ['below a paragraph', '<p>⟦a cat⟧ sat</p>\n<p>x</p>\n', `<p>a cat sat</p>\n${IMG}\n<p>x</p>\n`],
  ['below a paragraph that nobody closed', '<p>one\n<p>⟦two⟧\n<p>three', `<p>one\n<p>two\n${IMG}\n<p>three`],
  ['below a heading', '<h1>⟦A cat⟧</h1>\n<p>b</p>\n', `<h1>A cat</h1>\n${IMG}\n<p>b</p>\n`],
  ['in a block of one line', '  <div>⟦a cat⟧</div>\n', `  <div>a cat\n    ${IMG}\n  </div>\n`],
  ['in an item', '<ul>\n  <li>⟦a⟧</li>\n  <li>b</li>\n</ul>', `<ul>\n  <li>a\n    ${IMG}\n  </li>\n  <li>b</li>\n</ul>`],
  [
    'below a list selected over its items',
    '<ul>\n⟦<li>a</li>\n<li>b</li>⟧\n</ul>',
    `<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n${IMG}`,
  ],
  ['below the line in a block', '<div>\n  A ⟦b⟧ <b>c</b> d\n  e\n</div>', `<div>\n  A b <b>c</b> d\n  ${IMG}\n  e\n</div>`],
  ['below the line of an inline element', '<div>\n  A <b>⟦b⟧</b> c\n</div>', `<div>\n  A <b>b</b> c\n  ${IMG}\n</div>`],
  ['in a cell', '<table><tr><td>⟦a⟧</td></tr></table>', `<table><tr><td>a\n  ${IMG}\n</td></tr></table>`],
  ['below a drawing', '<svg><text>⟦a⟧</text></svg>\n', `<svg><text>a</text></svg>\n${IMG}\n`],
  ['below a choice', '<select><option>⟦a⟧</option></select>', `<select><option>a</option></select>\n${IMG}`],
  ['for an image comment', '<!-- image: ⟦a cat⟧ -->\n', `${IMG}\n`],
  ['below another comment', '<!-- ⟦a cat⟧ -->\n<p>x</p>', `<!-- a cat -->\n${IMG}\n<p>x</p>`],
  ['for a comment selected whole', '⟦<!-- a cat -->⟧\n', `${IMG}\n`],
  ['as the src of an <img>', '<img class=x alt="⟦a cat⟧">', '<img src="a.png" class=x alt="a cat">'],
  ['as the src of an <img> around which it is selected', '⟦<img>⟧', '<img src="a.png" alt="Alt">'],
  ['as the empty src of an <img>', '<img src="" class="x" alt="">⟦⟧', '<img src="a.png" alt="Alt" class="x">'],
  ['below an <img> that has one', '<img src="b.png" alt="⟦a⟧">\n', `<img src="b.png" alt="a">\n${IMG}\n`],
  ['as an attribute’s value', '<a href="⟦x⟧">y</a>', '<a href="a.png">y</a>'],
  ['as a value without quotes', '<a href=⟦x⟧>y</a>', '<a href=a.png>y</a>'],
  [
    'in a style attribute’s url()',
    "<p style='color:red;background:url(⟦x⟧)'>b</p>",
    "<p style='color:red;background:url(a.png)'>b</p>",
  ],
  ['never in a handler', '<p onclick="⟦x⟧()">b</p>', 'copy htmlAttribute'],
  ['never in a title', '<html><head><title>⟦x⟧</title></head></html>', 'copy html'],
  ['never in a text field', '<textarea>⟦x⟧</textarea>', 'copy html'],
  [
    'as CSS',
    '<style>\n.a {\n  color: ⟦red⟧;\n}\n</style>',
    '<style>\n.a {\n  color: red;\n  background-image: url("a.png");\n}\n</style>',
  ],
  ['as a script’s string', '<script>\nconst a = "⟦x⟧";\n</script>', '<script>\nconst a = "a.png";\n</script>'],
  ['never between statements', '<script>⟦x⟧()</script>', 'copy path'],
  ['at a cursor', '<p>a ⟦⟧b</p>', `<p>a ${IMG}b</p>`],
  ['at a cursor in an empty document', '⟦⟧', IMG],
]);
