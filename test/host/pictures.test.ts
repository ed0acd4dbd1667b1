import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Failed } from '../../src/core/failure.ts';
import type { Bytes } from '../../src/core/image.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Picture, Run } from '../../src/core/session.ts';
import { insertReference } from '../../src/editor/documents/insert.ts';
import { editorInUse } from '../../src/editor/documents/source.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { createDiscarding } from '../../src/editor/pictures/discarding.ts';
import { savePictureAs } from '../../src/editor/pictures/pictures.ts';
import { saveBytesAs } from '../../src/editor/pictures/saveAs.ts';
import { createStore } from '../../src/editor/store.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';
import { makeOutside, refuse } from './outsideStage.ts';
import { folder, isGone, openFile, unique } from './places.ts';
import { replace, until, useStage } from './stage.ts';

const NEW: Bytes = new TextEncoder().encode('the new picture');
const PICTURE: Picture = {
  id: 'image',
  run: 'run',
  call: 'call',
  uri: '',
  name: 'cat.png',
  info: { type: 'png', width: 1, height: 1 },
  size: NEW.length,
  sha256: createHash('sha256').update(NEW).digest('hex'),
  alt: 'a cat',
  parents: [],
  state: 'kept',
};
const RUN: Run = {
  id: 'run',
  prompt: 'a cat',
  options: DEFAULT_OPTIONS,
  provider: 'placeholder:',
  startedAt: 0,
  calls: [],
  notes: [],
  standIn: false,
};

function failsWith(kind: string): (error: unknown) => boolean {
  return (error) => error instanceof Failed && error.failure.kind === kind;
}

describe('Pictures', () => {
  const stage = useStage();
  let scratch: Scratch;
  let storage: string;
  let outside: Outside;

  beforeEach(async () => {
    scratch = makeScratch('pictures');
    storage = join(scratch.path, 'storage');
    outside = makeOutside(storage);
    await mkdir(storage);
  });
  afterEach(() => scratch.remove());

  const binned = async () => {
    const bin = join(storage, 'bin');
    const files = await readdir(bin, { recursive: true, withFileTypes: true }).catch(() => []);
    return files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  };

  describe('Save As', () => {
    let offered: (vscode.Uri | undefined)[];
    let restore: () => void;
    let answer: string | undefined;

    beforeEach(() => {
      offered = [];
      answer = join(scratch.path, 'cat.png');
      restore = replace(vscode.window, {
        showSaveDialog: async ({ defaultUri }: vscode.SaveDialogOptions) => {
          offered.push(defaultUri);
          return answer && vscode.Uri.file(answer);
        },
      });
    });
    afterEach(() => restore());

    const save = () => saveBytesAs(outside, NEW, 'png', 'cat');
    const names = async () => (await readdir(scratch.path)).filter((name) => name !== 'storage').sort();

    it('offers the picture’s name in the workspace, and saves the bytes there without a word', async () => {
      assert.equal((await save())?.fsPath, answer);
      assert.deepEqual(offered.map(String), [vscode.Uri.file(join(folder('first'), 'cat.png')).toString()]);
      assert.deepEqual(await readFile(join(scratch.path, 'cat.png')), Buffer.from(NEW));
      assert.deepEqual(stage.shown, []);
    });

    it('writes nothing when the user goes away', async () => {
      answer = undefined;
      assert.equal(await save(), undefined);
      assert.deepEqual(await names(), []);
    });

    it('puts a file that is replaced into the bin, byte for byte, and offers Undo', async () => {
      const path = join(scratch.path, 'cat.png');
      await writeFile(path, 'mine');
      await save();
      assert.deepEqual(await readFile(path), Buffer.from(NEW));
      assert.deepEqual(stage.shown, [{ as: 'information', text: 'Replaced cat.png.', buttons: ['Undo'], modal: false }]);
      const [old, ...others] = await binned();
      assert.ok(old && others.length === 0);
      assert.equal(await readFile(old, 'utf8'), 'mine');
    });

    for (const before of ['while the new one is there', 'when the new one was removed meanwhile']) {
      it(`takes the replaced file back with Undo: ${before}`, async () => {
        const path = join(scratch.path, 'cat.png');
        await writeFile(path, 'mine');
        stage.press(async () => {
          if (before.startsWith('when')) await rm(path);
          return 'Undo';
        });
        await save();
        await until('it is back', async () => (await readFile(path, 'utf8').catch(() => '')) === 'mine');
        assert.deepEqual(await names(), ['cat.png']);
      });
    }

    it('replaces a link, not what it leads to', async () => {
      const [link, original] = [join(scratch.path, 'cat.png'), join(scratch.path, 'original.png')];
      await writeFile(original, 'mine');
      await symlink(original, link);
      await save();
      assert.deepEqual(await readFile(link), Buffer.from(NEW));
      assert.equal(await readFile(original, 'utf8'), 'mine');
    });

    it('leaves the old file where it was when the new one cannot be written', async () => {
      const path = join(scratch.path, 'cat.png');
      await writeFile(path, 'mine');
      const disk = await outside.disk();
      const full = new Failed({ kind: 'noPlace', reason: 'full', folder: scratch.path });
      const failing = { ...outside, disk: async () => ({ ...disk, saveNew: () => Promise.reject(full) }) };
      await assert.rejects(saveBytesAs(failing, NEW, 'png', 'cat'), failsWith('noPlace'));
      assert.equal(await readFile(path, 'utf8'), 'mine');
      assert.deepEqual(await binned(), []);
      assert.deepEqual(stage.shown, []);
    });

    it('says noPlace where no folder can be', async () => {
      await writeFile(join(scratch.path, 'file'), 'mine');
      answer = join(scratch.path, 'file', 'cat.png');
      await assert.rejects(save(), failsWith('noPlace'));
    });

    const store = () => {
      const one = createStore();
      one.dispatch({ kind: 'started', run: RUN });
      one.dispatch({
        kind: 'saved',
        picture: { ...PICTURE, uri: vscode.Uri.file(join(scratch.path, 'mine.png')).toString() },
      });
      return one;
    };

    it('says noFile for a picture whose file is gone', async () => {
      await assert.rejects(savePictureAs(outside, store(), 'image'), failsWith('noFile'));
      assert.deepEqual(offered, [], 'and asks nothing');
    });

    it('moves nothing when the place is the picture’s own', async () => {
      answer = join(scratch.path, 'mine.png');
      await writeFile(answer, NEW);
      await savePictureAs(outside, store(), 'image');
      assert.deepEqual([await binned(), stage.shown], [[], []]);
    });
  });

  describe('Discard', () => {
    async function make(state: Picture['state'], entries: Entry[] = []) {
      outside = makeOutside(storage, entries);
      // The workspace's documents must not refer to it: that would be asked about.
      const name = `${unique('cat')}.png`;
      const path = join(scratch.path, name);
      await writeFile(path, NEW);
      const store = createStore();
      store.dispatch({ kind: 'started', run: RUN });
      store.dispatch({ kind: 'saved', picture: { ...PICTURE, name, uri: vscode.Uri.file(path).toString(), state } });
      const parts = {
        outside,
        store,
        keeper: { waits: () => false },
        log: { info: refuse, warn: refuse, error: assert.ifError, hide: refuse, redact: String, show: refuse, dispose: refuse },
      };
      return {
        name,
        path,
        store,
        parts,
        discarding: createDiscarding(parts),
        stateOf: () => store.state.pictures.get('image')?.state,
      };
    }

    for (const state of ['kept', 'inserted'] as const) {
      it(`comes back as what it was: ${state}`, async () => {
        const { path, discarding, stateOf } = await make(state);
        assert.equal(await discarding.discard('image'), true);
        assert.deepEqual([stateOf(), await isGone(path)], ['discarded', true]);
        await discarding.restore('image');
        assert.deepEqual([stateOf(), await isGone(path)], [state, false]);
      });

      it(`comes back as what it was in an earlier window: ${state}`, async () => {
        const entries: Entry[] = state === 'inserted' ? [{ kind: 'inserted', at: 1, image: 'image', document: '' }] : [];
        const { path, discarding, parts, stateOf } = await make(state, entries);
        await discarding.discard('image');
        await createDiscarding(parts).restore('image');
        assert.deepEqual([stateOf(), await isGone(path)], [state, false]);
      });
    }

    it('comes back, too, where Undo is pressed before it is written down that it went', async () => {
      const { path, store, discarding, stateOf } = await make('kept');
      const undone: Promise<void>[] = [];
      const listening = store.onChange(() => {
        if (stateOf() === 'discarded') undone.push(discarding.restore('image'));
      });
      await discarding.discard('image');
      await Promise.all(undone);
      listening.dispose();
      assert.deepEqual([undone.length, stateOf(), await isGone(path)], [1, 'kept', false]);
    });

    it('restores nothing that is not discarded: a second Undo changes nothing', async () => {
      const { name, path, store, discarding } = await make('kept');
      await discarding.discard('image');
      await Promise.all([discarding.restore('image'), discarding.restore('image')]);
      await discarding.restore('image');
      assert.deepEqual((await readdir(scratch.path)).sort(), [name, 'storage']);
      assert.equal(store.state.pictures.get('image')?.uri, vscode.Uri.file(path).toString());
    });

    it('moves once when it is asked twice', async () => {
      const { discarding, stateOf } = await make('kept');
      const answers = await Promise.all([discarding.discard('image'), discarding.discard('image')]);
      assert.deepEqual(answers, [true, false]);
      assert.equal(stateOf(), 'discarded');
      assert.equal((await binned()).length, 1);
    });

    it('leaves a picture whose file is gone to say so', async () => {
      const { name, path, discarding, store } = await make('kept');
      await rm(path);
      assert.equal(await discarding.discard('image'), false);
      const { state, missing } = store.state.pictures.get('image') ?? {};
      assert.deepEqual({ state, missing }, { state: 'kept', missing: true });
      assert.deepEqual(stage.shown, [{ as: 'information', text: `${name} is not there any more.`, buttons: [], modal: false }]);
    });
  });

  it('looks for the editor in use among those with a column, not at the Output view', async () => {
    const { editor } = await openFile('md', 'One ⟦two⟧.\n');
    const output = vscode.window.createOutputChannel(unique('output'));
    try {
      output.appendLine('Something.');
      output.show(false);
      await until('it is shown', () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'));
      assert.equal(editorInUse()?.document, editor.document);
    } finally {
      output.dispose();
      await vscode.commands.executeCommand('workbench.action.closePanel');
    }
  });

  it('writes the path from the notebook’s folder into one of its cells', async () => {
    const path = join(folder('first'), `${unique('notebook')}.ipynb`);
    const cell = { cell_type: 'markdown', metadata: {}, source: ['# Cats\n'] };
    await writeFile(path, JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    const { document } = notebook.cellAt(0);
    const picture = { ...PICTURE, uri: vscode.Uri.file(join(folder('first'), 'assets', 'cat.png')).toString() };
    const end = document.getText().length;
    const manner = { mode: 'auto', takeFocus: true } as const;
    const inserted = await insertReference(outside, picture, async () => ({ document, start: end, end }), manner);
    assert.deepEqual(inserted, { kind: 'inserted' });
    assert.equal(document.getText(), '# Cats\n![a cat](assets/cat.png)');
    assert.ok(await notebook.save());
  });
});
