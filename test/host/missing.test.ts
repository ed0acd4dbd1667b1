import * as assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { folder, nameOf, openFile, unique } from './places.ts';
import { configure, generateOne, until, useStage } from './stage.ts';

describe('A picture whose file was taken away outside of VS Code', () => {
  const stage = useStage();
  const saveFolder = unique('away');

  beforeEach(() => configure({ saveFolder }));
  after(() => rm(join(folder('first'), saveFolder), { recursive: true, force: true }));

  const pictures = () => stage.page.state?.cards.flatMap((card) => card.pictures) ?? [];

  async function make() {
    const { editor } = await openFile('md', `A ⟦${unique('lamp in fog')}⟧.\n`);
    const uri = await generateOne({});
    const name = nameOf(uri);
    stage.page.send({ kind: 'ready' });
    const { id } = await until('its card is there', () => pictures().find((picture) => picture.name === name));
    return { editor, uri, name, id, view: () => pictures().find((picture) => picture.id === id) };
  }

  const ways: readonly (readonly [way: string, of: (path: string) => string])[] = [
    ['by itself', (path) => path],
    ['with its folder', dirname],
  ];
  for (const [way, of] of ways) {
    it(`${way}, is said to be gone on its card, until it is back`, async () => {
      const { uri, view } = await make();
      assert.equal(view()?.missing, undefined);
      const path = of(uri.fsPath);
      await rename(path, `${path}.away`);
      await until('it is said', () => view()?.missing !== undefined);
      assert.match(view()?.missing ?? '', /^The file is not there any more\. /);
      await rename(`${path}.away`, path);
      await until('it is said no more', () => view()?.missing === undefined);
    });
  }

  const insertions: readonly (readonly [what: string, ask: (image: string) => unknown])[] = [
    ['inserted', (image) => vscode.commands.executeCommand('easel.insertAtPrompt', { image })],
    ['inserted at the cursor', () => vscode.commands.executeCommand('easel.insert')],
    ['referred to', (image) => vscode.commands.executeCommand('easel.copyReference', { image })],
  ];
  for (const [what, ask] of insertions) {
    it(`is not ${what}: no reference leads nowhere`, async () => {
      const { editor, uri, name, id, view } = await make();
      const before = editor.document.getText();
      await vscode.env.clipboard.writeText('before');
      await rm(uri.fsPath);
      await ask(id);
      assert.match(stage.shown.at(-1)?.text ?? '', new RegExp(`${name}.* is not there any more\\.$`));
      assert.equal(editor.document.getText(), before);
      assert.equal(await vscode.env.clipboard.readText(), 'before');
      await until('its card says so', () => view()?.missing !== undefined);
      assert.equal(view()?.state, 'kept');
    });
  }

  it('leaves the history when that is asked for', async () => {
    const { uri, id, view } = await make();
    await rm(uri.fsPath);
    stage.page.send({ kind: 'removeFromHistory', image: id });
    await until('it is gone', () => view() === undefined);
  });
});
