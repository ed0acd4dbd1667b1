import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commandOf, type KnownAction, PICTURE_ACTIONS, panelCommandOf } from '../../src/core/pictureAction.ts';
import type { PictureView } from '../../src/core/protocol.ts';
import { isGone, openFile, unique } from './places.ts';
import { generateOne, replace, until, useStage } from './stage.ts';

const actions: readonly KnownAction[] = PICTURE_ACTIONS;
const KEYED = actions.filter(({ keys }) => keys);

describe('the commands of the actions on an image', () => {
  const stage = useStage();
  const run = (command: string, argument?: unknown) => vscode.commands.executeCommand(command, argument);
  /** What VS Code's context menu hands over. */
  const menu = (image: string) => ({ image, webviewSection: 'image', webview: 'easel.panel', 'easel.editable': true });

  async function make(): Promise<{ readonly uri: vscode.Uri; readonly view: () => PictureView }> {
    const uri = await generateOne({ prompt: unique('a lamp') });
    stage.page.send({ kind: 'ready' });
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const find = () => stage.page.state?.cards.flatMap(({ pictures }) => pictures).find((picture) => picture.name === name);
    await until('the page has it', find);
    return {
      uri,
      view() {
        const found = find();
        assert.ok(found, `${name} is on the page`);
        return found;
      },
    };
  }

  const opens = (uri: vscode.Uri) =>
    until('it is open', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString()),
    );
  const deeds: Readonly<Record<string, (uri: vscode.Uri, view: () => PictureView) => Promise<unknown>>> = {
    'easel.open': opens,
    'easel.star': (_, view) => until('it has a star', () => view().starred),
    'easel.copyPath': async (uri) =>
      assert.equal(await vscode.env.clipboard.readText(), vscode.workspace.asRelativePath(uri, false)),
    'easel.copyReference': async (uri) =>
      assert.ok((await vscode.env.clipboard.readText()).includes(`(${vscode.workspace.asRelativePath(uri, false)})`)),
    'easel.discard': async (uri) => assert.ok(await isGone(uri.fsPath)),
    'easel.generateAgain': () => until('it is asked for again', () => stage.server.posts.length === 3),
    'easel.export': () => until('its sizes are shown', () => stage.page.state?.exporting),
    'easel.edit': () => until('its editor is open', () => stage.page.state?.editor?.mode === 'edit'),
  };
  for (const [command, isDone] of Object.entries(deeds)) {
    it(`${command} means the image it is given, though another is selected`, async () => {
      const { uri, view } = await make();
      const other = await make();
      await run(command, menu(view().id));
      await isDone(uri, view);
      assert.equal(await isGone(other.uri.fsPath), false);
      assert.equal(other.view().starred, false);
    });
  }

  for (const command of ['easel.open', 'easel.star', 'easel.copyPath'] as const) {
    it(`${command} means the selected image when it is given none`, async () => {
      const { uri, view } = await make();
      await make();
      stage.page.send({ kind: 'select', image: view().id });
      await run(command);
      await deeds[command]?.(uri, view);
    });
  }

  it('do nothing for an id that names nothing, and for what is no id', async () => {
    const { uri, view } = await make();
    const posts = stage.server.posts.length;
    for (const action of PICTURE_ACTIONS) await run(commandOf(action), menu('nobody'));
    assert.equal(await isGone(uri.fsPath), false);
    assert.equal(view().starred, false);
    assert.equal(stage.server.posts.length, posts);
    assert.deepEqual(stage.shown, []);
  });

  it('ask the page which image a key was pressed on, also for a key that somebody chose', async () => {
    const { uri } = await make();
    await run('easel.showPanel');
    for (const action of KEYED) {
      await run(panelCommandOf(action));
      assert.deepEqual(stage.page.messages.at(-1), { kind: 'key', action: action.id });
    }
    assert.equal(await isGone(uri.fsPath), false, 'the host alone does nothing');
  });

  it('by the commands of the panel’s keys mean the selected image where the panel is not in use', async () => {
    const { uri, view } = await make();
    const other = await make();
    stage.page.send({ kind: 'select', image: view().id });
    await openFile('md', 'Somewhere ⟦else⟧.');
    await run('easel.panel.star');
    await until('it has a star', () => view().starred);
    await run('easel.panel.discard');
    assert.ok(await isGone(uri.fsPath));
    assert.equal(await isGone(other.uri.fsPath), false);
  });

  it('by the panel’s commands mean the image that its context menu names', async () => {
    const { uri, view } = await make();
    const other = await make();
    await run('easel.showPanel');
    await run('easel.panel.discard', menu(view().id));
    assert.ok(await isGone(uri.fsPath));
    assert.equal(await isGone(other.uri.fsPath), false);
  });

  it('say so where it cannot be done with that image', async () => {
    const { view } = await make();
    for (const command of ['easel.useInstead', 'easel.saveRaw', 'easel.insertWebp']) {
      await run(command, menu(view().id));
      assert.equal(stage.shown.at(-1)?.text, `This cannot be done with ${view().name}.`, command);
    }
  });

  it('write and send nothing in a workspace that is not trusted, and the harmless ones work', async () => {
    const { uri, view } = await make();
    const bytes = await readFile(uri.fsPath);
    const posts = stage.server.posts.length;
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      for (const action of PICTURE_ACTIONS.filter((action) => !('harmless' in action))) {
        // A program calls it, whatever VS Code disables.
        stage.page.send({ kind: 'select', image: view().id });
        const before = stage.shown.length;
        await run(commandOf(action), menu(view().id));
        assert.match(stage.shown[before]?.text ?? '', /trust/i, action.id);
      }
      await run('easel.star', menu(view().id));
      await until('it has a star', () => view().starred);
    } finally {
      restore();
    }
    assert.deepEqual(await readFile(uri.fsPath), bytes);
    assert.equal(stage.server.posts.length, posts);
  });
});
