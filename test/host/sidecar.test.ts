import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isGone, unique } from './places.ts';
import { configure, generateOne, until, useStage } from './stage.ts';

describe('The sidecar of an image', () => {
  const stage = useStage();
  const make = async () => {
    await configure({ provenance: 'sidecar' });
    const { fsPath } = await generateOne({ prompt: unique('a white cat') });
    return { image: fsPath, sidecar: `${fsPath}.json`, text: await readFile(`${fsPath}.json`, 'utf8') };
  };
  const rename = async (from: string, to: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(vscode.Uri.file(from), vscode.Uri.file(to));
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  it('goes to the bin with it, and comes back with Undo', async () => {
    const { image, sidecar, text } = await make();
    let wasGone = false;
    stage.press(async () => {
      wasGone = await isGone(sidecar);
      return 'Undo';
    });
    await vscode.commands.executeCommand('easel.discard');
    await until('both are back', async () => !(await isGone(image)) && !(await isGone(sidecar)));
    assert.equal(wasGone, true);
    assert.equal(await readFile(sidecar, 'utf8'), text);
  });

  it('comes back under the name that its image has then', async () => {
    const { image, sidecar, text } = await make();
    stage.press(async () => {
      await writeFile(image, 'mine');
      return 'Undo';
    });
    await vscode.commands.executeCommand('easel.discard');
    const back = image.replace(/\.png$/, '-2.png.json');
    await until('it is back', async () => !(await isGone(back)));
    assert.equal(await readFile(back, 'utf8'), text);
    assert.ok(await isGone(sidecar));
  });

  it('follows it when it is renamed', async () => {
    const { image, sidecar, text } = await make();
    const to = image.replace(/\.png$/, ' renamed.png');
    await rename(image, to);
    await until('it has followed', async () => !(await isGone(`${to}.json`)));
    assert.equal(await readFile(`${to}.json`, 'utf8'), text);
    assert.ok(await isGone(sidecar));
  });

  it('stays where another file has its name, and one of another program stays anyhow', async () => {
    const { image, sidecar } = await make();
    const to = image.replace(/\.png$/, ' taken.png');
    await writeFile(`${to}.json`, '{"mine":1}');
    await rename(image, to);
    // The way back moves nothing of Easel's either: what lies beside the image now is the other program's.
    await rename(to, image);
    const third = image.replace(/\.png$/, ' third.png');
    await rename(image, third);
    await until('Easel’s own has followed', async () => !(await isGone(`${third}.json`)));
    assert.equal(await readFile(`${to}.json`, 'utf8'), '{"mine":1}');
    assert.ok(await isGone(sidecar));
  });
});
