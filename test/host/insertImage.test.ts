import * as assert from 'node:assert/strict';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodePng } from '../support/imagesPng.ts';
import { becomes, undo } from './documents.ts';
import { folder, nameOf, openFile, unique } from './places.ts';
import { replace, until, useStage } from './stage.ts';

/** A quick pick without a window: the test says what happens in it. */
class Pick {
  readonly changedActive = new vscode.EventEmitter<readonly vscode.QuickPickItem[]>();
  readonly accepted = new vscode.EventEmitter<void>();
  readonly hidden = new vscode.EventEmitter<void>();
  readonly onDidChangeActive = this.changedActive.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  items: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  shown = false;

  show(): void {
    this.shown = true;
  }

  hide(): void {
    this.hidden.fire();
  }

  dispose(): void {}

  find(name: string): vscode.QuickPickItem {
    const item = this.items.find(({ label }) => label.endsWith(name));
    assert.ok(item, `${name} is in the list`);
    return item;
  }

  rest(name: string): void {
    this.changedActive.fire([this.find(name)]);
  }

  accept(name: string): void {
    this.selectedItems = [this.find(name)];
    this.accepted.fire();
  }
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>';

/** Writes an image of 64 × 48 px, or whatever stands for one of another type, into a folder of the workspace. */
async function putImage(extension: string, where = 'pictures', name = unique('big Hero')): Promise<vscode.Uri> {
  const path = join(folder('first'), where, `${name}.${extension}`);
  await mkdir(join(path, '..'), { recursive: true });
  const png = encodePng(64, 48, [10, 60, 200, 255], [240, 200, 20, 255]);
  await writeFile(path, extension === 'svg' ? SVG : png);
  return vscode.Uri.file(path);
}

const openPreviews = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [nameOf(input.uri)] : []));

describe('easel.insertImage', () => {
  const stage = useStage();
  let pick: Pick;
  let restore: () => void;

  beforeEach(() => {
    pick = new Pick();
    restore = replace(vscode.window, { createQuickPick: () => pick });
  });
  afterEach(() => restore());

  async function start(): Promise<{ readonly done: Thenable<unknown> }> {
    const done = vscode.commands.executeCommand('easel.insertImage');
    await until('the list is shown', () => pick.shown);
    return { done };
  }

  const ROWS: readonly (readonly [extension: string, image: string, marked: string, result: string])[] = [
    ['md', 'png', 'One ⟦⟧two.\n', 'One ![ALT](pictures/IMAGE)two.\n'],
    ['html', 'png', '<p>One</p>\n⟦⟧\n', '<p>One</p>\n<img src="pictures/IMAGE" alt="ALT" width="64" height="48">\n'],
    ['html', 'svg', '<p>One</p>\n⟦⟧\n', '<p>One</p>\n<img src="pictures/IMAGE" alt="ALT">\n'],
    ['css', 'avif', '.a {\n  ⟦⟧\n}\n', '.a {\n  background-image: url("pictures/IMAGE");\n}\n'],
    ['ts', 'ico', 'const icon = "⟦⟧";\n', 'const icon = "pictures/NAME";\n'],
  ];
  for (const [extension, image, marked, result] of ROWS) {
    it(`puts a .${image} of the workspace at the cursor of a .${extension}; one undo takes it back`, async () => {
      const uri = await putImage(image);
      const { editor } = await openFile(extension, marked);
      const before = editor.document.getText();
      const { done } = await start();
      pick.accept(nameOf(uri));
      await done;
      const name = nameOf(uri);
      const alt = name
        .replace(/\.\w+$/, '')
        .replaceAll('-', ' ')
        .toLowerCase();
      const text = result.replace('IMAGE', encodeURI(name)).replace('NAME', name).replace('ALT', alt);
      await becomes(editor.document, text);
      await undo(editor.document);
      await becomes(editor.document, before);
      assert.deepEqual(stage.shown, []);
    });
  }

  it('lists the newest first, and nothing of node_modules', async () => {
    const [old, young, hidden] = [await putImage('png'), await putImage('GIF'), await putImage('png', 'node_modules/some')];
    const older = await putImage('png');
    await utimes(old.fsPath, 1_000_000_000, 1_000_000_000);
    await utimes(older.fsPath, 999_999_999, 999_999_999);
    await openFile('md', '⟦⟧');
    const { done } = await start();
    const labels = pick.items.map(({ label }) => label);
    const at = (uri: vscode.Uri) => labels.findIndex((label) => label.endsWith(nameOf(uri)));
    assert.equal(at(young), 0);
    // Other tests may have left images that are older still.
    assert.ok(0 < at(old) && at(old) < at(older));
    assert.equal(at(hidden), -1);
    pick.hide();
    await done;
  });

  it('shows the image that is looked at beside, without taking the focus, and leaves the tabs as they were', async () => {
    const [first, second] = [await putImage('png'), await putImage('png')];
    const { editor } = await openFile('md', 'One ⟦⟧two.\n');
    const { done } = await start();
    pick.rest(nameOf(first));
    await until('the first is shown', () => openPreviews().includes(nameOf(first)));
    pick.rest(nameOf(second));
    await until('the second is shown in its place', () => openPreviews().join() === nameOf(second));
    assert.equal(vscode.window.activeTextEditor, editor);
    pick.hide();
    await done;
    await until('the preview is gone', () => openPreviews().length === 0);
    assert.equal(vscode.window.tabGroups.all.length, 1);
    assert.equal(editor.document.getText(), 'One two.\n');
  });

  it('leaves an image open that was open before', async () => {
    const uri = await putImage('png');
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: vscode.ViewColumn.Two, preview: false });
    await openFile('md', 'One ⟦⟧two.\n');
    const { done } = await start();
    pick.rest(nameOf(uri));
    pick.accept(nameOf(uri));
    await done;
    assert.ok(openPreviews().includes(nameOf(uri)));
  });

  it('says so when the image was removed while the list was open, and changes nothing', async () => {
    const uri = await putImage('png');
    const { editor } = await openFile('md', 'One ⟦⟧two.\n');
    const { done } = await start();
    await rm(uri.fsPath);
    pick.accept(nameOf(uri));
    await done;
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      [`${nameOf(uri)} is not there any more.`],
    );
    assert.equal(editor.document.getText(), 'One two.\n');
  });

  it('goes to the place of the cursor as it was, though the text has moved since', async () => {
    const uri = await putImage('png', 'pictures', unique('a-boat'));
    const { editor } = await openFile('md', 'One.\n\n⟦⟧\n');
    const { done } = await start();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Zero.\n\n'));
    pick.accept(nameOf(uri));
    await done;
    const alt = nameOf(uri).replace('.png', '').replaceAll('-', ' ');
    await becomes(editor.document, `Zero.\n\nOne.\n\n![${alt}](pictures/${nameOf(uri)})\n`);
  });

  it('copies the reference where no editor is open', async () => {
    const uri = await putImage('png', 'pictures', unique('a-boat'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { done } = await start();
    pick.accept(nameOf(uri));
    await done;
    assert.match(
      await vscode.env.clipboard.readText(),
      new RegExp(`^!\\[a boat [^\\]]*\\]\\((first/)?pictures/${nameOf(uri)}\\)$`),
    );
  });
});
