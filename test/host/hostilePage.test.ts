import * as assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ToHost } from '../../src/core/protocol.ts';
import { encodePng } from '../support/imagesPng.ts';
import { findStorage, folder, isGone, nameOf, openFile, unique } from './places.ts';
import { generate, generateOne, replace, until, useStage } from './stage.ts';

type Kind = ToHost['kind'];
type Body<K extends Kind> = Omit<Extract<ToHost, { kind: K }>, 'kind'>;

const coverage = { width: 2, height: 2, deflated: new Uint8Array([1, 2, 3]) };
const change = { of: 'tick', file: 'favicon.ico', on: true } as const;

/** Every message that names something, with a name for it that the page made up. The compiler misses a kind that is new. */
const naming = (id: string): { readonly [K in Kind]?: Body<K> } & { readonly [K in Exclude<Kind, Nameless>]: Body<K> } => ({
  generate: { form: id, prompt: 'a paid picture' },
  change: { form: id, options: { model: 'x', count: '9' } },
  draft: { form: id, prompt: 'a draft' },
  dropReference: { form: id, reference: id },
  describe: { run: id, name: '../../evil', folder: '../..' },
  cancel: { run: id },
  again: { run: id },
  generateAgain: { image: id },
  step: { run: id, step: 'useReplacement', calls: [id] },
  select: { image: id },
  insert: { image: id },
  copyReference: { image: id },
  copyPath: { image: id },
  copyPrompt: { image: id, of: 'prompt' },
  rename: { image: id },
  weighWebp: { image: id },
  insertWebp: { image: id },
  open: { image: id },
  reveal: { image: id },
  saveAs: { image: id },
  discard: { image: id },
  removeFromHistory: { image: id },
  keep: { image: id },
  keepOnly: { image: id },
  restore: { image: id },
  star: { image: id, on: true },
  edit: { image: id },
  extend: { image: id },
  vary: { image: id },
  useAsReference: { image: id },
  useInstead: { image: id },
  saveRaw: { image: id },
  sendEdit: { editor: id, prompt: 'a paid edit', region: 'auto', coverage },
  aimEdit: { editor: id, region: 'auto' },
  closeEditor: { editor: id },
  loadMask: { editor: id, from: 'file' },
  saveMask: { editor: id, coverage },
  export: { image: id },
  changeExport: { export: id, change },
  chooseExportFolder: { export: id },
  runExport: { export: id },
  cancelExport: { export: id },
  copySnippet: { export: id, snippet: 0 },
  closeExport: { export: id },
  changeSheet: { sheet: id, row: id, ticked: true, prompt: 'x' },
  sendSheet: { sheet: id, rows: [{ id, prompt: 'a paid row' }] },
  closeSheet: { sheet: id },
  showImage: { image: id },
  showFamily: { image: id },
});
/** These name nothing, or ask the person. */
type Nameless =
  | 'ready'
  | 'focused'
  | 'recentPrompts'
  | 'chooseStyle'
  | 'dropStyle'
  | 'addReference'
  | 'pickReference'
  | 'search'
  | 'older';

/** Names of what there is in JavaScript, on the disk and in VS Code. */
const NAMES = [
  'nobody',
  '__proto__',
  'constructor',
  '../../../../etc/passwd',
  'file:///etc/passwd',
  'command:workbench.action.quit',
];

const deep = (): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < 5000; level += 1) value = { kind: 'star', image: value };
  return value;
};
const GARBAGE: readonly (readonly [what: string, message: unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'generate'],
  ['a list', [{ kind: 'ready' }]],
  ['a kind that nobody knows', { kind: 'executeCommand', command: 'workbench.action.quit', arguments: [] }],
  ['a kind that every object has', { kind: 'constructor' }],
  ['a kind with a prototype', JSON.parse('{"__proto__":{"kind":"ready"},"kind":"__proto__","polluted":1}')],
  ['a path in the place of an id', { kind: 'open', path: '/etc/passwd' }],
  ['a URI in the place of an id', { kind: 'open', image: { scheme: 'file', path: '/etc/passwd' } }],
  ['an id of a megabyte', { kind: 'discard', image: 'x'.repeat(1_000_000) }],
  ['a prompt of 50 MB', { kind: 'generate', form: 'form', prompt: 'x'.repeat(50_000_000) }],
  ['a mask that is no bytes', { kind: 'saveMask', editor: 'x', coverage: { width: 1, height: 1, deflated: [1, 2] } }],
  [
    'a hundred thousand rows',
    { kind: 'sendSheet', sheet: 'x', rows: Array.from({ length: 100_000 }, () => ({ id: 'x', prompt: '' })) },
  ],
  ['something deep', deep()],
];

describe('A page that somebody else has got hold of', () => {
  const stage = useStage();

  /** A picture with its card, a document beside it, and what must be the same afterwards. */
  async function begin() {
    const { editor } = await openFile('md', `A ⟦${unique('lamp in fog')}⟧.\n`);
    const uri = await generateOne({});
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    const card = () => stage.page.state?.cards.find(({ pictures }) => pictures.some(({ name }) => name === nameOf(uri)));
    const { pictures } = await until('its card is there', card);
    const id = pictures[0]?.id ?? '';
    const facts = async () => ({
      text: editor.document.getText(),
      files: await readdir(dirname(uri.fsPath)),
      clipboard: await vscode.env.clipboard.readText(),
      tabs: vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      card: JSON.stringify(card()),
      posts: stage.server.requests.length,
    });
    await vscode.env.clipboard.writeText('before');
    return { uri, id, facts };
  }

  /** Messages are carried out side by side; this one goes the longest way of all. */
  async function settle(id: string): Promise<void> {
    const before = stage.server.posts.length;
    stage.page.send({ kind: 'weighWebp', image: id });
    await generate({ prompt: unique('afterwards') });
    await until('it was sent', () => stage.server.posts.length > before);
    assert.equal(stage.server.posts.length, before + 1, 'nothing else was sent');
  }

  it('does nothing with what it puts in the place of an id', async () => {
    const { uri, id, facts } = await begin();
    const before = await facts();
    for (const name of NAMES) {
      for (const [kind, body] of Object.entries(naming(name))) stage.page.sendAnything({ kind, ...body });
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(await facts(), before, name);
    }
    await settle(id);
    // As of an image that left the history meanwhile.
    const said = new Set(stage.shown.map(({ text }) => text.replace(/[\u2068\u2069]/g, '')));
    assert.deepEqual([...said], ['The image is not there any more.']);
    assert.deepEqual([stage.boxes, stage.picks], [[], []], 'nobody is asked anything');
    assert.equal(await isGone(uri.fsPath), false);
  });

  it('is not heard where it sends what is no message', async () => {
    const { id, facts } = await begin();
    const before = await facts();
    for (const [what, message] of GARBAGE) {
      stage.page.sendAnything(message);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(await facts(), before, what);
    }
    assert.equal('polluted' in {}, false);
    await settle(id);
    assert.deepEqual(stage.shown, []);
    stage.page.send({ kind: 'star', image: id, on: true });
    const card = () => stage.page.state?.cards.flatMap(({ pictures }) => pictures).find((picture) => picture.id === id);
    await until('it is heard afterwards', () => card()?.starred);
  });

  it('could load nothing but what is Easel’s own and the workspace’s, and follow no link to a command', async () => {
    const create = vscode.window.createWebviewPanel;
    const made: vscode.WebviewPanel[] = [];
    const restore = replace(vscode.window, {
      createWebviewPanel: (...asked: Parameters<typeof create>) => {
        const panel = create(...asked);
        made.push(panel);
        return panel;
      },
    });
    try {
      await vscode.commands.executeCommand('easel.showPanel');
    } finally {
      restore();
    }
    const { enableCommandUris = false, enableForms, localResourceRoots = [] } = made[0]?.webview.options ?? {};
    assert.deepEqual([made.length, enableCommandUris, enableForms], [1, false, false]);
    const storage = vscode.Uri.file(await findStorage());
    const own = ['media', 'dist'].map((name) =>
      vscode.Uri.joinPath(vscode.extensions.getExtension('easel.easel')?.extensionUri ?? storage, name),
    );
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    assert.deepEqual(
      localResourceRoots.map(({ fsPath }) => fsPath).toSorted(),
      [...own, storage, ...folders].map(({ fsPath }) => fsPath).toSorted(),
    );
  });

  it('puts a picture that is pasted nowhere but into Easel’s own storage, whatever it is called', async () => {
    await begin();
    const storage = await findStorage();
    const places = [folder('first'), join(folder('first'), '..'), dirname(storage)];
    const outside = () => Promise.all(places.map((place) => readdir(place)));
    const inside = () => readdir(join(storage, 'references'), { recursive: true }).catch((): string[] => []);
    const [before, kept] = [await outside(), await inside()];
    const form = stage.page.state?.form.id ?? '';
    const now = Date.now();
    const names = ['../../../evil.png', '/tmp/evil.png', 'C:\\evil.png', '..', 'a\0b.png', 'con.png', `${'x'.repeat(290)}.png`];
    for (const [shade, name] of names.entries()) {
      stage.page.send({
        kind: 'addReference',
        form,
        bytes: new Uint8Array(encodePng(48, 32, [shade, now % 251, now % 241, 255])),
        name,
      });
    }
    await until('all are kept', () => stage.page.state?.form.references.length === names.length);
    const files = (await inside()).filter((file) => !kept.includes(file) && /[\\/]/.test(file));
    assert.equal(files.length, names.length);
    for (const file of files) assert.match(file, /^[0-9a-f]{32}[\\/][^\\/\p{Cc}]{1,200}\.png$/u);
    assert.deepEqual(await outside(), before);
    assert.ok(await isGone('/tmp/evil.png'));
    for (const { id } of stage.page.state?.form.references ?? []) stage.page.send({ kind: 'dropReference', form, reference: id });
    await until('the form is empty', () => stage.page.state?.form.references.length === 0);
  });
});
