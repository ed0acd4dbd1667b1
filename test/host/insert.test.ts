import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { becomes, undo } from './documents.ts';
import { activeEditor, nameOf, openFile, readMarked, selectMarked, sizeOf } from './places.ts';
import { configure, generateOne, until, useStage } from './stage.ts';

type Row = readonly [extension: string, marked: string, result: string];

/** `IMAGE` stands for the file's name, which nobody knows before it is saved. */
const BELOW: readonly Row[] = [
  ['md', 'One.\n\n⟦A white cat.⟧\n\nTwo.\n', 'One.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n'],
  ['md', '> - ⟦A white cat⟧\n> - Two\n', '> - A white cat\n>\n>   ![A white cat](assets/IMAGE)\n>\n> - Two\n'],
  ['md', '# Draft\n\n![⟦A white cat⟧]()\n', '# Draft\n\n![A white cat](assets/IMAGE)\n'],
  ['md', '# Draft\n\n<!-- image: ⟦A white cat⟧ -->\n', '# Draft\n\n![A white cat](assets/IMAGE)\n'],
  [
    'md',
    '# Café ☕\n\n⟦$HOME} \\\\ "quoted"⟧\n',
    '# Café ☕\n\n$HOME} \\\\ "quoted"\n\n![\\$HOME\\} \\\\\\\\ "quoted"](assets/IMAGE)\n',
  ],
  ['html', '<p>⟦A white cat⟧</p>\n', '<p>A white cat</p>\n<img src="assets/IMAGE" alt="A white cat" width="64" height="64">\n'],
  ['html', '<p>Hi</p>\n<img alt="⟦A white cat⟧">\n', '<p>Hi</p>\n<img src="assets/IMAGE" alt="A white cat">\n'],
  ['css', '.a {\n  /* ⟦A white cat⟧ */\n}\n', '.a {\n  /* A white cat */\n  background-image: url("assets/IMAGE");\n}\n'],
  ['css', '.a { background: url("⟦a white cat⟧"); }\n', '.a { background: url("assets/IMAGE"); }\n'],
  ['ts', "const hero = '⟦a white cat⟧';\n", "const hero = 'assets/IMAGE';\n"],
  ['ts', '  // ⟦a white cat⟧\n  show();\n', '  // a white cat\n  // assets/IMAGE\n  show();\n'],
  ['json', '{ "hero": "⟦a white cat⟧" }\n', '{ "hero": "assets/IMAGE" }\n'],
  // Nobody installed an extension for these: VS Code takes them for plain text.
  ['vue', '<p>⟦A white cat⟧</p>\n', '<p>A white cat</p>\n<img src="assets/IMAGE" alt="A white cat" width="64" height="64">\n'],
  ['svelte', '<p>⟦A white cat⟧</p>\n', '<p>A white cat</p>\n<img src="assets/IMAGE" alt="A white cat" width="64" height="64">\n'],
  ['astro', '<p>⟦A white cat⟧</p>\n', '<p>A white cat</p>\n<img src="assets/IMAGE" alt="A white cat" width="64" height="64">\n'],
  ['mdx', '⟦A white cat.⟧\n', 'A white cat.\n\n![A white cat.](assets/IMAGE)\n'],
  ['adoc', '⟦A white cat.⟧\n', 'A white cat.\n\nimage::assets/IMAGE["A white cat.",64,64]\n'],
  ['typ', '⟦A white cat.⟧\n', 'A white cat.\n\n#image("assets/IMAGE", alt: "A white cat.")\n'],
  ['txt', 'A white cat sleeps.\n⟦It dreams.⟧\n', 'A white cat sleeps.\nIt dreams.\nassets/IMAGE\n'],
];

describe('easel.insertReference "below"', () => {
  const stage = useStage();
  // With CRLF the first of each language.
  const firsts = BELOW.filter(([extension], index) => BELOW.findIndex(([other]) => other === extension) === index);
  for (const lineEnd of ['\n', '\r\n']) {
    for (const [extension, marked, result] of lineEnd === '\n' ? BELOW : firsts) {
      const name = `.${extension}, ${lineEnd === '\n' ? 'LF' : 'CRLF'}: ${marked.trim().slice(0, 40)}`;
      it(`puts the reference where it belongs, and one undo takes it back but not the file: ${JSON.stringify(name)}`, async () => {
        await configure({ insertReference: 'below', reviewPrompt: 'never' });
        const withEnds = (text: string) => text.replaceAll('\n', lineEnd);
        const { editor } = await openFile(extension, withEnds(marked));
        const before = editor.document.getText();
        const uri = await generateOne();
        await becomes(editor.document, withEnds(result.replace('IMAGE', nameOf(uri))));

        await undo(editor.document);
        await becomes(editor.document, before);
        assert.equal(await sizeOf(uri), '64x64');
        assert.deepEqual(stage.shown, []);
      });
    }
  }

  it('writes the path from the workspace folder into an untitled document', async () => {
    await configure({ insertReference: 'below', reviewPrompt: 'never' });
    const marked = 'One.\n\n⟦A white cat.⟧\n';
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: readMarked(marked).text });
    await vscode.window.showTextDocument(document);
    selectMarked(activeEditor(), marked);
    const uri = await generateOne();
    await becomes(document, `One.\n\nA white cat.\n\n![A white cat.](assets/${nameOf(uri)})\n`);
    await undo(document);
    await becomes(document, readMarked(marked).text);
  });

  it('leaves the file and the clipboard alone where it would break the file: nobody clicked', async () => {
    await configure({ insertReference: 'below' });
    await vscode.env.clipboard.writeText('mine');
    const { editor } = await openFile('ts', 'const ⟦whiteCat⟧ = 1;\n');
    await generateOne();
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    assert.equal(editor.document.getText(), 'const whiteCat = 1;\n');
    assert.deepEqual(stage.shown, []);
  });

  it('keeps what is not saved yet, and leaves the file on disk alone', async () => {
    await configure({ insertReference: 'below' });
    const { editor, path } = await openFile('md', 'One.\n\n⟦A white cat.⟧\n');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Not saved. '));
    editor.selection = new vscode.Selection(2, 0, 2, 12);
    const uri = await generateOne();
    await becomes(editor.document, `Not saved. One.\n\nA white cat.\n\n![A white cat.](assets/${nameOf(uri)})\n`);
    assert.ok(editor.document.isDirty);
    assert.equal(await readFile(path, 'utf8'), 'One.\n\nA white cat.\n');
    await undo(editor.document);
    await becomes(editor.document, 'Not saved. One.\n\nA white cat.\n');
  });

  it('inserts once into a document that two editors show', async () => {
    await configure({ insertReference: 'below' });
    const marked = 'One.\n\n⟦A white cat.⟧\n';
    const { editor } = await openFile('md', marked);
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.Two);
    selectMarked(activeEditor(), marked);
    assert.equal(vscode.window.visibleTextEditors.filter(({ document }) => document === editor.document).length, 2);
    const uri = await generateOne();
    await becomes(editor.document, `One.\n\nA white cat.\n\n![A white cat.](assets/${nameOf(uri)})\n`);
    await undo(editor.document);
    await becomes(editor.document, 'One.\n\nA white cat.\n');
  });

  it('takes neither the focus nor the cursor from another document', async () => {
    await configure({ insertReference: 'below' });
    const { editor } = await openFile('md', 'One.\n\n⟦A white cat.⟧\n');
    const run = generateOne();
    const other = await openFile('txt', 'Something ⟦else⟧.\n');
    const uri = await run;
    await becomes(editor.document, `One.\n\nA white cat.\n\n![A white cat.](assets/${nameOf(uri)})\n`);
    assert.equal(vscode.window.activeTextEditor?.document, other.editor.document);
    assert.equal(other.editor.document.getText(other.editor.selection), 'else');
  });
});

const MODES: readonly (readonly [mode: string, result: string])[] = [
  ['ask', 'One.\n\nA white cat.\n\nTwo.\n'],
  ['below', 'One.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n'],
  ['replace', 'One.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n'],
];

describe('easel.insertReference', () => {
  useStage();
  for (const [mode, result] of MODES) {
    it(`decides what happens to the prompt by itself: ${mode}`, async () => {
      await configure({ insertReference: mode });
      const { editor } = await openFile('md', 'One.\n\n⟦A white cat.⟧\n\nTwo.\n');
      const uri = await generateOne();
      await becomes(editor.document, result.replace('IMAGE', nameOf(uri)));
      assert.equal(editor.document.isDirty, mode !== 'ask');
    });
  }

  it('touches nothing for several images', async () => {
    await configure({ insertReference: 'replace', count: 2 });
    const { editor } = await openFile('md', 'One.\n\n⟦A white cat.⟧\n');
    await vscode.commands.executeCommand('easel.generate');
    assert.equal(editor.document.getText(), 'One.\n\nA white cat.\n');
  });
});

const CURSOR: readonly Row[] = [
  ['md', 'One ⟦⟧two.\n', 'One ![a white cat](assets/IMAGE)two.\n'],
  ['md', '- One\n- ⟦⟧\n', '- One\n- ![a white cat](assets/IMAGE)\n'],
  ['html', '<p>One</p>\n⟦⟧\n', '<p>One</p>\n<img src="assets/IMAGE" alt="a white cat" width="64" height="64">\n'],
  ['css', '.a {\n  ⟦⟧\n}\n', '.a {\n  background-image: url("assets/IMAGE");\n}\n'],
  ['ts', 'const hero = "⟦⟧";\n', 'const hero = "assets/IMAGE";\n'],
  ['txt', 'See ⟦⟧ here.\n', 'See assets/IMAGE here.\n'],
];

describe('easel.insert', () => {
  const stage = useStage();
  for (const [extension, marked, result] of CURSOR) {
    it(`puts the newest image at the cursor, and one undo takes the reference back: .${extension} ${JSON.stringify(marked)}`, async () => {
      const uri = await generateOne({ prompt: 'a white cat' });
      const { editor } = await openFile(extension, marked);
      const before = editor.document.getText();
      await vscode.commands.executeCommand('easel.insert');
      await becomes(editor.document, result.replace('IMAGE', nameOf(uri)));
      await undo(editor.document);
      await becomes(editor.document, before);
      assert.equal(await sizeOf(uri), '64x64');
      assert.deepEqual(stage.shown, []);
    });
  }

  it('selects the alt text, so that it can be typed over', async () => {
    await generateOne({ prompt: 'a white cat' });
    const { editor } = await openFile('md', 'One.\n\n⟦⟧\n');
    await vscode.commands.executeCommand('easel.insert');
    await until('the alt text is selected', () => editor.document.getText(editor.selection) === 'a white cat');
  });

  it('copies the reference where no editor is open', async () => {
    const uri = await generateOne({ prompt: 'a white cat' });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('easel.insert');
    assert.match(await vscode.env.clipboard.readText(), new RegExp(`^!\\[a white cat\\]\\((first/)?assets/${nameOf(uri)}\\)$`));
  });
});
