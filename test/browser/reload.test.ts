import assert from 'node:assert/strict';
import { hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const UNKNOWN = 'The window closed before an answer came. The server may have made and billed an image; nothing was sent again.';

describe('a reload in the middle of a run', () => {
  const product = useTidyProduct({ files: { 'post.md': '# Post\n\nA ship in a bottle\n\nA ship at sea\n' } });

  it('brings the panel back with what was made, says that the end is unknown, and sends nothing by itself', async () => {
    const { workbench, images, generate } = product();
    await generate('post.md', 'A ship at sea');
    await picturesOf(product(), 'A ship at sea').waitFor();
    images.reset();
    const held = hold();
    images.answer(held.answer);
    await generate('post.md', 'A ship in a bottle');
    await panelButton(product(), 'Cancel: A ship in a bottle').waitFor();
    assert.equal(images.posts.length, 1);

    await workbench.reload();
    // The extension host starts anew for it.
    await workbench.panel().locator('.failure').getByText(UNKNOWN).waitFor({ timeout: 60_000 });
    await picturesOf(product(), 'A ship at sea').waitFor();
    assert.equal(images.posts.length, 1, 'the request is not sent again');
    assert.equal(await panelButton(product(), 'Cancel: A ship in a bottle').count(), 0);
    held.release();

    // Only a click asks again.
    await panelButton(product(), 'Try Again').click();
    await picturesOf(product(), 'A ship in a bottle').waitFor();
    assert.deepEqual(
      images.posts.map(({ body }) => body.prompt),
      ['A ship in a bottle', 'A ship in a bottle'],
    );
  });
});
