import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useTidyProduct } from '../support/tidyProduct.ts';

describe('an untrusted workspace', () => {
  const product = useTidyProduct({
    trust: false,
    files: { 'post.md': '# Post\n\nA snake in the grass\n', '.vscode/settings.json': '{ "easel.model": "placeholder" }\n' },
  });

  it('is offered nothing that sends or writes; history and the key stay', async () => {
    const { workbench } = product();
    await workbench.openFile('post.md');
    await workbench.select('A snake in the grass');
    assert.equal(await workbench.offersCommand('Easel: Show Images'), true);
    for (const title of ['Set API Key…', 'Import API Key from OPENAI_API_KEY', 'Clear API Key'])
      assert.equal(await workbench.offersCommand(`Easel: ${title}`), true, title);
    for (const title of [
      'Generate Image',
      'Generate Image with Options…',
      'Generate Again',
      'Insert Image at Cursor',
      'Discard Image',
    ])
      assert.equal(await workbench.offersCommand(`Easel: ${title}`), false, title);
    assert.equal((await workbench.editorMenuItems()).includes('Generate Image'), false);
  });

  it('shows the panel, which says why nothing can be made', async () => {
    const { workbench, images } = product();
    await workbench.openFile('post.md');
    await workbench.command('Easel: Show Images');
    await workbench.panel().getByText('This workspace is not trusted: pictures can be looked at').waitFor();
    const prompt = workbench.panel().getByRole('textbox', { name: 'Prompt' });
    await prompt.fill('A snake in the grass');
    await prompt.press('Control+Enter');
    assert.equal(await workbench.panel().getByRole('button', { name: 'Generate' }).first().getAttribute('aria-disabled'), 'true');
    assert.equal(images.requests.length, 0);
  });

  it('keeps a key without trying it', async () => {
    const { workbench, images } = product();
    await workbench.command('Easel: Set API Key…');
    await workbench.quickInput('sk-test-0123456789abcdefghij', images.origin);
    await workbench.toast(`The key for ${images.origin} is set.`);
    assert.equal(images.requests.length, 0);
  });

  it('refuses a call that goes around the menus', async () => {
    const { workbench, images, vscode, assets } = product();
    const bindings = [
      {
        key: 'ctrl+alt+9',
        command: 'runCommands',
        args: { commands: [{ command: 'easel.generate', args: { prompt: 'A snake' } }] },
      },
    ];
    await writeFile(join(vscode.userData, 'User', 'keybindings.json'), JSON.stringify(bindings));
    await workbench.reload();
    await workbench.openFile('post.md', 1);
    // `runCommands` calls it as a program does: what the menus say is not asked.
    await workbench.press('Control+Alt+9');
    await workbench.toast('Easel sends and writes nothing in a workspace that you do not trust.');
    assert.deepEqual([images.requests.length, await assets()], [0, []]);
  });
});
