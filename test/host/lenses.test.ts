import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type FaultName, faults } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { nameOf, openFile } from './places.ts';
import { configure, generate, until, useStage } from './stage.ts';

const MARKED = 'One.\n\n⟦A lighthouse on a rock.⟧\n';

describe('The line above the place of a prompt', () => {
  const stage = useStage();

  /** Its parts, without Easel's own words about the time, and the line it stands on. */
  async function lensesIn({ document }: vscode.TextEditor): Promise<readonly vscode.CodeLens[]> {
    const found: unknown = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 20);
    assert.ok(Array.isArray(found));
    return found.filter((lens: unknown): lens is vscode.CodeLens => lens instanceof vscode.CodeLens && isOurs(lens));
  }
  const isOurs = ({ command }: vscode.CodeLens) => command?.command === 'easel.lens';
  const titles = async (editor: vscode.TextEditor) =>
    (await lensesIn(editor)).map(({ command }) => command?.title.replace(/\d:\d\d$/, 'm:ss'));
  const says = (editor: vscode.TextEditor, ...wanted: string[]) =>
    until(`the line says ${wanted.join(' · ')}`, async () => (await titles(editor)).join() === wanted.join());

  async function click(editor: vscode.TextEditor, title: RegExp): Promise<void> {
    const lens = (await lensesIn(editor)).find(({ command }) => title.test(command?.title ?? ''));
    assert.ok(lens?.command, `there is ${title}`);
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
  }

  function hold(then: FaultName = 'good'): () => void {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const held: Answer = async (...asked) => {
      await gate;
      await faults[then](...asked);
    };
    stage.server.answer(held);
    return () => open();
  }

  it('says how long it runs, moves with the text, and inserts', async () => {
    const { editor } = await openFile('md', MARKED);
    assert.deepEqual(await titles(editor), []);
    const release = hold();
    const made = generate();
    await says(editor, 'A lighthouse on a rock… m:ss', 'Cancel');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Zero.\n\n'));
    assert.deepEqual(
      (await lensesIn(editor)).map(({ range }) => range.start.line),
      [4, 4],
    );
    release();
    const [uri] = await made;
    await says(editor, 'Insert', 'Another', 'Discard', 'Hide');
    await click(editor, /Insert/);
    assert.match(editor.document.getText(), new RegExp(`!\\[.*\\]\\(assets/${nameOf(uri ?? editor.document.uri)}\\)`));
    await says(editor);
  });

  it('cancels, and says nothing of that', async () => {
    const { editor } = await openFile('md', MARKED);
    hold();
    const made = generate();
    await until('the server has the request', () => stage.server.posts.length > 0);
    await click(editor, /Cancel/);
    assert.deepEqual(await made, []);
    await says(editor);
    assert.equal(stage.server.posts.length, 1);
  });

  it('makes another in its place, and discards', async () => {
    const { editor } = await openFile('md', MARKED);
    await generate();
    await click(editor, /Another/);
    assert.deepEqual(
      stage.server.posts.map(({ body }) => body.prompt),
      ['A lighthouse on a rock.', 'A lighthouse on a rock.'],
    );
    await says(editor, 'Insert', 'Another', 'Discard', 'Hide');
    await click(editor, /Discard/);
    assert.ok(stage.shown.some(({ text }) => text.startsWith('Discarded')));
    await says(editor);
  });

  it('says what failed, with the steps that help', async () => {
    const { editor } = await openFile('md', MARKED);
    stage.server.answer('moderation', 'serverError', 'good');
    await generate();
    await says(editor, '$(error) The content policy refused the…', 'Edit Prompt', 'Hide');
    await click(editor, /Hide/);
    await says(editor);
    await generate();
    await says(editor, '$(error) The server failed (status 500). It…', 'Try Again', 'Hide');
    await click(editor, /Try Again/);
    await says(editor, 'Insert', 'Another', 'Discard', 'Hide');
    assert.equal(stage.server.posts.length, 3);
  });

  it('leads to the panel where there are several to choose from, until one is inserted', async () => {
    await configure({ count: 2 });
    const { editor } = await openFile('md', MARKED);
    await generate();
    await says(editor, 'Choose from 2 images', 'Another', 'Hide');
    await vscode.commands.executeCommand('easel.insert');
    await says(editor);
  });

  it('stands above each of several selections', async () => {
    const { editor } = await openFile('md', 'One ⟦cat⟧.\n\nA dog and a bird.\n');
    editor.selections = [new vscode.Selection(0, 0, 0, 8), new vscode.Selection(2, 0, 2, 17)];
    stage.choose(/One Each/);
    await generate();
    const lines = (await lensesIn(editor)).map(({ range }) => range.start.line);
    assert.deepEqual(new Set(lines), new Set([0, 2]));
  });
});
