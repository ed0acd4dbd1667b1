import * as assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../src/core/drag.ts';
import { Failed } from '../../src/core/failure.ts';
import type { Picture } from '../../src/core/session.ts';
import { findPlace } from '../../src/documents/place.ts';
import { createDropping } from '../../src/editor/documents/dropping.ts';
import { createStore } from '../../src/editor/store.ts';
import { encodePng } from '../support/imagesPng.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { becomes, undo } from './documents.ts';
import { activeEditor, folder, openFile, readMarked, selectMarked, unique } from './places.ts';
import { useStage } from './stage.ts';

const { token } = new vscode.CancellationTokenSource();

describe('a drop on a document', () => {
  useStage();
  const pictures = unique('dropped');
  const place = (name: string) => vscode.Uri.file(join(folder('first'), pictures, name));
  let copied: string[];
  let inserted: string[];

  before(async () => {
    await mkdir(join(folder('first'), pictures), { recursive: true });
    const png = encodePng(64, 48, [10, 60, 200, 255], [240, 200, 20, 255]);
    for (const name of ['our-cat.png', 'Big Dog (1).png', 'notes.txt']) await writeFile(place(name).fsPath, png);
    await writeFile(place('logo.svg').fsPath, '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  });
  beforeEach(() => {
    copied = [];
    inserted = [];
  });
  after(() => rm(join(folder('first'), pictures), { recursive: true, force: true }));

  /** With one picture of ours, `cat`. */
  function makeDropping() {
    const store = createStore();
    const picture: Picture = {
      id: 'cat',
      run: 'run',
      call: 'call',
      uri: place('our-cat.png').toString(),
      name: 'our-cat.png',
      info: { type: 'png', width: 64, height: 48 },
      size: 1,
      sha256: '',
      alt: 'A white cat',
      parents: [],
      state: 'kept',
    };
    const options = DEFAULT_OPTIONS;
    const run = { id: 'run', prompt: '', options, provider: '', startedAt: 0, calls: [], notes: [], standIn: false };
    store.dispatch({ kind: 'started', run });
    store.dispatch({ kind: 'saved', picture });
    const insertion = {
      prepare: async () => picture,
      copyInstead: async (text: string) => void copied.push(text),
      noteInserted: async (image: string) => void inserted.push(image),
    };
    return createDropping({ outside: { findPlace }, store, insertion });
  }

  /** Drops where the marks are, and applies what comes of it as VS Code does. */
  async function drop(editor: vscode.TextEditor, data: Readonly<Record<string, string>>): Promise<boolean> {
    const transfer = new vscode.DataTransfer();
    for (const [type, value] of Object.entries(data)) transfer.set(type, new vscode.DataTransferItem(value));
    const edit = await makeDropping()(editor.document, editor.selection.active, transfer, token);
    if (!edit) return false;
    assert.equal(edit.title, 'Insert Easel Image');
    assert.equal(edit.kind?.value, 'easel.image');
    if (edit.additionalEdit) {
      assert.equal(edit.insertText, '');
      assert.ok(await vscode.workspace.applyEdit(edit.additionalEdit));
    } else {
      assert.ok(edit.insertText instanceof vscode.SnippetString);
      await editor.insertSnippet(edit.insertText);
    }
    return true;
  }

  const files = (...names: readonly string[]) => ({ 'text/uri-list': names.map((name) => place(name).toString()).join('\r\n') });
  const ours = { [EASEL_IMAGE]: 'cat' };
  const CAT = 'FOLDER/our-cat.png';

  const ROWS: readonly (readonly [extension: string, data: Readonly<Record<string, string>>, marked: string, result: string])[] =
    [
      ['md', ours, 'One ⟦⟧two.\n', `One ![A white cat](${CAT})two.\n`],
      ['md', files('our-cat.png'), 'One ⟦⟧two.\n', `One ![A white cat](${CAT})two.\n`],
      ['md', files('Big Dog (1).png'), '⟦⟧\n', '![big dog 1](FOLDER/Big%20Dog%20%281%29.png)\n'],
      ['md', files('our-cat.png', 'logo.svg'), 'One ⟦⟧\n', `One ![A white cat](${CAT}) ![logo](FOLDER/logo.svg)\n`],
      ['md', ours, '```js\nfoo⟦⟧()\n```\n', `\`\`\`js\nfoo()\n\`\`\`\n\n![A white cat](${CAT})\n`],
      ['html', ours, '<p>Hi</p>\n⟦⟧\n', `<p>Hi</p>\n<img src="${CAT}" alt="A white cat" width="64" height="48">\n`],
      ['html', files('logo.svg'), '<p>Hi</p>\n⟦⟧\n', '<p>Hi</p>\n<img src="FOLDER/logo.svg" alt="logo">\n'],
      ['json', ours, '{ "hero": "⟦⟧" }\n', `{ "hero": "${CAT}" }\n`],
    ];
  for (const [extension, data, marked, result] of ROWS) {
    const what = data === ours ? 'of the panel' : 'from the explorer';
    it(`${what} writes what Insert writes, and one undo takes it back: .${extension} ${JSON.stringify(marked)}`, async () => {
      const { editor } = await openFile(extension, marked);
      assert.ok(await drop(editor, data));
      await becomes(editor.document, result.replaceAll('FOLDER', pictures));
      assert.deepEqual(inserted, data === ours ? ['cat'] : []);
      await undo(editor.document);
      await becomes(editor.document, readMarked(marked).text);
    });
  }

  it('works in an untitled document, with the path from the workspace folder', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'One two.\n' });
    await vscode.window.showTextDocument(document);
    assert.ok(await drop(selectMarked(activeEditor(), 'One ⟦⟧two.\n'), ours));
    await becomes(document, `One ![A white cat](${pictures}/our-cat.png)two.\n`);
  });

  it('works in a Markdown cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'One two.', 'markdown');
    const path = join(folder('first'), `${unique('notebook')}.ipynb`);
    await writeFile(path, JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [cell])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const { document } = notebook.cellAt(0);
    const transfer = new vscode.DataTransfer();
    transfer.set(EASEL_IMAGE, new vscode.DataTransferItem('cat'));
    const made = await makeDropping()(document, new vscode.Position(0, 4), transfer, token);
    assert.ok(made?.insertText instanceof vscode.SnippetString);
    assert.match(made.insertText.value, new RegExp(`\\(${pictures}/our-cat\\.png\\)`));
  });

  const LEFT: readonly (readonly [what: string, extension: string, marked: string, data: Readonly<Record<string, string>>])[] = [
    ['a file that is no image', 'md', '⟦⟧', files('notes.txt')],
    ['an image among others', 'md', '⟦⟧', files('our-cat.png', 'notes.txt')],
    ['an image of a page of the web', 'md', '⟦⟧', { 'text/uri-list': 'https://example.com/cat.png' }],
    ['text that is no address', 'md', '⟦⟧', { 'text/uri-list': 'cat.png\n#comment' }],
    ['an id that names nothing', 'md', '⟦⟧', { [EASEL_IMAGE]: '../../etc/x.png' }],
    ['several images where only a path can stand', 'json', '{ "a": "⟦⟧" }', files('our-cat.png', 'logo.svg')],
    ['a file where a reference would break the text', 'ts', 'const ca⟦⟧t = 1;\n', files('our-cat.png')],
  ];
  for (const [what, extension, marked, data] of LEFT) {
    it(`leaves to VS Code: ${what}`, async () => {
      const { editor } = await openFile(extension, marked);
      assert.equal(await drop(editor, data), false);
      assert.deepEqual([copied, inserted], [[], []]);
    });
  }

  it('copies the reference of the panel’s picture where it would break the text', async () => {
    const { editor } = await openFile('ts', 'const ca⟦⟧t = 1;\n');
    assert.equal(await drop(editor, ours), false);
    assert.deepEqual(copied, [`${pictures}/our-cat.png`]);
    assert.deepEqual(inserted, []);
  });

  it('says so when the file is gone since the drag began', async () => {
    const { editor } = await openFile('md', '⟦⟧');
    await assert.rejects(
      drop(editor, files('gone.png')),
      (error) => error instanceof Failed && error.failure.kind === 'noFile' && error.failure.name === 'gone.png',
    );
  });
});
