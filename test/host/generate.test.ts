import * as assert from 'node:assert/strict';
import { symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { folder, isGone, nameOf, openFile, sizeOf, unique } from './places.ts';
import { configure, generate, panelTab, replace, until, useStage } from './stage.ts';

describe('easel.generate, called by a keybinding or another extension', () => {
  const stage = useStage();
  const cases: readonly (readonly [why: string, argument: Readonly<Record<string, unknown>>, size: string])[] = [
    ['the placeholder', { model: 'placeholder', size: '320x200', count: 3 }, '320x200'],
    ['the placeholder, one', { model: 'placeholder', size: '64x64' }, '64x64'],
    ['a server', { model: 'gpt-image-1.5', size: '1536x1024', count: 2 }, '1536x1024'],
    ['a server, in calls of one image', { model: 'dall-e-3', size: '1024x1024', quality: 'standard', count: 3 }, '1024x1024'],
    ['a server, streamed', { model: 'gpt-image-2.6-flare', size: '1024x1024' }, '1024x1024'],
    ['a server’s own model', { model: 'sd-xl', size: '512x768', count: 2 }, '512x768'],
  ];
  for (const [why, argument, size] of cases) {
    it(`answers the saved files of exactly the size and count asked for: ${why}`, async () => {
      const made = await generate({ prompt: 'a red lighthouse in the fog', ...argument });

      assert.equal(made.length, argument.count ?? 1);
      assert.equal(new Set(made.map(String)).size, made.length);
      for (const uri of made) {
        assert.equal(dirname(uri.fsPath), join(folder('first'), 'assets'));
        assert.match(nameOf(uri), /^a-red-lighthouse-in-the-fog(-\d+)?\.png$/);
        assert.equal(await sizeOf(uri), size);
      }
      assert.equal(stage.server.posts.length > 0, argument.model !== 'placeholder');
      assert.deepEqual(stage.shown, [], 'nothing is asked or said while the panel shows it');
      await until('the panel is open', panelTab);
    });
  }

  const wrong: readonly (readonly [argument: Readonly<Record<string, unknown>>, sentence: RegExp])[] = [
    [{ prompt: 'a cat', count: 11 }, /^The count is 11; it must be a whole number from 1 to 10\.$/],
    [{ prompt: 'a cat', count: 0 }, /^The count is 0; it must/],
    [{ prompt: 'a cat', count: 1.5 }, /^The count is 1\.5; it must/],
    [{ prompt: 'a cat', count: Number.NaN }, /^The .*\bcount\b/],
    [{ prompt: 'a cat', count: '3' }, /^The command was called with a wrong value for “count”\.$/],
    [{ prompt: 'a cat', size: 'abc' }, /^The size is “abc”; it must be “auto”, width x height, such as/],
    [{ prompt: 'a cat', size: '0x10' }, /^The size is “0x10”/],
    [{ prompt: '' }, /^There are no words to make an image of\.$/],
    [{ prompt: ' \n\t ' }, /^There are no words to make an image of\.$/],
    [
      { prompt: 'cats '.repeat(8000), model: 'gpt-image-2.6-flare' },
      /^The prompt has 40.?000 characters; gpt-image-2\.6-flare takes at most 32.?000\.$/,
    ],
    [{ prompt: 5 }, /wrong value for “prompt”/],
    [{ prompt: 'a cat', sise: '64x64' }, /wrong value for “sise”/],
    [{ prompt: 'a cat', model: '' }, /model/],
  ];
  for (const [argument, sentence] of wrong) {
    const said = JSON.stringify(argument).slice(0, 60);
    it(`says one sentence, sends nothing and answers no file: ${said}`, async () => {
      assert.deepEqual(await generate(argument), []);
      assert.equal(stage.shown.length, 1, JSON.stringify(stage.shown));
      assert.match(stage.shown[0]?.text ?? '', sentence);
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('says one sentence and sends nothing of a selection of 5 MB', async () => {
    await configure({ reviewPrompt: 'never' });
    await openFile('md', `⟦${'A cat and a dog. '.repeat(300_000)}⟧\n`);
    assert.deepEqual(await generate(), []);
    assert.equal(stage.shown.length, 1);
    assert.match(stage.shown[0]?.text ?? '', /^The prompt has 5.?\d+.?\d+ characters; .* takes at most 32.?000\.$/);
    assert.deepEqual(stage.server.requests, []);
  });

  const settings: readonly (readonly [name: string, value: unknown, sentence: RegExp])[] = [
    ['baseUrl', 'not a server', /^“not a server” is not the address of a server\./],
    ['baseUrl', 'ftp://127.0.0.1/v1', /is not the address of a server\./],
    ['saveFolder', '../..', /^The save folder “\.\.\/\.\.” lies outside the workspace\./],
    ['saveFolder', '/tmp', /^The save folder “\/tmp” lies outside the workspace\./],
    ['count', 'many', /easel\.count/],
    ['size', 'huge', /^The size is “huge”/],
    ['timeoutSeconds', 1, /easel\.timeoutSeconds/],
    ['model', ' ', /easel\.model/],
  ];
  for (const [name, value, sentence] of settings) {
    it(`says one sentence, sends nothing and makes no file: easel.${name} = ${JSON.stringify(value)}`, async () => {
      await configure({ [name]: value });
      assert.deepEqual(await generate({ prompt: 'a cat' }), []);
      assert.equal(stage.shown.length, 1, JSON.stringify(stage.shown));
      assert.match(stage.shown[0]?.text ?? '', sentence);
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('says one sentence and writes nothing where the save folder is a link that leaves the workspace', async () => {
    const name = unique('link');
    const link = join(folder('first'), name);
    await symlink(tmpdir(), link);
    try {
      await configure({ saveFolder: `${name}/pictures` });
      assert.deepEqual(await generate({ prompt: 'a cat', model: 'placeholder' }), []);
      assert.match(
        stage.shown.map(({ text }) => text).join('\n'),
        /^The save folder “.*\/pictures” lies outside the workspace\.[^\n]*$/,
      );
      assert.ok(await isGone(join(tmpdir(), 'pictures')));
    } finally {
      // Else every later search of the workspace goes through all of the machine's temporary files.
      await unlink(link);
    }
  });

  it('answers no file when the server refuses, and asks it once', async () => {
    stage.server.answer('moderation');
    assert.deepEqual(await generate({ prompt: 'a cat' }), []);
    assert.equal(stage.server.posts.length, 1);
  });

  it('takes the selection where a menu hands over a resource', async () => {
    const { editor } = await openFile('md', 'Before.\n\n⟦- A white Siamese cat⟧\n\nAfter.\n');
    const made: unknown = await vscode.commands.executeCommand('easel.generate', editor.document.uri);
    assert.ok(Array.isArray(made) && made.length === 1);
    assert.deepEqual(
      stage.server.posts.map(({ body }) => body.prompt),
      ['A white Siamese cat'],
    );
  });

  const commands = ['generate', 'generateWithOptions', 'generateAgain', 'edit', 'vary', 'extend', 'insert', 'discard'];
  for (const command of commands) {
    it(`sends and writes nothing in a workspace that is not trusted: easel.${command}`, async () => {
      await generate({ prompt: 'a cat', model: 'placeholder', size: '64x64' });
      const { editor } = await openFile('md', 'A ⟦white Siamese⟧ cat.\n');
      const before = editor.document.getText();
      const restore = replace(vscode.workspace, { isTrusted: false });
      try {
        const argument = command === 'generate' ? { prompt: 'a cat', model: 'placeholder' } : undefined;
        const made: unknown = await vscode.commands.executeCommand(`easel.${command}`, argument);
        assert.ok(made === undefined || (Array.isArray(made) && made.length === 0));
      } finally {
        restore();
      }
      assert.deepEqual(
        stage.shown.map(({ text }) => text),
        ['Easel sends and writes nothing in a workspace that you do not trust.'],
      );
      assert.equal(editor.document.getText(), before);
      assert.deepEqual(stage.server.requests, []);
    });
  }
});
