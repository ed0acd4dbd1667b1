import * as assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../src/core/drag.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { PictureView, ToHost } from '../../src/core/protocol.ts';
import { restoreState } from '../../src/core/restore.ts';
import type { State } from '../../src/core/session.ts';
import { createLedgerReader } from '../../src/disk/ledger/ledgerReader.ts';
import { matchesGlob } from '../../src/documents/glob.ts';
import { findPlace } from '../../src/documents/place.ts';
import { createAnchors } from '../../src/editor/documents/anchors.ts';
import { createDropping } from '../../src/editor/documents/dropping.ts';
import { createInsertion } from '../../src/editor/documents/insertion.ts';
import { createStore } from '../../src/editor/store.ts';
import { createKeeper } from '../../src/editor/waiting/keeper.ts';
import { faults } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { makeOutside, refuse } from './outsideStage.ts';
import { folder, isGone, nameOf, openFile, unique, write } from './places.ts';
import { configure, generate, generateOne, replace, until, useStage } from './stage.ts';

describe('With easel.keep `chosen`', () => {
  const stage = useStage();
  const saveFolder = unique('pictures');
  const inProject = (name: string, where: 'first' | 'second' = 'first') => join(folder(where), saveFolder, name);
  const storageOf = ({ fsPath }: vscode.Uri) => dirname(dirname(fsPath));
  const menu = (image: string) => ({ image, webviewSection: 'image', webview: 'easel.panel' });

  beforeEach(() => configure({ keep: 'chosen', saveFolder }));
  after(async () => {
    for (const where of ['first', 'second'] as const) await rm(inProject('', where), { recursive: true, force: true });
  });

  /** A picture as the page has it now, by the name of its file. */
  async function viewOf(name: string): Promise<PictureView> {
    stage.page.send({ kind: 'ready' });
    return until(`the page has ${name}`, () =>
      stage.page.state?.cards.flatMap(({ pictures }) => pictures).find((picture) => picture.name === name),
    );
  }

  /** An image that waits. */
  async function make(argument: Readonly<Record<string, unknown>> = { prompt: unique('a red kite') }) {
    const uri = await generateOne(argument);
    const name = nameOf(uri);
    const { id } = await viewOf(name);
    return {
      uri,
      name,
      id,
      bytes: await readFile(uri.fsPath),
      send: (kind: 'insert' | 'keep') => stage.page.send({ kind, image: id }),
    };
  }

  /** Whether an image has come into the project whole, and lies nowhere else. */
  async function isKept(path: string, { uri, bytes }: { readonly uri: vscode.Uri; readonly bytes: Buffer }): Promise<void> {
    await until(`${basename(path)} is in the project`, async () => !(await isGone(path)));
    assert.deepEqual(await readFile(path), bytes);
    await until('it waits no longer', () => isGone(uri.fsPath));
  }

  function stateOf(entries: readonly Entry[]): State {
    const workspaces = (vscode.workspace.workspaceFolders ?? []).map((one) => one.uri.toString());
    return restoreState(entries, { workspaces, alive: () => false });
  }

  /** What a window that begins now knows of an image, by the ledger. */
  async function afterReload(uri: vscode.Uri, image: string): Promise<State['pictures']> {
    const { pictures } = stateOf(await createLedgerReader(join(storageOf(uri), 'ledger')).read());
    assert.ok(pictures.has(image));
    return pictures;
  }

  it('a result waits, complete, in Easel’s storage under its name; the card says so and offers Keep', async () => {
    const { uri, name, id, bytes } = await make();
    assert.equal(basename(dirname(uri.fsPath)), 'waiting');
    assert.equal(vscode.workspace.getWorkspaceFolder(uri), undefined);
    assert.match(name, /^a-red-kite-.*\.png$/);
    assert.ok(bytes.length > 0);
    assert.ok(await isGone(inProject(name)));
    assert.match((await viewOf(name)).waits ?? '', /^It waits in Easel’s storage/);
    assert.equal((await afterReload(uri, id)).get(id)?.uri, uri.toString(), 'also after a reload');
  });

  it('with `all` it goes to the save folder at once, and nothing waits', async () => {
    await configure({ keep: 'all' });
    const { uri, name } = await make();
    assert.equal(uri.fsPath, inProject(name));
    const view = await viewOf(name);
    assert.equal(view.waits, undefined);
    await vscode.commands.executeCommand('easel.keepImage', menu(view.id));
    assert.equal(stage.shown.at(-1)?.text, `This cannot be done with ${name}.`);
    assert.equal(await isGone(uri.fsPath), false);
  });

  const reference = (name: string) => `![red kite over the sea](${saveFolder}/${name})`;
  const intent = (make: (image: string) => ToHost) => (image: string) => stage.page.send(make(image));
  const ways: readonly (readonly [way: string, take: (image: string) => unknown, leads: 'document' | 'clipboard' | 'nowhere'])[] =
    [
      ['Keep', intent((image) => ({ kind: 'keep', image })), 'nowhere'],
      ['the command of Keep', (image) => vscode.commands.executeCommand('easel.keepImage', menu(image)), 'nowhere'],
      ['Keep Only This', intent((image) => ({ kind: 'keepOnly', image })), 'nowhere'],
      ['Star', intent((image) => ({ kind: 'star', image, on: true })), 'nowhere'],
      ['Insert', intent((image) => ({ kind: 'insert', image })), 'document'],
      ['Insert at Cursor', () => vscode.commands.executeCommand('easel.insert'), 'document'],
      ['Copy Reference', intent((image) => ({ kind: 'copyReference', image })), 'clipboard'],
    ];
  for (const [way, take, leads] of ways) {
    it(`${way} brings it into the save folder of its document, under its name`, async () => {
      const { editor } = await openFile('md', 'A ⟦red kite over the sea⟧.\n', 'second');
      const before = editor.document.getText();
      const made = await make({});
      const path = inProject('red-kite-over-the-sea.png', 'second');
      await vscode.env.clipboard.writeText('');
      await take(made.id);
      await isKept(path, made);
      if (leads === 'document')
        await until('it is inserted', () => editor.document.getText().includes(reference(basename(path))));
      else assert.equal(editor.document.getText(), before);
      if (leads === 'clipboard')
        await until('it is copied', async () => (await vscode.env.clipboard.readText()) === reference(basename(path)));
      await until('the card says nothing more', async () => (await viewOf(basename(path))).waits === undefined);
      const restored = (await afterReload(made.uri, made.id)).get(made.id);
      assert.equal(restored?.uri, vscode.Uri.file(path).toString(), 'also after a reload');
      assert.deepEqual(
        stage.shown.filter(({ as }) => as !== 'information'),
        [],
      );
      await rm(path);
    });
  }

  it('the smaller file for the web lies beside the image, in the project', async () => {
    const { editor } = await openFile('html', '<p>A ⟦red kite at noon⟧</p>\n');
    const made = await make({ size: '512x512' });
    stage.page.send({ kind: 'insertWebp', image: made.id });
    await isKept(inProject('red-kite-at-noon.png'), made);
    await until('it is inserted', () => editor.document.getText().includes(`src="${saveFolder}/red-kite-at-noon.webp"`));
    assert.equal(await isGone(inProject('red-kite-at-noon.webp')), false);
  });

  it('goes by the rules of its document and by easel.fileName', async () => {
    const set = (value: unknown) =>
      vscode.workspace.getConfiguration('markdown').update('copyFiles.destination', value, vscode.ConfigurationTarget.Global);
    await configure({ saveFolder: undefined, fileName: `${saveFolder}/\${index}/\${slug}` });
    try {
      const made = await make();
      made.send('keep');
      await isKept(join(folder('first'), 'assets', saveFolder, '1', made.name), made);
      await set({ '**/*.md': `${saveFolder}/\${documentBaseName}/` });
      const { path } = await openFile('md', 'A ⟦red kite in the rain⟧.\n');
      const ruled = await make({});
      ruled.send('keep');
      await isKept(join(folder('first'), saveFolder, basename(path, '.md'), 'red-kite-in-the-rain.png'), ruled);
    } finally {
      await set(undefined);
      await rm(join(folder('first'), 'assets', saveFolder), { recursive: true, force: true });
    }
  });

  /** What a window that begins now works with. */
  async function openWindow(waiting: vscode.Uri) {
    const storage = vscode.Uri.file(storageOf(waiting));
    const entries = [...(await createLedgerReader(join(storage.fsPath, 'ledger')).read())];
    const outside = { ...makeOutside(storage.fsPath, entries), globs: async () => matchesGlob, findPlace };
    const store = createStore();
    store.restore(stateOf(entries));
    const log = {
      info: refuse,
      warn: refuse,
      error: assert.ifError,
      hide: refuse,
      redact: String,
      show: refuse,
      dispose: refuse,
    };
    const keeper = createKeeper({ outside, store, log, storage });
    const generation = { wishOf: () => undefined, onStart: () => ({ dispose: () => undefined }) };
    const webp = { save: refuse, sizeOf: refuse };
    const insertion = createInsertion({ outside, store, log, keeper, webp, generation, anchors: createAnchors(refuse) });
    return { entries, store, keeper, insertion, dropping: createDropping({ outside, store, insertion }) };
  }

  it('goes in a later window where somebody said while it was made, whatever was said of it since', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const held: Answer = async (...asked) => {
      await gate;
      await faults.good(...asked);
    };
    stage.server.answer(held);
    await openFile('md', 'A ⟦red kite in the snow⟧.\n', 'second');
    const making = make({});
    await until('the server has the request', () => stage.server.posts.length > 0);
    stage.page.send({ kind: 'ready' });
    const newest = () => stage.page.state?.cards[0];
    const { id: run } = await until('it runs', () => (newest()?.description?.place ? newest() : undefined));
    const said = `${saveFolder}/said`;
    const name = unique('snow');
    stage.page.send({ kind: 'describe', run, name, alt: 'Snow', folder: said });
    await until('it is taken', () => newest()?.description?.place?.folder === said);
    open();
    const made = await making;
    stage.page.send({ kind: 'describe', run, alt: 'A kite in the snow' });
    await until('it is taken', async () => (await viewOf(made.name)).alt === 'A kite in the snow');

    const { keeper, store, entries } = await openWindow(made.uri);
    await Promise.all([keeper.keep(made.id), keeper.keep(made.id)]);
    await isKept(join(folder('second'), said, `${name}.png`), made);
    assert.equal(stateOf(entries).pictures.get(made.id)?.uri, store.state.pictures.get(made.id)?.uri);
    assert.equal(entries.filter((entry) => entry.kind === 'moved' && entry.image === made.id).length, 1);
  });

  it('a drop on a document keeps it, and the reference leads there', async () => {
    const made = await make();
    const { dropping, insertion } = await openWindow(made.uri);
    const { editor } = await openFile('md', 'One ⟦⟧two.\n');
    const data = new vscode.DataTransfer();
    data.set(EASEL_IMAGE, new vscode.DataTransferItem(made.id));
    const { token } = new vscode.CancellationTokenSource();
    const edit = await dropping(editor.document, editor.selection.active, data, token);
    assert.ok(edit?.insertText instanceof vscode.SnippetString);
    assert.ok(edit.insertText.value.includes(`(${saveFolder}/${made.name})`), edit.insertText.value);
    await isKept(inProject(made.name), made);
    insertion.dispose();
  });

  it('overwrites nothing: who has the name meanwhile keeps it', async () => {
    const made = await make();
    await write(inProject(made.name), 'mine');
    made.send('keep');
    await isKept(inProject(made.name.replace('.png', '-2.png')), made);
    assert.equal(await readFile(inProject(made.name), 'utf8'), 'mine');
  });

  it('a number that only an image which waits has made necessary is not taken along', async () => {
    const prompt = unique('a blue kite');
    const [first, second] = [await make({ prompt }), await make({ prompt: `${prompt}!` })];
    assert.equal(second.name, first.name.replace('.png', '-2.png'));
    second.send('keep');
    await isKept(inProject(first.name), second);
    assert.equal(await isGone(first.uri.fsPath), false);
  });

  it('a double click, with a star and an insertion at once, moves it once', async () => {
    const made = await make();
    for (const kind of ['keep', 'keep', 'insert'] as const) stage.page.send({ kind, image: made.id });
    stage.page.send({ kind: 'star', image: made.id, on: true });
    await isKept(inProject(made.name), made);
    await until('it has its star', async () => (await viewOf(made.name)).starred);
    const stem = basename(made.name, '.png');
    assert.deepEqual(
      (await readdir(inProject(''))).filter((name) => name.startsWith(stem)),
      [made.name],
    );
    assert.deepEqual(
      stage.shown.filter(({ as }) => as === 'error'),
      [],
    );
  });

  it('waits on where the folder cannot be written, and says so; nothing is inserted', async () => {
    const { editor } = await openFile('md', 'A ⟦red kite in a storm⟧.\n');
    const made = await make({});
    const blocked = unique('blocked');
    await write(join(folder('first'), blocked), 'a file in the place of the folder');
    await configure({ saveFolder: blocked });
    for (const kind of ['keep', 'insert'] as const) {
      const before = stage.shown.length;
      made.send(kind);
      const said = await until('it is said', () => stage.shown[before]);
      assert.match(said.text, new RegExp(`${blocked}\\. ${made.name} still waits in Easel’s storage\\.$`));
    }
    assert.deepEqual(await readFile(made.uri.fsPath), made.bytes);
    assert.equal(editor.document.getText(), 'A red kite in a storm.\n');
    await configure({ saveFolder });
    made.send('insert');
    await isKept(inProject(made.name), made);
  });

  it('what a document refers to already is saved exactly there at once', async () => {
    const name = `${unique('gap')}.png`;
    const { editor } = await openFile('md', `![A red kite over the hills⟦⟧](${name})\n`);
    const where = { document: editor.document.uri.toString(), path: name, start: editor.document.getText().indexOf(name) };
    await vscode.commands.executeCommand('easel.fillGap', where);
    assert.equal((await viewOf(name)).waits, undefined);
    assert.equal(await isGone(join(folder('first'), name)), false);
  });

  it('its sidecar goes along', async () => {
    await configure({ provenance: 'sidecar' });
    const made = await make();
    const text = await readFile(`${made.uri.fsPath}.json`, 'utf8');
    made.send('keep');
    await isKept(inProject(made.name), made);
    await until('it has followed', async () => !(await isGone(`${inProject(made.name)}.json`)));
    assert.equal(await readFile(`${inProject(made.name)}.json`, 'utf8'), text);
    assert.ok(await isGone(`${made.uri.fsPath}.json`));
  });

  it('goes to the bin with Undo as any other, and then waits again', async () => {
    const made = await make();
    stage.page.send({ kind: 'discard', image: made.id });
    await until('it is gone', () => isGone(made.uri.fsPath));
    await until('the card says so', async () => (await viewOf(made.name)).state === 'discarded');
    assert.equal((await viewOf(made.name)).waits, undefined);
    stage.page.send({ kind: 'restore', image: made.id });
    await until('it waits again', async () => (await viewOf(made.name)).waits !== undefined);
    assert.deepEqual(await readFile(made.uri.fsPath), made.bytes);
  });

  it('is listed as unused, also where a document names another file of its name, and goes when it is ticked', async () => {
    const made = await make();
    const page = join(folder('first'), `${unique('page')}.css`);
    await write(page, `a { background: url("elsewhere/${made.name}") }`);
    const restore = replace(vscode.window, {
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => items.filter(({ label }) => label === made.name),
    });
    try {
      await vscode.commands.executeCommand('easel.discardUnused');
    } finally {
      restore();
      await rm(page);
    }
    assert.ok(await isGone(made.uri.fsPath));
  });

  it('can be varied and exported while it waits', async () => {
    const made = await make();
    stage.page.send({ kind: 'vary', image: made.id });
    await until('it is asked for', () => stage.server.posts.length === 2);
    stage.page.send({ kind: 'export', image: made.id });
    await until('its sizes are shown', () => stage.page.state?.exporting);
    assert.equal(await isGone(made.uri.fsPath), false);
  });

  it('in a workspace that is not trusted nothing is written: a star is set, and the image waits', async () => {
    const made = await make();
    await vscode.env.clipboard.writeText('before');
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      for (const command of ['easel.keepImage', 'easel.insertAtPrompt', 'easel.copyReference']) {
        const before = stage.shown.length;
        await vscode.commands.executeCommand(command, menu(made.id));
        assert.match(stage.shown[before]?.text ?? '', /trust/, command);
      }
      await vscode.commands.executeCommand('easel.star', menu(made.id));
      await until('it has its star', async () => (await viewOf(made.name)).starred);
    } finally {
      restore();
    }
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    assert.deepEqual(await readFile(made.uri.fsPath), made.bytes);
    assert.ok(await isGone(inProject(made.name)));
  });

  it('the others of a request wait on when one of them is chosen', async () => {
    const made = await generate({ prompt: unique('three kites'), count: 3 });
    const [chosen, ...others] = made;
    assert.ok(chosen && others.length === 2);
    stage.page.send({ kind: 'keep', image: (await viewOf(nameOf(chosen))).id });
    await until('it is in the project', () => isGone(chosen.fsPath));
    for (const { fsPath } of others) assert.equal(await isGone(fsPath), false);
  });
});
