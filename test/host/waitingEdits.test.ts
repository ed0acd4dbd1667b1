import * as assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { CardView, EditorView } from '../../src/core/protocol.ts';
import { folder, isGone, nameOf, openFile, unique } from './places.ts';
import { configure, generateOne, until, useStage } from './stage.ts';

describe('What is made of an image that waits', () => {
  const stage = useStage();
  const saveFolder = unique('chosen');
  const inProject = (name: string) => join(folder('second'), saveFolder, name);

  beforeEach(() => configure({ keep: 'chosen', saveFolder }));
  afterEach(() => rm(inProject(''), { recursive: true, force: true }));

  const cards = () => stage.page.state?.cards ?? [];
  const cardOf = (name: string) => cards().find(({ pictures }) => pictures.some((picture) => picture.name === name));

  /** An image for a document of the second folder, which waits. */
  async function make(what: string): Promise<{ readonly name: string; readonly id: string; readonly uri: vscode.Uri }> {
    await openFile('md', `A ⟦${what}⟧.\n`, 'second');
    const uri = await generateOne({});
    const name = nameOf(uri);
    stage.page.send({ kind: 'ready' });
    const card = await until('its card is there', () => cardOf(name));
    // What an earlier test left open: a reference would go there instead of into the form.
    const { editor } = stage.page.state ?? {};
    if (editor) stage.page.send({ kind: 'closeEditor', editor: editor.id });
    await until('no editor is open', () => stage.page.state?.editor === undefined);
    return { name, id: card.pictures[0]?.id ?? '', uri };
  }

  async function openEditor({ id, name }: { readonly id: string; readonly name: string }): Promise<EditorView> {
    stage.page.send({ kind: 'edit', image: id });
    return until('the editor is open', () => {
      const editor = stage.page.state?.editor;
      return editor?.picture.name === name ? editor : undefined;
    });
  }

  /** Asks for something, and answers its card once it is over. */
  async function ask(send: () => void): Promise<CardView> {
    const before = new Set(cards().map(({ id }) => id));
    send();
    const card = await until('it is over', () => cards().find(({ id, running }) => !before.has(id) && !running));
    assert.deepEqual(card.failures, []);
    return card;
  }

  async function keep(image: string, name: string): Promise<void> {
    stage.page.send({ kind: 'keep', image });
    await until(`${name} is in the project`, async () => !(await isGone(inProject(name))));
    await until('its card says so', () => cardOf(name)?.pictures.every(({ waits }) => waits === undefined));
  }

  it('goes to the folder of its request, and follows it there when it is kept: editor, card, once more, Use Instead', async () => {
    const made = await make(unique('green kite'));
    const editor = await openEditor(made);
    const edit = (prompt: string) => ask(() => stage.page.send({ kind: 'sendEdit', editor: editor.id, prompt, region: 'whole' }));
    const first = await edit('a red tail');
    await keep(made.id, made.name);
    const place = encodeURI(inProject(made.name));
    await until('the editor shows the file', () => stage.page.state?.editor?.picture.src.includes(place));
    const card = () => cards().find(({ id }) => id === first.id);
    await until('the card shows it', () => card()?.original?.src.includes(place));

    const second = await edit('a blue tail');
    await ask(() => stage.page.send({ kind: 'again', run: first.id }));
    const [chosen] = second.pictures;
    assert.ok(chosen);
    // Its number is not needed there.
    await keep(chosen.id, made.name.replace('.png', '-edit.png'));

    const before = await readFile(inProject(made.name));
    stage.page.send({ kind: 'useInstead', image: first.pictures[0]?.id ?? '' });
    // Between the original's going to the bin and the edit's coming nothing has the name.
    const now = () => readFile(inProject(made.name)).catch(() => before);
    await until('it is the edit', async () => !(await now()).equals(before));
    assert.ok(await isGone(made.uri.fsPath));
  });

  it('varied, goes to the folder of its request, and can be varied more once it is kept', async () => {
    const made = await make(unique('white kite'));
    await configure({ variationCount: 1 });
    const first = await ask(() => stage.page.send({ kind: 'vary', image: made.id }));
    await keep(made.id, made.name);
    const second = await ask(() => stage.page.send({ kind: 'step', run: first.id, step: 'varyStrongly' }));
    for (const { id, name } of [...first.pictures, ...second.pictures]) await keep(id, name);
  });

  it('goes along as a reference also when it is kept in between', async () => {
    const made = await make(unique('yellow kite'));
    stage.page.send({ kind: 'useAsReference', image: made.id });
    const form = await until('it is among the references', () => {
      const form = stage.page.state?.form;
      return form?.references.some(({ name }) => name === made.name) ? form : undefined;
    });
    await keep(made.id, made.name);
    await until('it is shown from there', () =>
      stage.page.state?.form.references.some(({ src }) => src.includes(encodeURI(inProject(made.name)))),
    );
    const card = await ask(() => stage.page.send({ kind: 'generate', form: form.id, prompt: 'another kite' }));
    assert.deepEqual(
      card.references?.map(({ name }) => name),
      [made.name],
    );
    assert.equal(stage.server.posts.at(-1)?.path, '/v1/images/edits');
  });
});
