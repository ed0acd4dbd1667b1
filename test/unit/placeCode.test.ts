import assert from 'node:assert/strict';
import { insert, table } from './placeMarks.ts';

const DECLARATION = 'background-image: url("a.png");';
table('in CSS', 'css', [
  ['below a declaration', '.a {\n  color: ⟦red⟧;\n}', `.a {\n  color: red;\n  ${DECLARATION}\n}`],
  ['below one with a remark', '.a {\n\tcolor: ⟦red⟧; /* x */\n}', `.a {\n\tcolor: red; /* x */\n\t${DECLARATION}\n}`],
  ['below the last without a semicolon', '.a {\n  color: ⟦red⟧\n}', `.a {\n  color: red;\n  ${DECLARATION}\n}`],
  ['in a rule of one line', '.a { color: ⟦red⟧; }', `.a { color: red;\n  ${DECLARATION}\n}`],
  [
    'below a comment in a rule',
    '.a {\n  /* ⟦a cat⟧ */\n  color: red;\n}',
    `.a {\n  /* a cat */\n  ${DECLARATION}\n  color: red;\n}`,
  ],
  ['for an image comment in a rule', '.a {\n  /* image: ⟦a cat⟧ */\n}', `.a {\n  ${DECLARATION}\n}`],
  [
    'in a rule of a media query',
    '@media print {\n  .a {\n    color: ⟦red⟧;\n  }\n}',
    `@media print {\n  .a {\n    color: red;\n    ${DECLARATION}\n  }\n}`,
  ],
  ['as the value of a property for images', '.a { background: ⟦red⟧ }', '.a { background: url("a.png") }'],
  ['as a variable’s value', ':root { --hero: ⟦none⟧; }', ':root { --hero: url("a.png"); }'],
  [
    'not in a gradient',
    '.a {\n  background: linear-gradient(red, ⟦blue⟧);\n}',
    `.a {\n  background: linear-gradient(red, blue);\n  ${DECLARATION}\n}`,
  ],
  [
    'not beside another image',
    '.a {\n  background: url(b.png) ⟦fixed⟧;\n}',
    `.a {\n  background: url(b.png) fixed;\n  ${DECLARATION}\n}`,
  ],
  ['as another layer', '.a { background: url(b.png), ⟦red⟧ }', '.a { background: url(b.png), url("a.png") }'],
  ['inside url()', '.a { background: url(⟦a cat⟧) }', '.a { background: url(a.png) }'],
  ['inside url("")', '.a { background: url("⟦⟧") }', '.a { background: url("a.png") }'],
  ['inside a string with its quotes', ".a { content: ⟦'x'⟧ }", ".a { content: 'a.png' }"],
  ['at a cursor in a rule', '.a {\n  ⟦⟧\n}', `.a {\n  ${DECLARATION}\n}`],
  ['never outside of rules', '/* ⟦a cat⟧ */\n.a {}', 'copy cssUrl'],
  ['never in a selector', '.⟦a⟧ { color: red }', 'copy cssUrl'],
  ['never among descriptors', '@font-face { font-family: ⟦x⟧; }', 'copy cssUrl'],
  ['never in an empty file', '⟦⟧', 'copy cssUrl'],
]);
table('in SCSS', 'scss', [
  [
    'below a line comment with an apostrophe',
    ".a {\n  // ⟦don’t⟧ don't\n  .b { x: y }\n}",
    `.a {\n  // don’t don't\n  ${DECLARATION}\n  .b { x: y }\n}`,
  ],
  [
    'in a nested rule',
    '.a {\n  &:hover {\n    color: ⟦x⟧;\n  }\n}',
    `.a {\n  &:hover {\n    color: x;\n    ${DECLARATION}\n  }\n}`,
  ],
  [
    'in a nested media query',
    '.a {\n  @media print {\n    color: ⟦x⟧;\n  }\n}',
    `.a {\n  @media print {\n    color: x;\n    ${DECLARATION}\n  }\n}`,
  ],
  ['behind an interpolation', '.a-#{$b} {\n  color: ⟦x⟧;\n}', `.a-#{$b} {\n  color: x;\n  ${DECLARATION}\n}`],
]);

const CODE: readonly (readonly [language: string, document: string, result: string])[] = [
  ['javascript', '  // ⟦a cat⟧\n  foo()', '  // a cat\n  // a.png\n  foo()'],
  ['javascript', 'foo(); // ⟦a cat⟧', 'foo(); // a cat\n// a.png'],
  ['javascript', '/**\n * ⟦a cat⟧\n * b\n */', '/**\n * a cat\n * a.png\n * b\n */'],
  ['javascript', '  /* ⟦a cat⟧ */\nfoo()', '  /* a cat\n   * a.png\n   */\nfoo()'],
  ['javascript', 'const a = ⟦"a cat"⟧;', 'const a = "a.png";'],
  ['javascript', "const a = 'see ⟦a cat⟧ here';", "const a = 'see a.png here';"],
  ['javascript', 'const a = /"/; // ⟦a⟧', 'const a = /"/; // a\n// a.png'],
  ['javascript', '⟦foo⟧()', 'copy path'],
  ['javascriptreact', '<p>{/* image: ⟦a⟧ */}</p>', '<p><img src="a.png" alt="Alt" /></p>'],
  ['typescriptreact', '<img alt="⟦a⟧" {...rest} />', '<img alt="a.png" {...rest} />'],
  ['typescriptreact', '<img className="x" alt="⟦a⟧" />', '<img src="a.png" className="x" alt="a" />'],
  ['rust', "fn a<'a>() {} /// ⟦x⟧", "fn a<'a>() {} /// x\n/// a.png"],
  ['python', '# ⟦a cat⟧\nx = 1', '# a cat\n# a.png\nx = 1'],
  ['python', 'def f():\n    """⟦A cat.⟧"""\n', 'def f():\n    """A cat.\n    a.png\n    """\n'],
  ['python', 'x = """⟦A cat.⟧"""\n', 'x = """a.png"""\n'],
  ['python', 'x = f"⟦a⟧" # b', 'x = f"a.png" # b'],
  ['sql', "-- ⟦a⟧\nselect 'b'", "-- a\n-- a.png\nselect 'b'"],
  ['sql', "select '⟦b⟧'", "select 'a.png'"],
  ['shellscript', 'echo $# # ⟦a⟧', 'echo $# # a\n# a.png'],
  ['lua', '--[[ ⟦a⟧\n]]', '--[[ a\na.png\n]]'],
  ['json', '{"a": "⟦b⟧"}', '{"a": "a.png"}'],
  ['json', '{"a": ⟦"b"⟧}', '{"a": "a.png"}'],
  ['json', '{"⟦a⟧": "b"}', 'copy path'],
  ['json', '{"a": ⟦1⟧}', 'copy path'],
  ['jsonc', '{\n  // ⟦a⟧\n}', '{\n  // a\n  // a.png\n}'],
  ['yaml', 'a: ⟦a cat⟧\n', 'a: a.png\n'],
  ['yaml', "a: '⟦a cat⟧'\n", "a: 'a.png'\n"],
  ['yaml', 'a:\n  - ⟦a cat⟧ # x\n', 'a:\n  - a.png # x\n'],
  ['yaml', 'a: [b, ⟦c⟧]', 'a: [b, a.png]'],
  ['yaml', 'a: {b: ⟦c⟧}', 'a: {b: a.png}'],
  ['yaml', 'a:⟦⟧', 'a: a.png'],
  ['yaml', 'a: b # ⟦c⟧', 'a: b # c\n# a.png'],
  ['yaml', 'a: |\n  one\n  ⟦two⟧\nb: c', 'a: |\n  one\n  two\n  a.png\nb: c'],
  ['yaml', '⟦a⟧: b', 'copy path'],
  ['yaml', '⟦a: b\nc: d⟧', 'copy path'],
  ['toml', 'a = "⟦b⟧"', 'a = "a.png"'],
  ['dotenv', 'A=⟦b⟧', 'A=a.png'],
  ['xml', '<a b="⟦c⟧"/>', '<a b="a.png"/>'],
  ['xml', '<a>⟦c⟧</a>', 'copy path'],
  ['plaintext', '  ⟦a cat⟧ x\ny', '  a cat x\n  a.png\ny'],
  ['plaintext', '> - ⟦a cat⟧\n', '> - a cat\n>   a.png\n'],
  ['plaintext', 'a ⟦⟧b', 'a a.pngb'],
  ['latex', '% ⟦a cat⟧\nx', '% a cat\n% a.png\nx'],
  ['a language nobody knows', 'Once upon a ⟦time⟧', 'Once upon a time\na.png'],
  ['a language of braces', 'a {\n  ⟦b⟧;\n}\n', 'copy path'],
];
describe('in other languages the path', () => {
  for (const [language, document, result] of CODE) {
    it(`${language}: ${JSON.stringify(document)}`, async () => assert.equal(await insert(language, document), result));
  }
});
