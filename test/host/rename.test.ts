import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inspectImage } from '../../src/core/image.ts';
import type { PictureView } from '../../src/core/protocol.ts';
import { becomes } from './documents.ts';
import { folder, isGone, nameOf, openFile, unique, write } from './places.ts';
import { configure, generateOne, type Stage, until, useStage } from './stage.ts';

/** The newest run's picture as the page shows it. */
async function shownPicture({ page }: Stage, name: string): Promise<PictureView> {
  page.send({ kind: 'ready' });
  return until(`${name} is shown`, () => page.state?.cards[0]?.pictures.find((picture) => picture.name === name));
}

const beside = (uri: vscode.Uri, name: string) => join(uri.fsPath, '..', name);

describe('renaming a picture from its card', () => {
  const stage = useStage();

  async function rename(uri: vscode.Uri, typed: string): Promise<string> {
    const { id } = await shownPicture(stage, nameOf(uri));
    const asked = stage.boxes.length;
    stage.type(typed);
    stage.page.send({ kind: 'rename', image: id });
    await until('it asks', () => stage.boxes.length > asked);
    return id;
  }

  it('moves the file, and VS Code updates the Markdown that refers to it', async () => {
    const markdown = vscode.workspace.getConfiguration('markdown');
    await markdown.update('updateLinksOnFileMove.enabled', 'always', vscode.ConfigurationTarget.Global);
    const uri = await generateOne({ prompt: unique('a white cat') });
    const { editor } = await openFile('md', `# Cats ⟦⟧\n\n![A cat](assets/${nameOf(uri)})\n`);
    const [bytes, name] = [await readFile(uri.fsPath), `${unique('tom')}.png`];
    const image = await rename(uri, name);
    await until('the file has its new name', async () => !(await isGone(beside(uri, name))));
    assert.deepEqual(await readFile(beside(uri, name)), bytes);
    assert.ok(await isGone(uri.fsPath));
    await becomes(editor.document, `# Cats \n\n![A cat](assets/${name})\n`);
    assert.equal((await shownPicture(stage, name)).id, image);
    assert.deepEqual(stage.shown, []);
    await markdown.update('updateLinksOnFileMove.enabled', undefined, vscode.ConfigurationTarget.Global);
  });

  for (const [typed, end] of [
    ['NAME', 'NAME.png'],
    [' NAME.PNG ', 'NAME.png'],
    ['../NAME.png', '..-NAME.png'],
    ['NAME: what? ', 'NAME- what-.png'],
    ['NAME.jpg', 'NAME.jpg.png'],
  ] as const) {
    it(`makes a name of the same folder and type from ${JSON.stringify(typed)}`, async () => {
      const uri = await generateOne({ prompt: unique('a white cat') });
      const name = unique('x');
      await rename(uri, typed.replace('NAME', name));
      const now = beside(uri, end.replace('NAME', name));
      await until('the file has its new name', async () => !(await isGone(now)));
      assert.ok(await isGone(uri.fsPath));
    });
  }

  it('leaves everything as it is when the name is taken, and says so', async () => {
    const uri = await generateOne({ prompt: unique('a white cat') });
    const name = `${unique('taken')}.png`;
    await writeFile(beside(uri, name), 'mine');
    await rename(uri, name);
    await until('it says so', () => stage.shown.length > 0);
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      [`There is already a file or folder named ${name}.`],
    );
    assert.equal(await readFile(beside(uri, name), 'utf8'), 'mine');
    assert.ok(!(await isGone(uri.fsPath)));
  });

  it('says so when the file is gone', async () => {
    const uri = await generateOne({ prompt: unique('a white cat') });
    const { id } = await shownPicture(stage, nameOf(uri));
    await vscode.workspace.fs.delete(uri);
    stage.page.send({ kind: 'rename', image: id });
    await until('it says so', () => stage.shown.some(({ text }) => text === `${nameOf(uri)} is not there any more.`));
    assert.deepEqual(stage.boxes, []);
  });

  it('follows a file that is moved by its folder in VS Code, and discards it where it lies', async () => {
    const there = unique('drafts');
    await configure({ saveFolder: there });
    const uri = await generateOne({ prompt: unique('a white cat') });
    await shownPicture(stage, nameOf(uri));
    const edit = new vscode.WorkspaceEdit();
    const moved = vscode.Uri.joinPath(uri, '..', '..', `${there}-final`);
    edit.renameFile(vscode.Uri.joinPath(uri, '..'), moved);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await vscode.commands.executeCommand('easel.discard');
    assert.ok(await isGone(vscode.Uri.joinPath(moved, nameOf(uri)).fsPath));
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      [`Discarded ${nameOf(uri)}.`],
    );
  });

  it('copies the path from the workspace folder', async () => {
    const uri = await generateOne({ prompt: unique('a white cat') });
    const { id } = await shownPicture(stage, nameOf(uri));
    stage.page.send({ kind: 'copyPath', image: id });
    await until('it is copied', async () => (await vscode.env.clipboard.readText()) === `assets/${nameOf(uri)}`);
  });
});

describe('the plain name of a numbered picture', () => {
  const stage = useStage();

  /** The second of two of one prompt, whose first is discarded. */
  async function makeNumbered(): Promise<{ readonly uri: vscode.Uri; readonly plain: string }> {
    const prompt = unique('a grey cat');
    const first = await generateOne({ prompt });
    await vscode.commands.executeCommand('easel.discard');
    await write(first.fsPath, 'in the way');
    const uri = await generateOne({ prompt });
    assert.equal(nameOf(uri), nameOf(first).replace('.png', '-2.png'));
    await vscode.workspace.fs.delete(first);
    stage.press(() => undefined);
    return { uri, plain: nameOf(first) };
  }

  async function insertInto(marked = 'One ⟦⟧two.\n'): Promise<vscode.TextEditor> {
    const { editor } = await openFile('md', marked);
    await vscode.commands.executeCommand('easel.insert');
    await until('it is inserted', () => editor.document.getText().includes('!['));
    return editor;
  }

  it('is taken on Insert: file, reference and card have it', async () => {
    const { uri, plain } = await makeNumbered();
    const bytes = await readFile(uri.fsPath);
    const editor = await insertInto();
    assert.match(editor.document.getText(), new RegExp(`\\(assets/${plain}\\)`));
    assert.deepEqual(await readFile(beside(uri, plain)), bytes);
    assert.ok(await isGone(uri.fsPath));
    await shownPicture(stage, plain);
  });

  const KEPT: readonly (readonly [why: string, stand: (uri: vscode.Uri, plain: string) => PromiseLike<unknown>])[] = [
    ['the plain name is taken', (uri, plain) => writeFile(beside(uri, plain), 'mine')],
    ['a file that differs by case alone has it', (uri, plain) => writeFile(beside(uri, plain.toUpperCase()), 'mine')],
    [
      'a document on disk refers to the numbered one',
      (uri) => write(join(folder('second'), `${unique('page')}.html`), `<img src="x/${nameOf(uri)}">`),
    ],
    [
      'a document on disk still refers to the plain one',
      (_, plain) => write(join(folder('first'), `${unique('page')}.scss`), `a { background: url(${plain}) }`),
    ],
    [
      'a document that is not saved refers to it',
      (uri) => vscode.workspace.openTextDocument({ content: `see ${nameOf(uri)}` }).then(vscode.window.showTextDocument),
    ],
    ['it is open in an editor', (uri) => vscode.commands.executeCommand('vscode.open', uri, { preview: false })],
  ];
  for (const [why, stand] of KEPT) {
    it(`is not taken when ${why}`, async () => {
      const { uri, plain } = await makeNumbered();
      await stand(uri, plain);
      const editor = await insertInto();
      assert.match(editor.document.getText(), new RegExp(`\\(assets/${nameOf(uri)}\\)`));
      assert.ok(!(await isGone(uri.fsPath)));
    });
  }

  it('is not made up for a name that ends in a number by itself', async () => {
    const uri = await generateOne({ prompt: `${unique('apollo')} 11` });
    await insertInto();
    assert.ok(!(await isGone(uri.fsPath)));
  });
});

describe('Insert as WebP', () => {
  const stage = useStage();

  async function selectAndMake(extension: string, marked: string) {
    await configure({ size: '640x400', model: 'placeholder' });
    const { editor } = await openFile(extension, marked);
    const uri = await generateOne();
    return { editor, uri, picture: await shownPicture(stage, nameOf(uri)) };
  }

  it('says both sizes once it is asked for, saves a smaller file beside, and refers to that', async () => {
    const { editor, uri, picture } = await selectAndMake('md', 'One.\n\n⟦A lamp at dusk.⟧\n');
    assert.deepEqual(picture.webp, { label: 'Insert as WebP', usable: true });
    stage.page.send({ kind: 'weighWebp', image: picture.id });
    const weighed = await until('it is weighed', async () => {
      const { webp } = await shownPicture(stage, nameOf(uri));
      return webp?.label === picture.webp?.label ? undefined : webp;
    });
    assert.match(weighed.label, /^Insert as WebP \(\d+ kB, not \d+ kB\)$/);
    stage.page.send({ kind: 'insertWebp', image: picture.id });
    const name = nameOf(uri).replace(/png$/, 'webp');
    await becomes(editor.document, `One.\n\nA lamp at dusk.\n\n![A lamp at dusk.](assets/${name})\n`);
    const [small, large] = [await readFile(beside(uri, name)), await readFile(uri.fsPath)];
    assert.ok(small.length < large.length);
    const { type, width, height } = inspectImage(new Uint8Array(small));
    assert.deepEqual({ type, width, height }, { type: 'webp', width: 640, height: 400 });
    assert.equal((await shownPicture(stage, nameOf(uri))).state, 'inserted');
  });

  it('makes one file however often it is inserted, and overwrites none', async () => {
    const { editor, uri, picture } = await selectAndMake('md', 'One.\n\n⟦A lamp at dawn.⟧\n');
    const taken = beside(uri, nameOf(uri).replace(/png$/, 'webp'));
    await writeFile(taken, 'mine');
    const name = nameOf(uri).replace(/\.png$/, '-2.webp');
    for (const times of [1, 2]) {
      stage.page.send({ kind: 'insertWebp', image: picture.id });
      await until('it is inserted', () => editor.document.getText().split(name).length === times + 1);
    }
    assert.equal(await readFile(taken, 'utf8'), 'mine');
    assert.ok(await isGone(beside(uri, name.replace('-2', '-3'))));
  });

  it('is not offered where no browser reads it', async () => {
    const { picture } = await selectAndMake('tex', 'One.\n\n⟦A lamp at noon.⟧\n');
    assert.equal(picture.webp, undefined);
  });
});
