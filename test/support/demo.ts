/**
 * `npm run demo`: the main job in a real VS Code, from the selection to the inserted reference, with the placeholder model.
 * Leaves `out/demo.png`; the last line is the saved PNG and its size.
 */
import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { root } from './host/install.ts';
import { startVsCode } from './host/server.ts';
import { readPngSize } from './pngSize.ts';
import { makeSample, SAMPLE_SENTENCE } from './sample.ts';
import { packageExtension } from './vsix.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const SIZE = '1536x1024';
const [width, height] = SIZE.split('x').map(Number);
const shot = join(root, 'out', 'demo.png');
const failedShot = join(root, 'out', 'demo-failed.png');
// In `out`, not in a temporary folder: the last line names a file in it.
const place = join(root, 'out', 'demo');
await Promise.all([shot, failedShot, place].map((path) => rm(path, { recursive: true, force: true })));

const vsix = await packageExtension();
const folder = await makeSample(place);
const server = await startVsCode({
  mode: 'product',
  folder,
  extensions: [vsix],
  settings: {
    'easel.model': 'placeholder',
    'easel.size': SIZE,
    'workbench.colorTheme': 'Dark Modern',
    'workbench.layoutControl.enabled': false,
    'editor.minimap.enabled': false,
    'editor.lightbulb.enabled': 'off',
    'breadcrumbs.enabled': false,
    'editor.occurrencesHighlight': 'off',
    'editor.selectionHighlight': false,
  },
});

let workbench: Workbench | undefined;
try {
  workbench = await openWorkbench(server);
  const saved = await generateAndInsert(workbench);
  await workbench.screenshot(shot);
  await workbench.close();
  await server.stop();
  console.log(`Screenshot: ${shot}`);
  console.log(`${saved} ${SIZE}`);
} catch (error) {
  await workbench?.screenshot(failedShot).catch(() => {});
  for (const line of [...(workbench?.consoleErrors ?? []), ...(workbench?.cspViolations ?? [])]) console.error(line);
  console.error(error);
  console.error(`The demo failed. What the window showed: ${failedShot}`);
  await workbench?.close().catch(() => {});
  await server.stop();
  process.exitCode = 1;
}
// Nothing may hold the process: servers and browsers are gone.
process.exit();

/** Answers with the path of the saved PNG, after everything about it was checked. */
async function generateAndInsert(window: Workbench): Promise<string> {
  console.log('Selecting a sentence in README.md …');
  await window.openFile('README.md');
  await window.select(SAMPLE_SENTENCE);

  console.log('Easel: Generate Image …');
  await window.command('Easel: Generate Image');
  const image = window.panel().locator('img').first();
  await image.waitFor();
  const shown = await image.evaluate(async (element) => {
    if (!(element instanceof HTMLImageElement)) return [];
    await element.decode();
    return [element.naturalWidth, element.naturalHeight];
  });
  assert.deepEqual(shown, [width, height], 'the panel shows a picture of the size asked for');

  console.log('Insert …');
  await window
    .panel()
    .getByRole('button', { name: /^Insert/ })
    .first()
    .click();
  await window.tab('README.md').and(window.page.locator('.dirty')).waitFor();
  // Leaves the alt text, which is a tab stop, as it is.
  await window.press('Escape');
  await window.press('Control+s');
  await window.tab('README.md').and(window.page.locator(':not(.dirty)')).waitFor();

  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const path = /!\[[^\]]*\]\((?:<([^>]+)>|([^)\s]+))/.exec(readme)?.slice(1).find(Boolean);
  assert.ok(path, `README.md has a reference to a picture:\n${readme}`);
  const files = await readdir(join(folder, 'assets'));
  assert.equal(files.length, 1, `one file was saved: ${files.join(', ')}`);
  const saved = resolve(folder, decodeURIComponent(path));
  assert.equal(saved, join(folder, 'assets', files[0] ?? ''), 'the reference leads to the saved file');
  assert.deepEqual(readPngSize(await readFile(saved)), { width, height }, 'the file has the size asked for');
  assert.deepEqual(window.cspViolations, [], 'nothing was stopped by the Content Security Policy');

  await window.command('Notifications: Clear All Notifications');
  await window.explorerRow(join('assets', files[0] ?? ''));
  await window.cursorAt(1);
  await window.page.mouse.move(0, 0);
  return saved;
}
