import * as assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { activeEditor, findStorage, folder, nameOf, openFile, selectMarked, sizeOf, unique, write } from './places.ts';
import { configure, generate, generateOne, replace, until, useStage } from './stage.ts';

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

  it('holds an image that no folder takes, and Save As puts it, byte for byte, where there is room', async () => {
    const storage = await findStorage();
    const [images, away] = [join(storage, 'images'), join(storage, 'images-away')];
    const blocked = unique('blocked');
    await writeFile(join(folder('first'), blocked), 'mine');
    await rename(images, away);
    await writeFile(images, 'mine too');
    const target = join(folder('first'), `${unique('rescued')}.png`);
    const restore = replace(vscode.window, { showSaveDialog: async () => vscode.Uri.file(target) });
    try {
      await configure({ saveFolder: blocked });
      const prompt = unique('homeless');
      assert.deepEqual(await generate({ prompt }), [], 'it is nowhere');
      const card = () => {
        if (!stage.page.state) stage.page.send({ kind: 'ready' });
        return stage.page.state?.cards.find((one) => one.prompt === prompt);
      };
      const { id, failures } = await until('its card has ended', () => (card()?.running === false ? card() : undefined));
      assert.deepEqual(
        failures.map(({ sentence, buttons }) => [sentence, buttons.map(({ step }) => step)]),
        [[`Nothing can be saved in ${join(storage, 'images')}.`, ['saveAs', 'openSettings']]],
      );
      stage.page.send({ kind: 'step', run: id, step: 'saveAs' });
      await until('it is on its card', () => card()?.pictures.length === 1 && card()?.failures.length === 0);
      assert.equal(await sizeOf(vscode.Uri.file(target)), '64x64');
      assert.equal(await readFile(join(folder('first'), blocked), 'utf8'), 'mine');
      assert.equal(await readFile(images, 'utf8'), 'mine too');
    } finally {
      restore();
      await rm(images);
      await rename(away, images);
    }
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

  describe('in a file system that is not this machine’s', () => {
    let files: MemoryFiles;
    let registered: vscode.Disposable;
    let folders = 0;
    const root = vscode.Uri.parse('easel-memory:/project');
    const note = vscode.Uri.joinPath(root, 'note.md');
    const texts = ['A red lighthouse', 'STRASSE', 'caf\u00e9'];
    const contents = () => [...files.files.keys()].filter((path) => path !== note.path).sort();

    before(async () => {
      files = new MemoryFiles();
      files.folders.add('/project');
      files.files.set(note.path, Buffer.from(texts.join('\n')));
      registered = vscode.workspace.registerFileSystemProvider(root.scheme, files, { isCaseSensitive: true });
      folders = vscode.workspace.workspaceFolders?.length ?? 0;
      vscode.workspace.updateWorkspaceFolders(folders, 0, { uri: root, name: 'memory' });
      await until('the folder is part of the workspace', () => vscode.workspace.getWorkspaceFolder(note));
    });
    beforeEach(() => {
      for (const path of contents()) files.files.delete(path);
    });
    after(async () => {
      vscode.workspace.updateWorkspaceFolders(folders, 1);
      await until('the folder is gone', () => vscode.workspace.workspaceFolders?.length === folders);
      registered.dispose();
    });

    /** Makes an image of each line that is named. */
    async function makeOf(...lines: readonly number[]): Promise<readonly string[]> {
      const editor = await vscode.window.showTextDocument(note);
      const made = lines.map((line) => {
        editor.selection = new vscode.Selection(line, 0, line, texts[line]?.length ?? 0);
        return generateOne();
      });
      return (await Promise.all(made)).map((uri) => {
        assert.equal(uri.scheme, root.scheme);
        return uri.path;
      });
    }

    it('overwrites nothing, also where five are saved at once', async () => {
      const names = await makeOf(0, 0, 0, 0, 0);
      const wanted = ['', '-2', '-3', '-4', '-5'].map((end) => `/project/assets/a-red-lighthouse${end}.png`);
      assert.deepEqual(names.toSorted(), wanted.toSorted());
      assert.deepEqual(contents(), wanted.toSorted(), 'no temporary file stays');
    });

    for (const [there, line, name] of [
      ['A-RED-lighthouse.PNG', 0, 'a-red-lighthouse-2.png'],
      ['stra\u00dfe.png', 1, 'strasse-2.png'],
      ['cafe\u0301.png', 2, 'caf\u00e9-2.png'],
    ] as const) {
      it(`saves ${name} beside ${there}, which another file system takes for the same`, async () => {
        files.folders.add('/project/assets');
        files.files.set(`/project/assets/${there}`, Buffer.from('mine'));
        assert.deepEqual(await makeOf(line), [`/project/assets/${name}`]);
        assert.equal(String(files.files.get(`/project/assets/${there}`)), 'mine');
      });
    }

    it('leaves a name alone that is taken in the last moment', async () => {
      files.late = (path) => path.endsWith('lighthouse.png') && files.files.set(path, Buffer.from('theirs'));
      assert.deepEqual(await makeOf(0), ['/project/assets/a-red-lighthouse-2.png']);
      assert.equal(String(files.files.get('/project/assets/a-red-lighthouse.png')), 'theirs');
      assert.equal(contents().length, 2);
    });
  });
});

/** A file system that lives in memory. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly folders = new Set<string>(['/']);
  readonly files = new Map<string, Uint8Array>();
  /** What somebody else does just before a file gets its name. */
  late: (path: string) => unknown = () => undefined;
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
    this.late(to.path);
    if (this.files.has(to.path) && !overwrite) throw vscode.FileSystemError.FileExists(to);
    this.files.set(to.path, this.readFile(from));
    this.files.delete(from.path);
  }
}
