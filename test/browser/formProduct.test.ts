import assert from 'node:assert/strict';
import { encodePng } from '../support/imagesPng.ts';
import { eventually, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const INK = { name: 'Ink', prefix: 'An ink drawing of', suffix: ', on white paper', references: ['palette.png'] };

describe('the form in VS Code', () => {
  const product = useTidyProduct({
    settings: { 'easel.model': 'gpt-image-2', 'easel.size': '1024x1024', 'easel.styles': [INK] },
    files: { 'palette.png': encodePng(32, 24, [180, 60, 40, 255], [20, 20, 60, 255]), 'post.md': '# Post\n' },
  });

  it('makes an image by a pasted picture, in a style whose whole text is seen before anything is sent', async () => {
    const { workbench, images } = product();
    await workbench.command('Easel: Show Images');
    const prompt = workbench.panel().getByRole('textbox', { name: 'Prompt' });
    await prompt.fill('A heron at the lake --16:9');
    await panelButton(product(), 'Choose Style…').click();
    await workbench.quickPick('Ink');
    const sent = workbench.panel().locator('#sent');
    await sent.getByText('An ink drawing of A heron at the lake, on white paper', { exact: true }).waitFor();
    await workbench.panel().getByRole('list', { name: 'Pictures of the style' }).getByText('palette.png').waitFor();

    const picture = [...encodePng(48, 32, [10, 160, 200, 255], [240, 200, 20, 255])];
    await prompt.evaluate((box, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
      box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    }, picture);
    const form = workbench.panel().getByRole('region', { name: 'New image' });
    const pasted = form.getByRole('list', { name: 'References' }).getByRole('listitem');
    await pasted.getByText('image.png').waitFor();
    await eventually(async () => {
      const width = await pasted.locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth);
      assert.equal(width, 48, 'the page can load what the host keeps');
    });
    assert.deepEqual(images.requests, [], 'nothing was sent so far');

    await prompt.press('Control+Enter');
    await picturesOf(product(), 'A heron at the lake').waitFor();
    const [post = assert.fail()] = images.posts;
    assert.equal(post.path, '/v1/images/edits');
    assert.deepEqual(
      [post.fields.prompt, post.fields.size],
      ['An ink drawing of A heron at the lake, on white paper', '1536x864'],
    );
    assert.deepEqual(
      post.files.map(({ field }) => field),
      ['image[]', 'image[]'],
    );
    assert.equal(await prompt.inputValue(), '');
    assert.equal(await pasted.count(), 0);
    await workbench.panel().getByText('Style: Ink').first().waitFor();
    await panelButton(product(), 'Remove the style Ink').click();
    await eventually(async () => assert.equal(await sent.count(), 0));
  });

  it('says while one types that a prompt is too long, and shortens nothing', async () => {
    const { workbench, images, setSettings } = product();
    await setSettings({ 'easel.model': 'dall-e-2', 'easel.size': '256x256' });
    await workbench.command('Easel: Show Images');
    const prompt = workbench.panel().getByRole('textbox', { name: 'Prompt' });
    await prompt.fill('x'.repeat(1001));
    await workbench
      .panel()
      .locator('#notes')
      .getByText('The prompt has 1,001 characters; dall-e-2 takes at most 1,000.')
      .waitFor();
    await prompt.press('Control+Enter');
    await prompt.fill('A heron');
    await workbench.panel().locator('#estimate').getByText('1 image').waitFor();
    assert.deepEqual(images.posts, []);
    await prompt.press('Control+Enter');
    await picturesOf(product(), 'A heron').waitFor();
  });

  it('keeps what is typed and the pictures for it over a reload of the window', async () => {
    const { workbench, images } = product();
    await workbench.command('Easel: Show Images');
    const form = () => workbench.panel().getByRole('region', { name: 'New image' });
    await form().getByRole('textbox', { name: 'Prompt' }).fill('A boat at night');
    await form()
      .getByRole('textbox', { name: 'Prompt' })
      .evaluate(
        (box, bytes) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], 'night.png', { type: 'image/png' }));
          box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
        },
        [...encodePng(40, 40, [0, 0, 30, 255], [0, 0, 90, 255])],
      );
    await form().getByText('night.png').waitFor();
    await workbench.reload();
    await form().getByText('night.png').waitFor({ timeout: 60_000 });
    assert.equal(await form().getByRole('textbox', { name: 'Prompt' }).inputValue(), 'A boat at night');
    assert.deepEqual(images.posts, []);
  });
});
