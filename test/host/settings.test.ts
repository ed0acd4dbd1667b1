import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile } from './places.ts';
import { configure, generate, panelTab, until, useStage } from './stage.ts';

describe('The settings', () => {
  const stage = useStage();

  const sentence = 'A white Siamese cat asleep on old books. ';
  const REVIEWS: readonly (readonly [mode: string, why: string, marked: string, sent: boolean])[] = [
    ['auto', 'an ordinary selection', `One.\n\n⟦${sentence}⟧\n`, true],
    ['auto', 'over 1000 characters', `One.\n\n⟦${sentence.repeat(30)}⟧\n`, false],
    ['auto', 'over 20 lines', `One.\n\n⟦${'cat\n'.repeat(25)}⟧\n`, false],
    ['auto', 'the whole document', `⟦${sentence}⟧\n`, false],
    ['auto', 'fewer than 3 letters', 'One.\n\n⟦a 1⟧\n', false],
    ['auto', 'something like a key', 'One.\n\n⟦A cat, sk-proj-abcdefghijklmnopqrstuvwxyz0123456789⟧\n', false],
    ['auto', 'something like a password', 'One.\n\n⟦password = hunter2secret⟧\n', false],
    ['always', 'an ordinary selection', `One.\n\n⟦${sentence}⟧\n`, false],
    ['never', 'the whole document', `⟦${sentence}⟧\n`, true],
    ['never', 'over 1000 characters', `One.\n\n⟦${sentence.repeat(30)}⟧\n`, true],
  ];
  for (const [mode, why, marked, sent] of REVIEWS) {
    it(`easel.reviewPrompt "${mode}" ${sent ? 'sends at once' : 'opens the form and sends nothing'}: ${why}`, async () => {
      await configure({ reviewPrompt: mode });
      await openFile('md', marked);
      const made = await generate();
      await until('the panel is open', panelTab);
      assert.equal(made.length, sent ? 1 : 0);
      assert.equal(stage.server.requests.length, sent ? 1 : 0);
      if (!sent) await until('the form has the focus', () => panelTab()?.isActive && !vscode.window.activeTextEditor);
    });
  }

  it('are sent: the user’s model, size, quality, count and format', async () => {
    await configure({ model: 'gpt-image-1.5', size: '1536x1024', quality: 'high', outputFormat: 'webp', background: 'opaque' });
    await generate({ prompt: 'a cat' });
    const [body] = stage.server.posts.map(({ body }) => body);
    const { model, prompt, size, quality, output_format, background } = body ?? {};
    assert.deepEqual(
      { model, prompt, size, quality, output_format, background },
      {
        model: 'gpt-image-1.5',
        prompt: 'a cat',
        size: '1536x1024',
        quality: 'high',
        output_format: 'webp',
        background: 'opaque',
      },
    );
  });

  it('are one thing, the command’s arguments another: these win', async () => {
    await configure({ model: 'gpt-image-1.5', size: '1536x1024', quality: 'high' });
    await generate({ prompt: 'a cat', size: '1024x1024', quality: 'low' });
    const [body] = stage.server.posts.map(({ body }) => body);
    assert.deepEqual([body?.model, body?.size, body?.quality], ['gpt-image-1.5', '1024x1024', 'low']);
  });

  const selections: readonly (readonly [label: RegExp, prompts: readonly string[]])[] = [
    [/One Image from All/, ['A white cat\n\nA black dog']],
    [/2 Images, One Each/, ['A black dog', 'A white cat']],
    [/nobody chooses this/, []],
  ];
  for (const [label, prompts] of selections) {
    it(`of several selections the user chooses: ${label.source}`, async () => {
      const { editor } = await openFile('md', '⟦⟧# Title\n\nA white cat\n\nA black dog\n');
      editor.selections = [new vscode.Selection(4, 0, 4, 11), new vscode.Selection(2, 0, 2, 11)];
      stage.choose(label);
      const made = await generate();
      assert.equal(made.length, prompts.length);
      assert.deepEqual(stage.picks, [['One Image from All', '2 Images, One Each']]);
      assert.deepEqual(stage.server.posts.map(({ body }) => body.prompt).sort(), prompts);
    });
  }
});
