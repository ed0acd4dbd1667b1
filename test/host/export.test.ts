import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExportChange, ExportView } from '../../src/core/protocol.ts';
import { pixelAt, readPixels } from '../support/imagesPixels.ts';
import { encodePng, type Rgba } from '../support/imagesPng.ts';
import { readPngSize } from '../support/pngSize.ts';
import { folder, nameOf, unique } from './places.ts';
import { generateOne, replace, until, useStage } from './stage.ts';

const RED = [200, 30, 30, 255] as const;
const BLUE = [30, 30, 200, 255] as const;

/** A project of its own in the workspace, with a picture in it. */
async function putProject(
  width = 640,
  height = 400,
  ...folders: readonly string[]
): Promise<{ root: string; picture: vscode.Uri }> {
  const root = join(folder('first'), unique('project'));
  for (const name of ['images', ...folders]) await mkdir(join(root, name), { recursive: true });
  const path = join(root, 'images', 'red-cat.png');
  await writeFile(path, encodePng(width, height, [...RED], [...BLUE]));
  return { root, picture: vscode.Uri.file(path) };
}

describe('easel.export', () => {
  const stage = useStage();

  async function open(picture: vscode.Uri): Promise<ExportView> {
    await vscode.commands.executeCommand('easel.export', picture, [picture]);
    stage.page.send({ kind: 'ready' });
    return shown((sheet) => sheet.picture.name === nameOf(picture));
  }

  function shown(is: (sheet: ExportView) => boolean): Promise<ExportView> {
    return until('the sheet shows it', () => {
      const sheet = stage.page.state?.exporting;
      return sheet && is(sheet) ? sheet : undefined;
    });
  }

  async function change(sheet: ExportView, wanted: ExportChange, is: (sheet: ExportView) => boolean): Promise<ExportView> {
    stage.page.send({ kind: 'changeExport', export: sheet.id, change: wanted });
    return shown(is);
  }

  async function run(sheet: ExportView): Promise<NonNullable<ExportView['result']>> {
    stage.page.send({ kind: 'runExport', export: sheet.id });
    const { result } = await shown((one) => one.result !== undefined && one.progress === undefined);
    assert.ok(result);
    return result;
  }

  it('writes the icons of a site into its public folder, in their sizes, with what is to be pasted', async () => {
    const { root, picture } = await putProject(640, 640, 'public');
    const sheet = await open(picture);
    assert.match(sheet.folder, /public$/);
    const result = await run(sheet);
    const files = (await readdir(join(root, 'public'))).sort();
    assert.deepEqual(files, ['apple-touch-icon.png', 'favicon.ico', 'icon-192.png', 'icon-512.png']);
    for (const [name, side] of [
      ['apple-touch-icon.png', 180],
      ['icon-192.png', 192],
      ['icon-512.png', 512],
    ] as const) {
      assert.deepEqual(readPngSize(await readFile(join(root, 'public', name))), { width: side, height: side });
    }
    const icon = await readFile(join(root, 'public', 'favicon.ico'));
    assert.deepEqual([...icon.subarray(0, 6)], [0, 0, 1, 0, 3, 0]);
    assert.match(result.sentence, /^4 files were written into .*public\.$/);
    const [head, manifest] = result.snippets;
    assert.equal(
      head?.text,
      '<link rel="icon" href="/favicon.ico" sizes="16x16 32x32 48x48">\n<link rel="apple-touch-icon" href="/apple-touch-icon.png">',
    );
    assert.match(manifest?.text ?? '', /"\/icon-192.png"/);
    stage.page.send({ kind: 'copySnippet', export: sheet.id, snippet: 0 });
    await until('it is copied', async () => (await vscode.env.clipboard.readText()) === head?.text);
    assert.deepEqual(stage.server.requests, [], 'nothing is sent');
  });

  it('keeps what was written, leaves what is in the way alone and says what went wrong when a file cannot be written', async () => {
    const { root, picture } = await putProject(640, 640, 'public', 'public/icon-192.png');
    await writeFile(join(root, 'public', 'icon-192.png', 'mine.txt'), 'mine');
    let sheet = await open(picture);
    sheet = await shown(({ files }) => files.some(({ taken }) => taken !== undefined));
    const folderThere = sheet.files.find(({ name }) => name === 'icon-192.png');
    sheet = await change(sheet, { of: 'taken', file: folderThere?.id ?? '', existing: 'replace' }, ({ files }) =>
      files.some(({ taken }) => taken === 'replace'),
    );
    const result = await run(sheet);
    assert.match(result.sentence, /^2 files were written into .*public\.$/);
    assert.deepEqual(
      result.files.map((file) => file.split(' · ')[0]),
      ['favicon.ico', 'apple-touch-icon.png'],
    );
    assert.deepEqual((await readdir(join(root, 'public'))).sort(), ['apple-touch-icon.png', 'favicon.ico', 'icon-192.png']);
    assert.equal(await readFile(join(root, 'public', 'icon-192.png', 'mine.txt'), 'utf8'), 'mine');
    await until('it is said', () => stage.shown.some(({ as, text }) => as === 'error' && /icon-192\.png/.test(text)));
    // What is left can be made at once.
    sheet = await shown(({ canExport, progress }) => canExport && progress === undefined);
    sheet = await change(sheet, { of: 'tick', file: folderThere?.id ?? '', on: false }, ({ files }) =>
      files.some(({ ticked }) => !ticked),
    );
    await run(sheet);
    assert.ok(existsSync(join(root, 'public', 'icon-512.png')));
  });

  it('enlarges nothing that nobody ticked', async () => {
    const { root, picture } = await putProject(100, 100, 'static');
    const sheet = await open(picture);
    assert.deepEqual(
      sheet.files.map(({ name, ticked, upscaled }) => [name, ticked, upscaled]),
      [
        ['favicon.ico', true, false],
        ['apple-touch-icon.png', false, true],
        ['icon-192.png', false, true],
        ['icon-512.png', false, true],
      ],
    );
    const [, touch] = sheet.files;
    await change(sheet, { of: 'tick', file: touch?.id ?? '', on: true }, ({ files }) => files[1]?.ticked === true);
    await run(sheet);
    assert.deepEqual((await readdir(join(root, 'static'))).sort(), ['apple-touch-icon.png', 'favicon.ico']);
  });

  it('crops to the point of interest', async () => {
    // Red above, blue below.
    const { root, picture } = await putProject(1300, 2400, 'public');
    let sheet = await open(picture);
    sheet = await change(sheet, { of: 'preset', preset: 'openGraph' }, ({ preset }) => preset === 'openGraph');
    const pixels: Rgba[] = [];
    for (const y of [0, 1]) {
      sheet = await change(sheet, { of: 'focus', x: 0.5, y }, ({ focus }) => focus.y === y);
      const [file] = sheet.files;
      if (file?.taken) sheet = await change(sheet, { of: 'taken', file: file.id, existing: 'replace' }, (one) => one.canExport);
      const result = await run(sheet);
      const made = await readPixels(await readFile(join(root, 'public', 'og-image.png')));
      assert.deepEqual([made.width, made.height], [1200, 630]);
      assert.match(result.snippets[0]?.text ?? '', /og:image:width" content="1200"/);
      pixels.push(pixelAt(made, y * (1200 * 630 - 1)));
      sheet = await shown(({ files }) => files[0]?.taken !== undefined);
    }
    assert.deepEqual(pixels, [RED, BLUE]);
  });

  it('makes the widths of a page with a ready <picture>, beside the picture where no folder is public', async () => {
    const { root, picture } = await putProject(800, 500);
    let sheet = await open(picture);
    sheet = await change(sheet, { of: 'preset', preset: 'responsive' }, ({ preset }) => preset === 'responsive');
    assert.equal(sheet.target, undefined);
    const result = await run(sheet);
    const made = (await readdir(join(root, 'images'))).filter((name) => name !== 'red-cat.png').sort();
    assert.deepEqual(made, [
      'red-cat-480.avif',
      'red-cat-480.webp',
      'red-cat-768.avif',
      'red-cat-768.webp',
      'red-cat-800.avif',
      'red-cat-800.png',
      'red-cat-800.webp',
    ]);
    assert.match(
      result.snippets[0]?.text ?? '',
      /^<picture>[\s\S]*srcset="images\/red-cat-480\.avif 480w[\s\S]*width="800" height="500"/,
    );
  });

  it('skips what exists, or replaces it: the old bytes are in the bin, and Undo brings them back', async () => {
    const { root, picture } = await putProject(640, 640, 'public');
    const path = join(root, 'public', 'favicon.ico');
    await writeFile(path, 'the old icon');
    let sheet = await open(picture);
    sheet = await shown(({ files }) => files[0]?.taken === 'skip');
    const skipped = await run(sheet);
    assert.deepEqual(skipped.files.length, 3);
    assert.equal(await readFile(path, 'utf8'), 'the old icon');
    sheet = await shown(({ files }) => files.every(({ taken }) => taken === 'skip'));
    assert.equal(sheet.canExport, false, 'there is nothing left to be written');

    let undo = () => {};
    stage.press(({ buttons }) => new Promise((resolve) => (undo = () => resolve(buttons[0]))));
    sheet = await change(
      sheet,
      { of: 'taken', file: sheet.files[0]?.id ?? '', existing: 'replace' },
      ({ canExport }) => canExport,
    );
    await run(sheet);
    assert.deepEqual([...(await readFile(path)).subarray(0, 4)], [0, 0, 1, 0]);
    const said = await until('it is said', () => stage.shown.at(-1));
    assert.match(said.text, /One replaced an older one, which is in Easel’s bin\.$/);
    assert.deepEqual(said.buttons, ['Undo']);
    undo();
    await until('it is back', async () => (await readFile(path, 'utf8').catch(() => '')) === 'the old icon');
  });

  it('leaves a file alone that appeared since the sheet was shown', async () => {
    const { root, picture } = await putProject(640, 640, 'public');
    const sheet = await open(picture);
    const path = join(root, 'public', 'icon-192.png');
    await writeFile(path, 'of somebody else');
    const result = await run(sheet);
    assert.match(result.sentence, /Left as it was, because the name was taken: icon-192\.png\.$/);
    assert.equal(await readFile(path, 'utf8'), 'of somebody else');
    assert.deepEqual((await readdir(join(root, 'public'))).length, 4, 'and no numbered file beside it');
  });

  it('writes nothing when it is cancelled', async () => {
    const { root, picture } = await putProject(3000, 2000, 'public');
    let sheet = await open(picture);
    sheet = await change(sheet, { of: 'preset', preset: 'responsive' }, ({ preset }) => preset === 'responsive');
    stage.page.send({ kind: 'runExport', export: sheet.id });
    await shown(({ progress }) => progress !== undefined);
    stage.page.send({ kind: 'cancelExport', export: sheet.id });
    await shown(({ progress }) => progress === undefined);
    assert.deepEqual(await readdir(join(root, 'public')), []);
    assert.deepEqual(stage.shown, []);
  });

  it('says so where the picture is another one by now', async () => {
    const { picture } = await putProject(64, 64, 'public');
    const sheet = await open(picture);
    await writeFile(picture.fsPath, encodePng(64, 64, [...BLUE]));
    stage.page.send({ kind: 'runExport', export: sheet.id });
    await until('it is said', () => stage.shown.find(({ text }) => /was changed since it was opened/.test(text)));
  });

  it('follows no link out of the workspace', async () => {
    const { root, picture } = await putProject(64, 64);
    const outside = join(folder('first'), '..', unique('outside'));
    await mkdir(outside);
    await symlink(outside, join(root, 'public'));
    const sheet = await open(picture);
    stage.page.send({ kind: 'runExport', export: sheet.id });
    await until('it is said', () => stage.shown.find(({ as }) => as === 'error'));
    assert.deepEqual(await readdir(outside), []);
  });

  it('leaves a folder alone that has a file’s name', async () => {
    const { root, picture } = await putProject(64, 64, 'public/favicon.ico');
    let sheet = await open(picture);
    sheet = await shown(({ files }) => files[0]?.taken === 'skip');
    assert.equal(sheet.canExport, false);
    assert.ok(existsSync(join(root, 'public', 'favicon.ico')));
  });

  it('is refused in a workspace that is not trusted', async () => {
    const { picture } = await putProject(64, 64, 'public');
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      for (const command of ['export', 'convert']) await vscode.commands.executeCommand(`easel.${command}`, picture);
      assert.equal(stage.shown.filter(({ as }) => as === 'error').length, 2, JSON.stringify(stage.shown));
      assert.deepEqual(await readdir(join(picture.fsPath, '..')), ['red-cat.png']);
    } finally {
      restore();
    }
  });

  it('is on the card of an image', async () => {
    const made = await generateOne({ prompt: 'a card to export' });
    stage.page.send({ kind: 'ready' });
    const id = await until('the card is there', () =>
      stage.page.state?.cards.flatMap(({ pictures }) => pictures).find(({ name }) => name === nameOf(made)),
    );
    stage.page.send({ kind: 'export', image: id.id });
    const sheet = await shown((one) => one.picture.name === nameOf(made));
    stage.page.send({ kind: 'closeExport', export: sheet.id });
    await until('it is closed', () => stage.page.state && !stage.page.state.exporting);
  });
});

describe('easel.convert', () => {
  const stage = useStage();

  for (const [label, extension, start] of [
    ['WebP', 'webp', 'RIFF'],
    ['JPEG', 'jpg', '\xff\xd8\xff'],
    ['AVIF', 'avif', '\0\0\0'],
  ] as const) {
    it(`makes a ${label} beside the picture, says both sizes, and overwrites nothing`, async () => {
      const { root, picture } = await putProject();
      const before = await readFile(picture.fsPath);
      const taken = join(root, 'images', `red-cat.${extension}`);
      await writeFile(taken, 'of somebody else');
      stage.choose(new RegExp(`^(${label}|Usual)$`));
      const saved: unknown = await vscode.commands.executeCommand('easel.convert', picture);
      assert.ok(saved instanceof vscode.Uri);
      assert.equal(nameOf(saved), `red-cat-2.${extension}`);
      const bytes = await readFile(saved.fsPath);
      assert.equal(bytes.subarray(0, start.length).toString('latin1'), start);
      assert.equal(await readFile(taken, 'utf8'), 'of somebody else');
      assert.deepEqual(await readFile(picture.fsPath), before);
      assert.match(
        stage.shown[0]?.text ?? '',
        new RegExp(`^red-cat-2\\.${extension} has \\d.* kB; red-cat\\.png has \\d.* [kM]B\\.`),
      );
    });
  }

  it('makes smaller files of less quality', async () => {
    const { picture } = await putProject();
    const sizes: number[] = [];
    for (const quality of ['95', '5']) {
      stage.choose(/^(WebP|Other …)$/);
      stage.type(quality);
      const saved: unknown = await vscode.commands.executeCommand('easel.convert', picture);
      assert.ok(saved instanceof vscode.Uri);
      sizes.push((await readFile(saved.fsPath)).length);
    }
    assert.ok((sizes[0] ?? 0) > (sizes[1] ?? 0), String(sizes));
  });

  it('makes nothing when the user goes away from a question', async () => {
    const { root, picture } = await putProject();
    stage.choose(/^WebP$/);
    assert.equal(await vscode.commands.executeCommand('easel.convert', picture), undefined);
    assert.deepEqual(await readdir(join(root, 'images')), ['red-cat.png']);
  });
});
