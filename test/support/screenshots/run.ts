/**
 * `npm run screenshots`: README's pictures, from the installed VSIX in a real VS Code with a project that could be anybody's.
 * A server on loopback answers with the scenes; the same every time, but for what a clock says. Writes `media/readme/*.webp`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { root } from '../host/install.ts';
import { startVsCode } from '../host/server.ts';
import { completedOf, eventsOf, json, shapeOf } from '../imagesAnswers.ts';
import { type Answer, startImagesServer } from '../imagesServer.ts';
import { makeSample, SAMPLE_SENTENCE } from '../sample.ts';
import { makeScratch } from '../scratch.ts';
import { packageExtension } from '../vsix.ts';
import { openWorkbench, type Workbench } from '../workbench.ts';
import { cup, lighthouse, mountains } from './scenes.ts';

const POST = `# A week on the coast

We walked from harbor to harbor, and the weather held.

![Snowy mountains above a lake, pines along the shore](img/mountains.png)

Every morning began with coffee and the tide tables.

![A blue cup of coffee on a wooden table by a window](img/coffee.png)

![Boat](img/boat.png)
`;

const scratch = makeScratch('screenshots');
const images = await startImagesServer();
const folder = await makeSample(scratch.path);
await mkdir(join(folder, 'blog'));
await writeFile(join(folder, 'blog', 'a-week-on-the-coast.md'), POST);
images.answer(answerWithScenes());

const server = await startVsCode({
  mode: 'product',
  folder,
  extensions: [await packageExtension()],
  settings: {
    'easel.baseUrl': images.baseUrl,
    'easel.size': '1536x1024',
    'easel.editRegion': 'whole',
    'workbench.layoutControl.enabled': false,
    'workbench.colorTheme': 'Dark Modern',
    'editor.minimap.enabled': false,
    'editor.lightbulb.enabled': 'off',
    'editor.occurrencesHighlight': 'off',
    'editor.selectionHighlight': false,
    'editor.wordWrap': 'on',
    'breadcrumbs.enabled': false,
  },
});
let window: Workbench | undefined;
try {
  window = await openWorkbench(server, { viewport: { width: 1280, height: 800 } });
  await results(window);
  await edit(window);
  await compare(window);
  await gaps(window);
} catch (error) {
  await window?.screenshot(join(root, 'out', 'screenshots-failed.png')).catch(() => undefined);
  console.error(error);
  process.exitCode = 1;
} finally {
  await window?.close();
  await server.stop();
  await images.close();
  await scratch.remove();
}
process.exit();

/** A sentence became three pictures; the first is in the document. */
async function results(window: Workbench): Promise<void> {
  await window.openFile('README.md');
  await window.select(SAMPLE_SENTENCE);
  await window.command('Easel: Generate Image with Options…');
  await window.quickPick('Count');
  await window.quickPick('3 images');
  await window.page.locator('.quick-input-widget').getByText('Generate Image with Options').waitFor();
  await window.page.keyboard.press('Enter');
  await window.panel().locator('[data-image]').nth(2).waitFor();
  await window
    .panel()
    .getByRole('button', { name: /^Insert/ })
    .first()
    .click();
  await window.tab('README.md').and(window.page.locator('.dirty')).waitFor();
  await window.press('Escape');
  await window.press('Control+s');
  await window.cursorAt(1);
  await shoot(window, 'workbench');
  await window.command('View: Toggle Primary Side Bar Visibility');
}

/** The mask editor with a part of the sea marked, and the answer below. */
async function edit(window: Workbench): Promise<void> {
  const panel = window.panel();
  await panel.getByRole('button', { name: 'Edit', exact: true }).first().click();
  const editor = panel.locator('section.editor');
  await editor.locator('.stage-picture').waitFor();
  await editor.getByRole('radio', { name: 'Lasso' }).click();
  const box = await editor.locator('.stage-picture').boundingBox();
  if (!box) throw new Error('the picture is not shown');
  const at = (x: number, y: number) => [box.x + (x * box.width) / 1536, box.y + (y * box.height) / 1024] as const;
  const outline = [
    [1210, 900],
    [1230, 720],
    [1360, 590],
    [1490, 720],
    [1510, 900],
    [1360, 940],
    [1210, 900],
  ] as const;
  for (const [index, [x, y]] of outline.entries()) {
    await window.page.mouse.move(...at(x, y), { steps: 6 });
    if (index === 0) await window.page.mouse.down();
  }
  await window.page.mouse.up();
  await editor.getByLabel('Prompt').first().fill('A small sailing boat coming home');
  await editor.getByRole('button', { name: 'Edit', exact: true }).last().click();
  await panel.getByText('A small sailing boat coming home').first().waitFor();
  await panel.getByRole('button', { name: 'Use Instead of', exact: false }).first().waitFor();
  await editor.locator('.editor-head').scrollIntoViewIfNeeded();
  await shoot(window, 'edit');
  await editor.getByRole('button', { name: 'Close', exact: true }).last().click();
}

/** The edit beside what it was made from. */
async function compare(window: Workbench): Promise<void> {
  const panel = window.panel();
  await panel.locator('[data-image] [data-tile]').first().dblclick();
  await panel.locator('.look .stage-picture').first().waitFor();
  await panel.getByRole('button', { name: 'Compare' }).first().click();
  await shoot(window, 'compare');
  await panel.locator('.look').press('Escape');
  await panel
    .locator('.look')
    .press('Escape')
    .catch(() => undefined);
}

/** What a blog post refers to and nobody has made yet. */
async function gaps(window: Workbench): Promise<void> {
  await window.openFile('blog/a-week-on-the-coast.md');
  await window.command('View: Toggle Primary Side Bar Visibility');
  await window.page.locator('.pane-header').filter({ hasText: 'Easel Images' }).click();
  await window.command('Easel: Generate Missing Images…');
  await window.panel().locator('#sheet').getByRole('heading', { name: '3 missing images' }).waitFor();
  await shoot(window, 'gaps');
}

async function shoot(window: Workbench, name: string): Promise<void> {
  await window.command('Notifications: Clear All Notifications');
  await window.page.mouse.move(0, 0);
  await window.panel().locator('body').evaluate(pictureLoaded);
  const shot = await window.page.screenshot({ animations: 'disabled' });
  const file = join(root, 'media', 'readme', `${name}.webp`);
  await sharp(shot).webp({ quality: 86, effort: 6 }).toFile(file);
  console.log(file);
}

/** Edits get the boat; the others what their prompt speaks of. */
function answerWithScenes(): Answer {
  let takes = 0;
  return async (request, response) => {
    const prompt = String(request.body.prompt ?? '');
    const count = Number(request.body.n ?? 1);
    const make = () => {
      if (request.path.endsWith('/edits')) return lighthouse(0, true);
      if (/mountain/i.test(prompt)) return mountains();
      return /cup|coffee/i.test(prompt) ? cup() : lighthouse(takes++);
    };
    // The three takes are asked for at once, and stand in the panel in the order in which they come.
    const turn = takes;
    const made = await Promise.all(Array.from({ length: count }, make));
    await delay(turn * 1500);
    const data = made.map((bytes) => ({ b64_json: bytes.toString('base64') }));
    if (!request.body.stream) return json(response, { created: 1, data });
    const write = eventsOf(request, response);
    for (const image of data) write('completed', { ...completedOf(shapeOf(request)), ...image });
    response.end();
  };
}

// ——— this runs in the page

/** Waits for the pictures on the screen; the others load when they come near, and would be waited for without end. */
function pictureLoaded(): Promise<unknown> {
  const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < document.documentElement.clientHeight);
  return Promise.all(seen.map((image) => image.decode().catch(() => undefined)));
}
