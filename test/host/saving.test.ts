import * as assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { activeEditor, findStorage, folder, nameOf, openFile, selectMarked, sizeOf, unique, write } from './places.ts';
import { configure, generate, generateOne, until, useStage } from './stage.ts';

describe('Saving', () => {
  const stage = useStage();

  const sources: readonly (readonly [why: string, argument: Readonly<Record<string, unknown>>])[] = [
    ['a server', {}],
    ['the placeholder', { model: 'placeholder' }],
  ];
  for (const [why, argument] of sources) {
    it(`keeps 20 images of 20 calls at once, each in a file of its own: ${why}`, async () => {
      const saveFolder = unique('many');
      await configure({ saveFolder });
      const made = (
        await Promise.all(
          Array.from({ length: 20 }, (_, index) => generate({ prompt: `the same cat${'!'.repeat(index)}`, ...argument })),
        )
      ).flat();

      const names = Array.from({ length: 20 }, (_, index) =>
        index === 0 ? 'the-same-cat.png' : `the-same-cat-${index + 1}.png`,
      );
      assert.deepEqual(made.map(nameOf).sort(), names.toSorted());
      assert.deepEqual((await readdir(join(folder('first'), saveFolder))).sort(), names.toSorted(), 'and no other file');
      for (const uri of made) assert.equal(await sizeOf(uri), '64x64');
      assert.equal(stage.server.posts.length, argument.model === 'placeholder' ? 0 : 20);
    });
  }

  it('leaves a file alone that has the name already', async () => {
    const name = unique('taken');
    const path = join(folder('first'), 'assets', `${name}.png`);
    await write(path, 'mine');
    const uri = await generateOne({ prompt: name });
    assert.equal(nameOf(uri), `${name}-2.png`);
    assert.equal(await readFile(path, 'utf8'), 'mine');
    assert.equal(await sizeOf(uri), '64x64');
  });

  it('keeps an image in Easel’s own folder where the save folder cannot be', async () => {
    const storage = await findStorage();
    assert.equal(vscode.workspace.getWorkspaceFolder(vscode.Uri.file(storage)), undefined);
    const names = await readdir(join(storage, 'images'));
    assert.ok(names.includes('a-picture-without-a-place.png'), `${names}`);
  });

  const folders = ['first', 'second'] as const;
  for (const where of folders) {
    it(`saves into the workspace folder of the document: ${where}`, async () => {
      await openFile('md', '⟦A red lighthouse⟧ in the fog.\n', where);
      const uri = await generateOne();
      assert.equal(dirname(uri.fsPath), join(folder(where), 'assets'));
    });
  }

  it('saves the image of an untitled document into the workspace', async () => {
    const marked = '⟦A red lighthouse⟧ in the fog.\n';
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: marked.replace(/[⟦⟧]/g, '') });
    await vscode.window.showTextDocument(document);
    selectMarked(activeEditor(), marked);
    const uri = await generateOne();
    assert.equal(dirname(uri.fsPath), join(folder('first'), 'assets'));
  });

  it('saves into a folder of a file system that is not this machine’s, and overwrites nothing there', async () => {
    const files = new MemoryFiles();
    const root = vscode.Uri.parse('easel-memory:/project');
    const note = vscode.Uri.joinPath(root, 'note.md');
    files.folders.add('/project');
    files.files.set('/project/note.md', Buffer.from('A red lighthouse in the fog.\n'));
    const registered = vscode.workspace.registerFileSystemProvider(root.scheme, files, { isCaseSensitive: true });
    const before = vscode.workspace.workspaceFolders?.length ?? 0;
    try {
      vscode.workspace.updateWorkspaceFolders(before, 0, { uri: root, name: 'memory' });
      await until('the folder is part of the workspace', () => vscode.workspace.getWorkspaceFolder(note));
      const editor = await vscode.window.showTextDocument(note);
      const names: string[] = [];
      for (const _ of [1, 2]) {
        editor.selection = new vscode.Selection(0, 0, 0, 16);
        const uri = await generateOne();
        assert.equal(uri.scheme, root.scheme);
        names.push(uri.path);
      }
      assert.deepEqual(names, ['/project/assets/a-red-lighthouse.png', '/project/assets/a-red-lighthouse-2.png']);
      assert.deepEqual([...files.files.keys()].sort(), ['/project/note.md', ...names].sort(), 'no temporary file stays');
    } finally {
      vscode.workspace.updateWorkspaceFolders(before, 1);
      await until('the folder is gone', () => vscode.workspace.workspaceFolders?.length === before);
      registered.dispose();
    }
  });
});

/** A file system that lives in memory. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly folders = new Set<string>(['/']);
  readonly files = new Map<string, Uint8Array>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  watch(): vscode.Disposable {
    return { dispose() {} };
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const file = this.files.get(path);
    if (!file && !this.folders.has(path)) throw vscode.FileSystemError.FileNotFound(path);
    return { type: file ? vscode.FileType.File : vscode.FileType.Directory, ctime: 0, mtime: 0, size: file?.length ?? 0 };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const names = (all: Iterable<string>) =>
      [...all].filter((one) => one !== path && dirname(one) === path).map((one) => one.slice(one.lastIndexOf('/') + 1));
    return [
      ...names(this.files.keys()).map((name): [string, vscode.FileType] => [name, vscode.FileType.File]),
      ...names(this.folders).map((name): [string, vscode.FileType] => [name, vscode.FileType.Directory]),
    ];
  }

  createDirectory({ path }: vscode.Uri): void {
    this.folders.add(path);
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const file = this.files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    if (!this.folders.has(dirname(path))) throw vscode.FileSystemError.FileNotFound(path);
    this.files.set(path, content);
  }

  delete({ path }: vscode.Uri): void {
    if (!this.files.delete(path) && !this.folders.delete(path)) throw vscode.FileSystemError.FileNotFound(path);
  }

  rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): void {
    if (this.files.has(to.path) && !overwrite) throw vscode.FileSystemError.FileExists(to);
    this.files.set(to.path, this.readFile(from));
    this.files.delete(from.path);
  }
}
