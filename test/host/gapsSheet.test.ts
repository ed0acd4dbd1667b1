import * as assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SheetView } from '../../src/core/protocol.ts';
import { faults } from '../support/imagesFaults.ts';
import { activeEditor, folder, isGone, linkOutside, openFile, sizeOf, unique, write } from './places.ts';
import { configure, replace, until, useStage } from './stage.ts';

const WORDS = 'A red lighthouse on a cliff';

describe('The sheet of missing images', () => {
  const stage = useStage();
  afterEach(() => closeSheet());

  function closeSheet(): void {
    try {
      const { sheet } = stage.page.state ?? {};
      if (sheet) stage.page.send({ kind: 'closeSheet', sheet: sheet.id });
    } catch {
      // This test opened no panel.
    }
  }

  async function open(...given: readonly unknown[]): Promise<SheetView> {
    await vscode.commands.executeCommand('easel.generateMissing', ...given);
    return shown();
  }

  async function shown(is: (sheet: SheetView) => boolean = () => true): Promise<SheetView> {
    stage.page.send({ kind: 'ready' });
    return until('the sheet is shown', () => {
      const sheet = stage.page.state?.sheet;
      return sheet && is(sheet) ? sheet : undefined;
    });
  }

  const isClosed = () => until('the sheet is closed', () => stage.page.state && !stage.page.state.sheet);
  const send = ({ id, rows }: SheetView, part: Readonly<Record<string, string>> = {}) =>
    stage.page.send({
      kind: 'sendSheet',
      sheet: id,
      rows: rows.filter(({ ticked }) => ticked).map((row) => ({ id: row.id, prompt: part[row.place] ?? row.prompt })),
    });
  const path = (...parts: string[]) => join(folder('first'), ...parts);

  it('lists the gaps of the active document, each file once, and makes what is ticked with the prompts as typed', async () => {
    const name = unique('img');
    const text = [
      '# Coast ⟦⟧',
      `![${WORDS}](${name}/red.png)`,
      `![Cat](${name}/cat.jpg)`,
      `![Another](${name}/red.png)`,
      `<img src="${name}/wide.webp" alt="A wide view over the bay" width="640" height="320">`,
      `![Logo of the house here](${name}/logo.svg)`,
    ];
    const { editor } = await openFile('md', text.join('\n\n'));
    const document = editor.document.uri.path.split('/').at(-1);
    const sheet = await open();
    assert.equal(sheet.title, '3 missing images');
    assert.deepEqual(
      sheet.rows.map(({ place, prompt, size, from, ticked }) => ({ place, prompt, size, from, ticked })),
      [
        { place: `first/${name}/red.png`, prompt: WORDS, size: '64x64', from: `${document}:3 and 1 more`, ticked: true },
        { place: `first/${name}/cat.jpg`, prompt: 'Cat, Coast', size: '64x64', from: `${document}:5`, ticked: true },
        {
          place: `first/${name}/wide.webp`,
          prompt: 'A wide view over the bay',
          size: '640x320',
          from: `${document}:9`,
          ticked: true,
        },
      ],
    );
    assert.match(sheet.rows[1]?.reason ?? '', /cat\.jpg says little/);
    assert.equal(sheet.estimate, '3 images');

    const [, , wide] = sheet.rows;
    assert.ok(wide);
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, row: wide.id, ticked: false });
    const fewer = await shown(({ estimate }) => estimate === '2 images');
    send(fewer, { [`first/${name}/cat.jpg`]: 'A cat on a sofa' });
    const left = await shown(({ rows }) => rows.length === 1);
    assert.equal(left.rows[0]?.id, wide.id);
    assert.equal(left.progress, '2 of 3 made');
    assert.deepEqual(stage.server.posts.map(({ body }) => body.prompt).toSorted(), ['A cat on a sofa', WORDS].toSorted());
    assert.equal(await sizeOf(vscode.Uri.file(path(name, 'red.png'))), '64x64');
    assert.equal((await readFile(path(name, 'cat.jpg'))).toString('hex').slice(0, 6), 'ffd8ff');
    assert.deepEqual((await readdir(path(name))).toSorted(), ['cat.jpg', 'red.png']);
    assert.equal(editor.document.getText(), text.join('\n\n').replace('⟦⟧', ''));
  });

  it('keeps what succeeds, and offers the failures again', async () => {
    const name = unique('part');
    await openFile(
      'md',
      `⟦⟧![${WORDS} one](${name}/1.png)\n\n![${WORDS} two](${name}/2.png)\n\n![${WORDS} three](${name}/3.png)`,
    );
    const sheet = await open();
    stage.server.answer(async (...asked) => (asked[0].body.prompt?.endsWith('two') ? faults.serverError : faults.good)(...asked));
    send(sheet);
    const left = await shown(({ rows }) => rows.length === 1 && rows[0]?.failure !== undefined);
    assert.equal(left.rows[0]?.place, `first/${name}/2.png`);
    assert.match(left.rows[0]?.failure ?? '', /The server failed/);
    assert.deepEqual((await readdir(path(name))).toSorted(), ['1.png', '3.png']);

    stage.server.answer('good');
    send(left);
    await isClosed();
    assert.deepEqual((await readdir(path(name))).toSorted(), ['1.png', '2.png', '3.png']);
    assert.equal(stage.server.posts.length, 4);
  });

  it('asks for nothing that somebody has put there while the list was open', async () => {
    const name = unique('meanwhile');
    await openFile('md', `⟦⟧![${WORDS} one](${name}-1.png)\n\n![${WORDS} two](${name}-2.png)`);
    const sheet = await open();
    await writeFile(path(`${name}-1.png`), 'mine');
    send(sheet);
    await isClosed();
    assert.deepEqual(
      stage.server.posts.map(({ body }) => body.prompt),
      [`${WORDS} two`],
    );
    assert.equal(await readFile(path(`${name}-1.png`), 'utf8'), 'mine');
  });

  it('lets a failure be asked for again on its card, and takes it off the list then', async () => {
    const name = unique('card');
    await openFile('md', `⟦⟧![${WORDS}](${name}.png)`);
    stage.server.answer('serverError', 'good');
    send(await open());
    await shown(({ rows }) => rows[0]?.failure !== undefined);
    const card = await until('the card failed', () => stage.page.state?.cards.find(({ failures }) => failures.length > 0));
    stage.page.send({ kind: 'step', run: card.id, step: 'tryAgain' });
    await isClosed();
    assert.equal(await sizeOf(vscode.Uri.file(path(`${name}.png`))), '64x64');
  });

  it('has no more than four requests on their way, and sends once for two presses', async () => {
    const name = unique('six');
    await openFile('md', `⟦⟧${[1, 2, 3, 4, 5, 6].map((n) => `![${WORDS} ${n}](${name}/${n}.png)`).join('\n\n')}`);
    const sheet = await open();
    let now = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    stage.server.answer(async (...asked) => {
      now += 1;
      most = Math.max(most, now);
      if (stage.server.posts.length <= 4) await new Promise<void>((resolve) => waiting.push(resolve));
      await faults.good(...asked);
      now -= 1;
    });
    send(sheet);
    send(sheet);
    await until('four are on their way', () => waiting.length === 4);
    const running = await shown(({ rows }) => rows.every((row) => row.running !== undefined));
    assert.equal(running.canSend, false);
    send(running);
    for (const go of waiting) go();
    await isClosed();
    assert.equal(most, 4);
    assert.equal(stage.server.posts.length, 6);
  });

  it('looks through files and folders, and not where tools put theirs', async () => {
    const name = unique('folder');
    await write(path(name, 'a.md'), `![${WORDS}](img/a.png)`);
    await write(path(name, 'deep', 'b.html'), `<img src="../img/b.png" alt="${WORDS}"><img src="../img/a.png">`);
    await write(path(name, 'deep', 'c.css'), `p { background: url(c.png) }`);
    await write(path(name, 'node_modules', 'x', 'README.md'), `![${WORDS}](x.png)`);
    await write(path(name, 'dist', 'y.html'), `<img src="y.png" alt="${WORDS}">`);
    await write(path(name, 'broken.md'), '');
    await writeFile(path(name, 'bytes.md'), new Uint8Array([0xff, 0xfe, 0x00, 0xd8]));
    const places = async (...given: readonly unknown[]) => (await open(...given)).rows.map(({ place }) => place);
    const at = (...parts: string[]) => ['first', name, ...parts].join('/');
    const whole = vscode.Uri.file(path(name));
    assert.deepEqual(await places(whole, [whole]), [at('img', 'a.png'), at('img', 'b.png'), at('deep', 'c.png')]);
    const [one, two] = [vscode.Uri.file(path(name, 'deep', 'c.css')), vscode.Uri.file(path(name, 'a.md'))];
    closeSheet();
    await isClosed();
    assert.deepEqual(await places(one, [one, two]), [at('deep', 'c.png'), at('img', 'a.png')]);
  });

  it('says so when nothing is missing, and when no document is open', async () => {
    const { editor } = await openFile('md', '⟦⟧No images.');
    await vscode.commands.executeCommand('easel.generateMissing');
    assert.equal(stage.shown[0]?.text, `No images are missing in ${editor.document.uri.path.split('/').at(-1)}.`);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no editor is open', () => vscode.window.visibleTextEditors.length === 0);
    await vscode.commands.executeCommand('easel.generateMissing');
    assert.equal(stage.shown[1]?.text, 'Open a document first, or choose files in the explorer.');
  });

  it('lists nothing outside the workspace, and sends nothing where it is not trusted', async () => {
    const link = unique('out');
    await linkOutside(path(link));
    const name = unique('in');
    await openFile('md', `⟦⟧![${WORDS}](${link}/x.png) ![${WORDS}](../../etc/x.png) ![${WORDS}](${name}.png)`);
    const sheet = await open();
    assert.deepEqual(
      sheet.rows.map(({ place }) => place),
      [`first/${name}.png`],
    );
    const restore = replace(vscode.workspace, { isTrusted: false });
    send(sheet);
    await until('it is refused', () => stage.shown.length > 0);
    restore();
    assert.deepEqual(stage.server.requests, []);
    assert.ok(await isGone(path(`${name}.png`)));
  });

  it('counts the flags of a prompt as it is typed', async () => {
    const name = unique('typed');
    await openFile('md', `⟦⟧![${WORDS}](${name}/1.png)\n\n![${WORDS}](${name}/2.png)`);
    const sheet = await open();
    assert.equal(sheet.estimate, '2 images');
    const [row = assert.fail()] = sheet.rows;
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, row: row.id, prompt: 'A red lighthouse --x3' });
    const typed = await shown(({ estimate }) => estimate === '4 images');
    assert.equal(typed.rows[0]?.prompt, row.prompt, 'the page keeps what is typed');
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, row: row.id, prompt: 'A red lighthouse' });
    await shown(({ estimate }) => estimate === '2 images');
    assert.deepEqual(stage.server.requests, []);
  });

  it('changes sizes of single rows, and ticks all or none', async () => {
    await configure({ model: 'gpt-image-2' });
    const name = unique('sizes');
    await openFile('md', `⟦⟧![${WORDS}](${name}/1.png)\n\n![${WORDS}](${name}/2.png)`);
    const sheet = await open();
    const [first] = sheet.rows;
    assert.ok(first);
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, ticked: false });
    const none = await shown(({ rows }) => rows.every(({ ticked }) => !ticked));
    assert.equal(none.canSend, false);
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, row: first.id, ticked: true });
    stage.page.send({ kind: 'changeSheet', sheet: sheet.id, row: first.id, size: '1536x1024' });
    send(await shown(({ rows }) => rows[0]?.size === '1536x1024' && rows[0].ticked));
    await shown(({ rows }) => rows.length === 1);
    assert.equal(await sizeOf(vscode.Uri.file(path(name, '1.png'))), '1536x1024');
    assert.deepEqual(
      stage.server.posts.map(({ body }) => body.size),
      ['1536x1024'],
    );
  });
});

describe('The sheet of an image for each', () => {
  const stage = useStage();

  async function open(): Promise<SheetView> {
    await vscode.commands.executeCommand('easel.generateEach');
    stage.page.send({ kind: 'ready' });
    return until('the sheet is shown', () => stage.page.state?.sheet);
  }

  it('lists the items of a Markdown list, and makes each with a place of its own', async () => {
    const list = '# Animals\n\n⟦- A yellow bird\n- A *green* frog\n  - A brown bear\n\n1. A red fox⟧\n';
    const { editor } = await openFile('md', list);
    const name = editor.document.uri.path.split('/').at(-1);
    const sheet = await open();
    assert.deepEqual(
      sheet.rows.map(({ prompt, place }) => [prompt, place]),
      [
        ['A yellow bird', `For ${name}:3`],
        ['A *green* frog', `For ${name}:4`],
        ['A brown bear', `For ${name}:5`],
        ['A red fox', `For ${name}:7`],
      ],
    );
    stage.page.send({ kind: 'sendSheet', sheet: sheet.id, rows: sheet.rows.map(({ id, prompt }) => ({ id, prompt })) });
    await until('all are made', () => stage.page.state && !stage.page.state.sheet);
    assert.equal(stage.server.posts.length, 4);
    const labels = stage.page.state?.cards.slice(0, 4).map(({ pictures }) => pictures[0]?.insertLabel);
    assert.deepEqual(
      labels?.toSorted(),
      [3, 4, 5, 7].map((line) => `Insert into ${name}:${line}`),
    );
  });

  it('lists several selections in their order, and says what to select where there is nothing', async () => {
    await openFile('txt', '⟦one bird⟧\ntwo birds\nthree birds\n');
    const editor = activeEditor();
    editor.selections = [2, 0].map((line) => new vscode.Selection(line, 0, line, editor.document.lineAt(line).text.length));
    const sheet = await open();
    assert.deepEqual(
      sheet.rows.map(({ prompt }) => prompt),
      ['one bird', 'three birds'],
    );
    stage.page.send({ kind: 'closeSheet', sheet: sheet.id });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('easel.generateEach');
    assert.equal(stage.shown.at(-1)?.text, 'Select several texts, or the items of a list.');
    assert.deepEqual(stage.server.requests, []);
  });
});
