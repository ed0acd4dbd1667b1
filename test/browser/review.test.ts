import assert from 'node:assert/strict';
import { eventually, type Product } from '../support/product.ts';
import { picturesOf, reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

const LONG = 'A lighthouse on a cliff in a storm, seen from a small boat. '.repeat(17).trim();
const SECRET = 'A poster that says password: hunter2hunter2 in red';

describe('what is looked at before it is sent', () => {
  const product = useTidyProduct({
    files: {
      'long.md': `# Long\n\n${LONG}\n`,
      'whole.md': 'A small boat\n',
      'short.md': '# Short\n\nab\n',
      'secret.md': `# Secret\n\n${SECRET}\n`,
      'plain.md': '# Plain\n\nA boat at sea\n\nA boat on a lake\n',
      'many.md': '# Many\n\nA yellow bird\n\nA green frog\n\nA brown bear\n',
      'all.md': '# All\n\nA tall tree\n\nA deep well\n',
    },
  });

  const doubts = [
    { what: 'a selection over 1000 characters', file: 'long.md', text: LONG, reason: 'This is a long selection.' },
    { what: 'the whole document', file: 'whole.md', text: 'A small boat', reason: 'The whole document is selected.' },
    { what: 'fewer than 3 letters', file: 'short.md', text: 'ab', reason: 'There are hardly any words in the selection.' },
    {
      what: 'something like a password',
      file: 'secret.md',
      text: SECRET,
      reason: 'There may be a key or a password in the selection.',
    },
  ];
  for (const { what, file, text, reason } of doubts) {
    it(`opens the form for ${what}, and Ctrl+Enter sends`, async () => {
      const { workbench, images, generate } = product();
      await generate(file, text);
      const prompt = promptOf(product());
      await eventually(async () => assert.equal(await prompt.inputValue(), text));
      await workbench.panel().getByText(reason).waitFor();
      assert.equal(images.posts.length, 0, 'nothing is sent yet');

      await eventually(async () => assert.equal(await prompt.evaluate((area) => area === document.activeElement), true));
      await prompt.press('End');
      await prompt.pressSequentially(' in fog');
      await prompt.press('Control+Enter');
      await eventually(() =>
        assert.deepEqual(
          images.posts.map(({ body }) => body.prompt),
          [`${text} in fog`],
        ),
      );
      await workbench
        .panel()
        .getByRole('button', { name: `Insert into ${file}:${file === 'whole.md' ? 1 : 3}` })
        .waitFor();
    });
  }

  it('opens the form for everything with always, and for nothing with never', async () => {
    const { images, generate } = product();
    await reloadWith(product(), { 'easel.reviewPrompt': 'always' });
    await generate('plain.md', 'A boat at sea');
    await eventually(async () => assert.equal(await promptOf(product()).inputValue(), 'A boat at sea'));
    assert.equal(images.posts.length, 0);

    await reloadWith(product(), { 'easel.reviewPrompt': 'never' });
    await generate('secret.md', SECRET);
    await eventually(() =>
      assert.deepEqual(
        images.posts.map(({ body }) => body.prompt),
        [SECRET],
      ),
    );
    await reloadWith(product(), { 'easel.reviewPrompt': undefined });
  });

  it('asks for a prompt when nothing is selected, with the recent ones below', async () => {
    const { workbench, images, generate } = product();
    await generate('plain.md', 'A boat on a lake');
    await picturesOf(product(), 'A boat on a lake').waitFor();
    images.reset();

    await workbench.openFile('plain.md', 1);
    await workbench.press('ArrowDown');
    await workbench.command('Easel: Generate Image');
    await workbench.quickRow('A boat on a lake').waitFor();
    assert.equal((await workbench.quickLabels())[0], 'A boat on a lake', 'the last prompt comes first');
    await workbench.quickInput('A typed idea of my own');
    await eventually(() =>
      assert.deepEqual(
        images.posts.map(({ body }) => body.prompt),
        ['A typed idea of my own'],
      ),
    );
    await picturesOf(product(), 'A typed idea of my own').waitFor();
  });

  it('makes one image each of several selections, each with its own place', async () => {
    const { workbench, images, assets } = product();
    const texts = ['A yellow bird', 'A green frog', 'A brown bear'];
    await workbench.openFile('many.md');
    await workbench.selectEach(texts);
    await workbench.command('Easel: Generate Image');
    await workbench.quickRow('3 Images, One Each').waitFor();
    assert.deepEqual(await workbench.quickLabels(), ['One Image from All', '3 Images, One Each']);
    await workbench.quickPick('3 Images, One Each');
    for (const [index, text] of texts.entries()) {
      await picturesOf(product(), text).waitFor();
      const card = workbench
        .panel()
        .locator('.card')
        .filter({ has: workbench.page.getByRole('heading', { name: text }).or(workbench.page.getByText(text)) });
      await card
        .getByRole('button', { name: `Insert into many.md:${3 + index * 2}`, exact: true })
        .first()
        .waitFor();
    }
    assert.deepEqual(images.posts.map(({ body }) => body.prompt).toSorted(), texts.toSorted());
    assert.deepEqual(
      (await assets()).filter((name) => /yellow|green|brown/.test(name)),
      ['a-brown-bear.png', 'a-green-frog.png', 'a-yellow-bird.png'],
    );
  });

  it('makes one image from all of several selections', async () => {
    const { workbench, images } = product();
    await workbench.openFile('all.md');
    await workbench.selectEach(['A tall tree', 'A deep well']);
    await workbench.command('Easel: Generate Image');
    await workbench.quickPick('One Image from All');
    await eventually(() =>
      assert.deepEqual(
        images.posts.map(({ body }) => body.prompt),
        ['A tall tree\n\nA deep well'],
      ),
    );
    await workbench.panel().getByRole('button', { name: 'Insert into all.md:5' }).waitFor();
  });
});

function promptOf({ workbench }: Pick<Product, 'workbench'>) {
  return workbench.panel().getByRole('textbox', { name: 'Prompt' });
}
