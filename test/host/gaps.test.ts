import * as assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { faults } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { folder, isGone, linkOutside, openFile, sizeOf, unique, write } from './places.ts';
import { closeEverything, configure, replace, until, useStage } from './stage.ts';

const WORDS = 'A red lighthouse on a cliff';

/** Easel's quick fixes with the cursor at the mark, as VS Code asks for them. */
async function fixesAt(editor: vscode.TextEditor): Promise<readonly vscode.CodeAction[]> {
  const found: unknown = await until('VS Code answers', () =>
    // It cancels what is asked while another provider of the document comes.
    vscode.commands
      .executeCommand(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        editor.selection,
        vscode.CodeActionKind.QuickFix.value,
      )
      .then(undefined, (error) =>
        error instanceof vscode.CancellationError || String(error).includes('Cancel') ? undefined : assert.fail(String(error)),
      ),
  );
  assert.ok(Array.isArray(found));
  return found.filter((one: vscode.CodeAction) => one.command?.command === 'easel.fillGap');
}

async function take(fix: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(fix?.command, 'a quick fix is offered');
  await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
}

/** Where the document of a test refers to. */
function pathIn(...path: string[]): string {
  return join(folder('first'), ...path);
}

describe('A reference to an image that is not there', () => {
  const stage = useStage();

  const documents: readonly (readonly [language: string, extension: string, write: (path: string) => string])[] = [
    ['Markdown', 'md', (path) => `# Coast\n\n![${WORDS}⟦⟧](${path})\n`],
    ['a definition of Markdown', 'md', (path) => `![${WORDS}][one]\n\n[one]: ${path.slice(0, 3)}⟦⟧${path.slice(3)}\n`],
    ['an img in Markdown', 'md', (path) => `<img alt="${WORDS}" src="⟦⟧${path}">\n`],
    ['Vue without its extension', 'vue', (path) => `<template>\n<img src="./${path}⟦⟧" alt="${WORDS}">\n</template>\n`],
    ['HTML', 'html', (path) => `<h1>Coast</h1>\n<img src="${path}⟦⟧" alt="${WORDS}">\n`],
  ];
  for (const [language, extension, text] of documents) {
    it(`is made by its quick fix, at exactly that path: ${language}`, async () => {
      const path = `${unique('img')}/Red Hero.png`;
      const { editor } = await openFile(extension, text(encodeURI(path)));
      const before = editor.document.getText();

      const [fix, ...others] = await fixesAt(editor);
      assert.deepEqual(others, []);
      assert.equal(fix?.title, `Generate "${WORDS}" into Red Hero.png`);
      await take(fix);

      assert.equal(await sizeOf(vscode.Uri.file(pathIn(path))), '64x64');
      assert.deepEqual(
        stage.server.posts.map(({ body }) => body.prompt),
        [WORDS],
      );
      assert.equal(editor.document.getText(), before, 'the reference is there already');
      assert.deepEqual(await readdir(dirname(pathIn(path))), ['Red Hero.png']);
      assert.deepEqual(await fixesAt(editor), [], 'and is no gap any more');
      stage.page.send({ kind: 'ready' });
      const card = await until('the card is shown', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
      assert.equal(card.pictures[0]?.insertLabel, 'Copy Reference');
    });
  }

  it('takes its size from width and height, and is made in CSS from its name after a look', async () => {
    const name = unique('sky');
    await configure({ model: 'gpt-image-2' });
    const { editor } = await openFile('html', `<img src="${name}.png⟦⟧" alt="${WORDS}" width="1536" height="1024">`);
    await take((await fixesAt(editor))[0]);
    assert.equal(stage.server.posts[0]?.body.size, '1536x1024');
    assert.equal(await sizeOf(vscode.Uri.file(pathIn(`${name}.png`))), '1536x1024');

    const { editor: css } = await openFile('css', `main { background: url("img/night-sky.webp⟦⟧"); }`);
    await take((await fixesAt(css))[0]);
    stage.page.send({ kind: 'ready' });
    const form = await until('the form has it', () =>
      stage.page.state?.form.prompt === 'night sky' ? stage.page.state.form : undefined,
    );
    assert.match(form.reason ?? '', /night-sky\.webp/);
    assert.equal(stage.server.posts.length, 1, 'nothing more is sent');
  });

  const types: readonly (readonly [extension: string, format: string, first: string])[] = [
    ['png', 'png', '89504e47'],
    ['jpg', 'jpeg', 'ffd8ff'],
    ['JPEG', 'jpeg', 'ffd8ff'],
    ['webp', 'webp', '52494646'],
  ];
  for (const [extension, format, first] of types) {
    it(`is asked for in the format of its name: ${extension}`, async () => {
      await configure({ model: 'gpt-image-2', size: '1024x1024' });
      const name = `${unique('kind')}.${extension}`;
      const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
      await take((await fixesAt(editor))[0]);
      assert.equal(stage.server.posts[0]?.body.output_format ?? 'png', format);
      assert.equal((await readFile(pathIn(name))).toString('hex').slice(0, first.length), first);
    });
  }

  for (const [extension, first] of [
    ['avif', 'ftypavif'],
    ['gif', 'GIF8'],
  ] as const) {
    it(`is converted for a type that the API does not make: ${extension}`, async () => {
      const name = `${unique('made')}.${extension}`;
      const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
      await take((await fixesAt(editor))[0]);
      assert.ok((await readFile(pathIn(name))).toString('latin1', 0, 16).includes(first));
      stage.page.send({ kind: 'ready' });
      const card = await until('the card is shown', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
      const [picture] = card.pictures;
      assert.deepEqual([picture?.name, picture?.editable, picture?.facts.slice(0, 7)], [name, false, '64 × 64']);
      assert.deepEqual(card.notes, []);
      assert.match(picture?.raw?.name ?? '', /\.png$/);
    });
  }

  it('is converted where the server sends another format, and the untouched answer is kept', async () => {
    const name = `${unique('other')}.webp`;
    stage.server.answer('good');
    const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
    // This model knows no output format: the server answers with a PNG.
    await configure({ model: 'dall-e-2', size: '256x256' });
    await take((await fixesAt(editor))[0]);
    assert.match((await readFile(pathIn(name))).toString('latin1', 0, 12), /^RIFF....WEBP$/s);
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is shown', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
    assert.equal(card.pictures[0]?.name, name);
    assert.match(card.pictures[0]?.raw?.name ?? '', /\.png$/);
  });

  it('opens the form for a short alt text, with the heading, and sends it to exactly that path', async () => {
    const name = unique('cat');
    const { editor } = await openFile('md', `# Pets of the house\n\n![Cat](${name}.png⟦⟧)\n`);
    const [fix] = await fixesAt(editor);
    assert.equal(fix?.title, `Generate "Cat" into ${name}.png`);
    await take(fix);
    stage.page.send({ kind: 'ready' });
    const form = await until('the form has it', () => (stage.page.state?.form.prompt ? stage.page.state.form : undefined));
    assert.equal(form.prompt, 'Cat, Pets of the house');
    assert.equal(form.target, `Into first/${name}.png`);
    assert.equal(stage.server.posts.length, 0);

    stage.page.send({ kind: 'generate', form: form.id, prompt: 'A cat on a sofa' });
    await until('it is made', async () => !(await isGone(pathIn(`${name}.png`))));
    assert.equal(stage.server.posts[0]?.body.prompt, 'A cat on a sofa');
  });

  it('leaves a file alone that appears while the request runs, and says where the image is', async () => {
    const name = unique('late');
    const { editor } = await openFile('md', `![${WORDS}](${name}.png⟦⟧)`);
    const meanwhile: Answer = async (...asked) => {
      await writeFile(pathIn(`${name}.png`), 'mine');
      await faults.good(...asked);
    };
    stage.server.answer(meanwhile);
    await take((await fixesAt(editor))[0]);
    assert.equal(await readFile(pathIn(`${name}.png`), 'utf8'), 'mine');
    assert.equal(await sizeOf(vscode.Uri.file(pathIn(`${name}-2.png`))), '64x64');
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is shown', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
    assert.deepEqual(card.notes, [`There is another ${name}.png by now, so the image was saved as ${name}-2.png.`]);
  });

  it('loses nothing where a file takes the place of its folder while the request runs', async () => {
    const name = unique('blocked');
    const { editor } = await openFile('md', `![${WORDS}](${name}/hero.png⟦⟧)`);
    stage.server.answer(async (...asked) => {
      await writeFile(pathIn(name), 'a file');
      await faults.good(...asked);
    });
    await take((await fixesAt(editor))[0]);
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is shown', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
    assert.match(card.notes.join(), /could not be written, so the image is in Easel’s own storage/);
    assert.equal(await readFile(pathIn(name), 'utf8'), 'a file');
  });

  it('is made once when the quick fix is taken twice', async () => {
    const name = `${unique('twice')}.png`;
    const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
    const [fix] = await fixesAt(editor);
    await Promise.all([take(fix), take(fix)]);
    assert.equal(stage.server.posts.length, 1);
  });

  it('is found again where the text moved, and said where it is gone', async () => {
    const name = `${unique('moved')}.png`;
    const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
    const [fix] = await fixesAt(editor);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'More before it.\n\n'));
    await take(fix);
    assert.equal(await isGone(pathIn(name)), false);

    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 9, 0)));
    await take(fix);
    assert.equal(stage.server.posts.length, 1);
    assert.match(stage.shown.at(-1)?.text ?? '', new RegExp(name));
  });

  it('is a gap from the site’s root where that is certain', async () => {
    const site = unique('site');
    const place = pathIn(site, 'pages', 'index.html');
    await write(place, `<img src="/img/hero.png" alt="${WORDS}">`);
    const look = async () => {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(place));
      const editor = await until('it is open', () => vscode.window.activeTextEditor);
      editor.selection = new vscode.Selection(0, 14, 0, 14);
      const fixes = await fixesAt(editor);
      await closeEverything();
      return fixes;
    };
    assert.deepEqual(await look(), [], 'no site begins anywhere');
    await mkdir(pathIn(site, 'public'));
    const [fix] = await look();
    await mkdir(pathIn(site, 'static'));
    assert.deepEqual(await look(), [], 'there are two');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(place));
    assert.match(fix?.title ?? '', /into hero\.png$/);
    await write(pathIn(site, 'public', 'deep', 'about.html'), `<img src="/img/about.png" alt="${WORDS}">`);
    const about = vscode.Uri.file(pathIn(site, 'public', 'deep', 'about.html'));
    await vscode.commands.executeCommand('easel.generateMissing', about);
    stage.page.send({ kind: 'ready' });
    const sheet = await until('the sheet is shown', () => stage.page.state?.sheet);
    assert.equal(sheet.rows[0]?.place, `first/${site}/public/img/about.png`);
    stage.page.send({ kind: 'closeSheet', sheet: sheet.id });
  });

  it('is no gap outside the workspace, in what is no image, in a template, or where a file is', async () => {
    const there = unique('there');
    await write(pathIn(`${there}.png`), 'mine');
    const link = unique('link');
    const outside = await linkOutside(pathIn(link));
    const paths = [
      '../../etc/x.png',
      '../second/x.png',
      `${link}/x.png`,
      '.git/hooks/x.png',
      'con.png',
      'x.svg',
      'x.ico',
      'x',
      '{{ image }}.png',
      'https://example.org/x.png',
      `${there}.png`,
    ];
    for (const path of paths) {
      const { editor } = await openFile('md', `![${WORDS}⟦⟧](<${path}>)`);
      assert.deepEqual(await fixesAt(editor), [], path);
      const where = { document: editor.document.uri.toString(), path, start: 0 };
      await vscode.commands.executeCommand('easel.fillGap', where);
    }
    assert.deepEqual(stage.server.requests, []);
    assert.equal(await readFile(pathIn(`${there}.png`), 'utf8'), 'mine');
    assert.ok(await isGone(join(outside, 'x.png')));
  });

  it('does nothing for a program that asks for another place, or in a workspace that is not trusted', async () => {
    const name = `${unique('safe')}.png`;
    const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
    const [fix] = await fixesAt(editor);
    for (const argument of [undefined, 'x', { document: 'x' }, { document: 'file:///etc/passwd', path: 'x.png', start: 0 }])
      await vscode.commands.executeCommand('easel.fillGap', argument);
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      assert.deepEqual(await fixesAt(editor), []);
      await take(fix);
    } finally {
      restore();
    }
    assert.deepEqual(stage.server.requests, []);
    assert.ok(await isGone(pathIn(name)));
  });

  it('is not looked for in a document above 1 MB', async () => {
    const { editor } = await openFile('md', `![${WORDS}⟦⟧](${unique('far')}.png)\n\n${'word '.repeat(210_000)}`);
    assert.deepEqual(await fixesAt(editor), []);
  });

  it('can be filled by the placeholder', async () => {
    await configure({ model: 'placeholder' });
    const name = `${unique('drawn')}.png`;
    const { editor } = await openFile('md', `![${WORDS}](${name}⟦⟧)`);
    await take((await fixesAt(editor))[0]);
    assert.equal(await sizeOf(vscode.Uri.file(pathIn(name))), '64x64');
  });
});
