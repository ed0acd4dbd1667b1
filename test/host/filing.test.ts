import * as assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as vscode from 'vscode';
import { folder, openFile, unique, write } from './places.ts';
import { configure, generate, generateOne, until, useStage } from './stage.ts';

const inFirst = (uri: vscode.Uri) => relative(folder('first'), uri.fsPath).replaceAll('\\', '/');

/** Sets VS Code's own setting for the time of a test. */
async function withCopyFiles(rules: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
  const set = (value: unknown) =>
    vscode.workspace.getConfiguration('markdown').update('copyFiles.destination', value, vscode.ConfigurationTarget.Global);
  await set(rules);
  try {
    await work();
  } finally {
    await set(undefined);
  }
}

describe('Where an image goes', () => {
  const stage = useStage();

  for (const [template, name] of [
    [`\${date}/\${slug}`, /^assets\/\d{4}-\d\d-\d\d\/a-red-kite(-\d+)?\.png$/],
    [`\${model}-\${index}`, /^assets\/sd-xl-1(-\d+)?\.png$/],
    [`\${workspaceFolder}_\${time}`, /^assets\/first_\d\d-\d\d-\d\d(-\d+)?\.png$/],
    [`\${documentBaseName}-\${slug}.png`, /^assets\/a-red-kite(-\d+)?\.png$/],
  ] as const) {
    it(`is named by easel.fileName: ${template}`, async () => {
      await configure({ fileName: template });
      assert.match(inFirst(await generateOne({ prompt: 'a red kite' })), name);
    });
  }

  it('counts the images of one request', async () => {
    const stem = unique('kite');
    await configure({ fileName: `${stem}-\${index}` });
    const made = await generate({ prompt: 'a red kite', count: 3 });
    assert.deepEqual(
      made.map(inFirst).toSorted(),
      [1, 2, 3].map((index) => `assets/${stem}-${index}.png`),
    );
  });

  it('says a template that it does not know, and sends nothing', async () => {
    await configure({ fileName: `\${slug}-\${nothing}` });
    assert.deepEqual(await generate({ prompt: 'a red kite' }), []);
    assert.match(stage.shown[0]?.text ?? '', /easel\.fileName/);
    assert.deepEqual(stage.server.requests, []);
  });

  it('follows markdown.copyFiles.destination for a Markdown document, and for no other', async () => {
    await withCopyFiles({ '**/*.md': `pictures/\${documentBaseName}/` }, async () => {
      const { path } = await openFile('md', 'A ⟦red kite over the hills⟧.\n');
      const made = await generateOne();
      const stem = relative(folder('first'), path).replace('.md', '');
      assert.equal(inFirst(made), `pictures/${stem}/red-kite-over-the-hills.png`);
      await openFile('txt', 'A ⟦red kite over the hills⟧.\n');
      assert.match(inFirst(await generateOne()), /^assets\//);
    });
  });

  it('is the save folder that somebody chose, whatever markdown.copyFiles.destination says', async () => {
    await configure({ saveFolder: 'chosen' });
    await withCopyFiles({ '**/*': 'pictures/' }, async () => {
      await openFile('md', 'A ⟦red kite over the hills⟧.\n');
      assert.match(inFirst(await generateOne()), /^chosen\//);
    });
  });

  it('is not outside of the workspace, by whichever rule', async () => {
    await withCopyFiles({ '**/*': '../../../elsewhere/' }, async () => {
      await openFile('md', 'A ⟦red kite over the hills⟧.\n');
      assert.deepEqual(await generate(), []);
      assert.match(stage.shown[0]?.text ?? '', /lies outside the workspace/);
      assert.deepEqual(stage.server.requests, []);
    });
  });
});

describe('A workspace with a folder that its framework serves', () => {
  const stage = useStage();
  const second = () => folder('second');

  afterEach(async () => {
    for (const name of ['public', 'assets']) await rm(join(second(), name), { recursive: true, force: true });
    await vscode.workspace
      .getConfiguration('easel', vscode.Uri.file(second()))
      .update('saveFolder', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
  });

  it('is asked about once, while the request runs; the answer is remembered in its settings', async () => {
    await mkdir(join(second(), 'public'), { recursive: true });
    let asked = 0;
    stage.press(({ text, buttons }) => {
      if (!/Where do images/.test(text)) return undefined;
      asked += 1;
      assert.deepEqual(buttons, ['assets', 'public']);
      return 'public';
    });
    await openFile('md', 'A ⟦red kite over the hills⟧.\n', 'second');
    await generateOne();
    await until('it is remembered', () => {
      const settings = vscode.workspace.getConfiguration('easel', vscode.Uri.file(second()));
      return settings.inspect('saveFolder')?.workspaceFolderValue === 'public';
    });
    await openFile('md', 'A ⟦blue kite over the hills⟧.\n', 'second');
    const next = await generateOne();
    assert.equal(relative(second(), next.fsPath).replaceAll('\\', '/'), 'public/blue-kite-over-the-hills.png');
    assert.equal(asked, 1);
  });

  it('refers to its images from the root of the site, in what browsers read', async () => {
    await configure({ saveFolder: 'public/images' });
    await write(join(second(), 'public', 'keep.txt'), '');
    for (const [extension, before, reference] of [
      [
        'html',
        '<p>A ⟦red kite at sea⟧</p>\n',
        /<img src="\/images\/red-kite-at-sea(-\d+)?\.png" alt="red kite at sea" width="64" height="64">/,
      ],
      ['tex', 'A ⟦red kite at sea⟧\n', /\\includegraphics\[[^\]]*\]\{public\/images\/red-kite-at-sea(-\d+)?\.png\}/],
    ] as const) {
      const { editor } = await openFile(extension, before, 'second');
      await generateOne();
      stage.page.send({ kind: 'ready' });
      const image = await until('the card is there', () => stage.page.state?.cards[0]?.pictures[0]?.id);
      stage.page.send({ kind: 'insert', image });
      await until('it is inserted', () => reference.test(editor.document.getText()) || undefined).catch(() =>
        assert.match(editor.document.getText(), reference),
      );
    }
  });
});
