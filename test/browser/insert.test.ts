import assert from 'node:assert/strict';
import { eventually, panelButton } from '../support/product.ts';
import { picturesOf, reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

interface Case {
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly select: string;
  readonly button: string;
  readonly after: string;
}

const CASES: readonly Case[] = [
  {
    what: 'below a paragraph of Markdown, with its quote and list prefix',
    file: 'quote.md',
    before: '# Day\n\n> A boat on a lake\n\n- One\n- Two\n',
    select: 'A boat on a lake',
    button: 'Insert into quote.md:3',
    after: '# Day\n\n> A boat on a lake\n>\n> ![A boat on a lake](assets/a-boat-on-a-lake.png)\n\n- One\n- Two\n',
  },
  {
    what: 'over an empty image of Markdown',
    file: 'empty.md',
    before: '# Day\n\n![A red kite in the wind]()\n',
    select: '![A red kite in the wind]()',
    button: 'Insert into empty.md:3',
    after: '# Day\n\n![A red kite in the wind](assets/a-red-kite-in-the-wind.png)\n',
  },
  {
    what: 'from a folder of the workspace',
    file: 'docs/deep/page.md',
    before: 'A street after rain\n\nMore.\n',
    select: 'A street after rain',
    button: 'Insert into page.md:1',
    after: 'A street after rain\n\n![A street after rain](../../assets/a-street-after-rain.png)\n\nMore.\n',
  },
  {
    what: 'over an image comment of HTML',
    file: 'comment.html',
    before: '<body>\n  <header>\n    <!-- image: a calm harbor at night -->\n  </header>\n</body>\n',
    select: '<!-- image: a calm harbor at night -->',
    button: 'Insert into comment.html:3',
    after:
      '<body>\n  <header>\n    <img src="assets/a-calm-harbor-at-night.png" alt="a calm harbor at night" width="1024" height="1024">\n  </header>\n</body>\n',
  },
  {
    what: 'below a paragraph of HTML',
    file: 'text.html',
    before: '<body>\n  <p>A mill in the hills</p>\n  <p>More.</p>\n</body>\n',
    select: 'A mill in the hills',
    button: 'Insert into text.html:2',
    after:
      '<body>\n  <p>A mill in the hills</p>\n  <img src="assets/a-mill-in-the-hills.png" alt="A mill in the hills" width="1024" height="1024">\n  <p>More.</p>\n</body>\n',
  },
  {
    what: 'into a rule of CSS, as a declaration of its own',
    file: 'styles.css',
    before: '.hero {\n  /* soft waves seen from above */\n  color: white;\n}\n',
    select: 'soft waves seen from above',
    button: 'Insert into styles.css:2',
    after:
      '.hero {\n  /* soft waves seen from above */\n  background-image: url("assets/soft-waves-seen-from-above.png");\n  color: white;\n}\n',
  },
  {
    what: 'in a string of code, in the place of the words',
    file: 'hero.js',
    before: "const hero = 'a red fox in the snow';\n",
    select: 'a red fox in the snow',
    button: 'Insert into hero.js:1',
    after: "const hero = 'assets/a-red-fox-in-the-snow.png';\n",
  },
  {
    what: 'in a value of JSON',
    file: 'data.json',
    before: '{\n  "hero": "a tower of glass"\n}\n',
    select: 'a tower of glass',
    button: 'Insert into data.json:2',
    after: '{\n  "hero": "assets/a-tower-of-glass.png"\n}\n',
  },
];

describe('inserting', () => {
  const product = useTidyProduct({
    settings: { 'easel.size': '1024x1024' },
    files: {
      ...Object.fromEntries(CASES.map(({ file, before }) => [file, before])),
      'below.md': '# Day\n\nA lamp at dusk\n\nThe end.\n',
      'replace.md': '# Day\n\nA lamp at dawn\n\nThe end.\n',
      'two.md': '# Day\n\nA lamp at noon\n\nThe end.\n',
      'cursor.md': 'First\n\n\n\nSecond\n',
      'from.md': 'A lamp in fog\n\nMore.\n',
      'gone.md': '# Gone\n\nA castle made of clouds\n\nThe end.\n',
    },
  });

  for (const { what, file, select, button, before, after } of CASES) {
    it(`goes ${what}; one undo takes it back`, async () => {
      const { workbench, generate, assets } = product();
      await generate(file, select);
      await panelButton(product(), button).click();
      await eventually(async () => assert.equal(await workbench.editorText(), after));
      const saved = await assets();
      await workbench.press('Control+z');
      await eventually(async () => assert.equal(await workbench.editorText(), before));
      assert.deepEqual(await assets(), saved, 'undo leaves the file');
    });
  }

  it('goes below by itself with insertReference below, and moves nobody’s cursor', async () => {
    const { workbench, generate } = product();
    await reloadWith(product(), { 'easel.insertReference': 'below' });
    await generate('below.md', 'A lamp at dusk');
    const after = '# Day\n\nA lamp at dusk\n\n![A lamp at dusk](assets/a-lamp-at-dusk.png)\n\nThe end.\n';
    await workbench.tab('below.md').and(workbench.page.locator('.dirty')).waitFor();
    await eventually(async () => assert.equal(await workbench.selectedText(), 'A lamp at dusk'));
    assert.equal(await workbench.editorText(), after);
    await reloadWith(product(), { 'easel.insertReference': undefined });
  });

  it('takes the selection’s place by itself with insertReference replace', async () => {
    const { workbench, generate } = product();
    await reloadWith(product(), { 'easel.insertReference': 'replace' });
    await generate('replace.md', 'A lamp at dawn');
    const after = '# Day\n\n![A lamp at dawn](assets/a-lamp-at-dawn.png)\n\nThe end.\n';
    await eventually(async () => assert.equal(await workbench.editorText(), after));
    await reloadWith(product(), { 'easel.insertReference': undefined });
  });

  it('inserts none of several by itself', async () => {
    const { workbench, generate } = product();
    await reloadWith(product(), { 'easel.insertReference': 'below', 'easel.count': 2 });
    await generate('two.md', 'A lamp at noon');
    await eventually(async () => assert.equal(await picturesOf(product(), 'A lamp at noon').count(), 2));
    await workbench.statusBar(/^Easel 1/).waitFor({ state: 'detached' });
    assert.equal(await workbench.editorText(), '# Day\n\nA lamp at noon\n\nThe end.\n');
    await reloadWith(product(), { 'easel.insertReference': undefined, 'easel.count': undefined });
  });

  it('goes to the cursor of the active editor with Insert Image at Cursor', async () => {
    const { workbench, generate } = product();
    await generate('from.md', 'A lamp in fog');
    await picturesOf(product(), 'A lamp in fog').waitFor();
    await workbench.openFile('cursor.md');
    await workbench.cursorAt(3);
    await workbench.command('Easel: Insert Image at Cursor');
    await eventually(async () =>
      assert.equal(await workbench.editorText(), 'First\n\n![A lamp in fog](assets/a-lamp-in-fog.png)\n\nSecond\n'),
    );
  });

  it('copies the reference and says so when the place has gone since the button was shown', async () => {
    const { workbench, generate } = product();
    await generate('gone.md', 'A castle made of clouds');
    await panelButton(product(), 'Insert into gone.md:3').waitFor();
    await workbench.select('A castle made of clouds');
    await workbench.press('Delete');
    await panelButton(product(), 'Copy Reference').click();
    await workbench.statusBar('Reference copied.').waitFor();
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, '![A castle made of clouds](assets/a-castle-made-of-clouds.png)');
    assert.equal(await workbench.editorText(), '# Gone\n\n\n\nThe end.\n');
  });
});
