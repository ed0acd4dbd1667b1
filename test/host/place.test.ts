import * as assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { becomes, undo } from './documents.ts';
import { startHidden } from './meanwhile.ts';
import { activeEditor, nameOf, openFile, readMarked, selectMarked, sizeOf } from './places.ts';
import { until, useStage } from './stage.ts';

const GONE = 'The place of the prompt is gone, so the reference was copied. Paste it where you want it.';
const CAT = 'One.\n\n⟦A white cat.⟧\n\nTwo.\n';

async function edit(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

type Edit = readonly [from: string, to: string];
const EDITS: readonly (readonly [why: string, edits: readonly Edit[], line: number, result: string])[] = [
  ['nothing', [], 3, 'One.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n'],
  [
    'lines above it',
    [['One.\n', '# Title\n\nZero.\n\nOne.\n']],
    7,
    '# Title\n\nZero.\n\nOne.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n',
  ],
  ['a word in it', [['white', 'black']], 3, 'One.\n\nA black cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n'],
  ['what stands behind it', [['Two.', 'Three.']], 3, 'One.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nThree.\n'],
  [
    'its line, cut and pasted below',
    [
      ['A white cat.\n\n', ''],
      ['Two.\n', 'Two.\n\nA white cat.\n'],
    ],
    5,
    'One.\n\nTwo.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n',
  ],
  [
    'it was deleted, and brought back',
    [
      ['One.\n\nA white cat.', ''],
      ['\n\nTwo.', 'One.\n\nA white cat.\n\nTwo.'],
    ],
    3,
    'One.\n\nA white cat.\n\n![A white cat.](assets/IMAGE)\n\nTwo.\n',
  ],
];

describe('Insert, at the place of the prompt', () => {
  const stage = useStage();
  const pressInsert = () => stage.press(({ buttons }) => buttons.find((button) => button.startsWith('Insert into')));

  for (const [why, edits, line, result] of EDITS) {
    it(`finds it, names it, and one undo takes the reference back, when meanwhile was edited: ${why}`, async () => {
      const { editor } = await openFile('md', CAT);
      const run = await startHidden(stage);
      for (const [from, to] of edits) await edit(editor.document, from, to);
      const before = editor.document.getText();
      pressInsert();
      const [uri] = await run.finish();
      assert.ok(uri);
      await becomes(editor.document, result.replace('IMAGE', nameOf(uri)));
      assert.deepEqual(stage.shown, [
        {
          as: 'information',
          text: `Saved ${nameOf(uri)}.`,
          buttons: [`Insert into ${nameOf(editor.document.uri)}:${line}`, 'Discard', 'Show'],
          modal: false,
        },
      ]);
      await undo(editor.document);
      await becomes(editor.document, before);
      assert.equal(await sizeOf(uri), '64x64');
    });
  }

  it('offers to copy the reference when the place was deleted', async () => {
    const { editor } = await openFile('md', `${CAT}\nA white cat. It is another one.\n`);
    const run = await startHidden(stage);
    await edit(editor.document, 'A white cat.\n\n', '');
    await edit(editor.document, 'One.', 'A cat.');
    await vscode.env.clipboard.writeText('nothing');
    stage.press(({ buttons }) => buttons.find((button) => button === 'Copy Reference'));
    const [uri] = await run.finish();
    assert.ok(uri);
    await until('it is copied', async () => (await vscode.env.clipboard.readText()) !== 'nothing');
    assert.match(
      await vscode.env.clipboard.readText(),
      new RegExp(`^!\\[A white cat\\.\\]\\((first/)?assets/${nameOf(uri)}\\)$`),
    );
    assert.equal(editor.document.getText(), 'A cat.\n\nTwo.\n\nA white cat. It is another one.\n');
  });

  it('copies the reference and says so when the place goes while the toast is there', async () => {
    const { editor } = await openFile('md', CAT);
    const run = await startHidden(stage);
    stage.press(async ({ buttons }) => {
      const insert = buttons.find((button) => button.startsWith('Insert into'));
      if (insert) await edit(editor.document, 'A white cat.\n\n', '');
      return insert;
    });
    const [uri] = await run.finish();
    assert.ok(uri);
    await until('it is said', () => stage.shown.length === 2);
    assert.equal(stage.shown[1]?.text, GONE);
    assert.match(
      await vscode.env.clipboard.readText(),
      new RegExp(`^!\\[A white cat\\.\\]\\((first/)?assets/${nameOf(uri)}\\)$`),
    );
    assert.equal(editor.document.getText(), 'One.\n\nTwo.\n');
  });

  const returns: readonly (readonly [why: string, reopen: boolean])[] = [
    ['and open again', true],
    ['still closed', false],
  ];
  for (const [why, reopen] of returns) {
    it(`finds it by its text when the document was closed and changed on disk meanwhile, ${why}`, async () => {
      const { editor, path } = await openFile('md', CAT);
      const { uri: document } = editor.document;
      const run = await startHidden(stage);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const find = () => vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document.toString());
      await until('the document is closed', () => !find());
      await writeFile(path, `# Title\n\n${readMarked(CAT).text}`);
      if (reopen) {
        await vscode.commands.executeCommand('vscode.open', document);
        await until('the document is open', () => find()?.getText().startsWith('# Title'));
      }
      stage.press(({ text, buttons }) => (text.startsWith('Saved') ? buttons[0] : undefined));
      const [uri] = await run.finish();
      assert.ok(uri);
      const again = await until('the document is open', find);
      await becomes(again, `# Title\n\nOne.\n\nA white cat.\n\n![A white cat.](assets/${nameOf(uri)})\n\nTwo.\n`);
      assert.equal(stage.shown[0]?.buttons[0]?.startsWith('Insert into'), true, JSON.stringify(stage.shown));
    });
  }

  it('offers to copy the reference when an untitled document was thrown away', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: readMarked(CAT).text });
    await vscode.window.showTextDocument(document);
    selectMarked(activeEditor(), CAT);
    const run = await startHidden(stage);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('it is gone', () => document.isClosed);
    await vscode.env.clipboard.writeText('nothing');
    stage.press(({ buttons }) => buttons.find((button) => button === 'Copy Reference'));
    const [uri] = await run.finish();
    assert.ok(uri);
    await until('it is copied', async () => (await vscode.env.clipboard.readText()) !== 'nothing');
    assert.ok((await vscode.env.clipboard.readText()).includes(`assets/${nameOf(uri)}`));
    assert.ok(
      vscode.workspace.textDocuments.every(({ isUntitled }) => !isUntitled),
      'no empty document is made',
    );
  });
});
