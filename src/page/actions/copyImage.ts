/** Copies a picture as PNG, which is the one format that every clipboard takes. Answers whether the browser let it. */
export async function copyImage(src: string): Promise<boolean> {
  try {
    await untilFocused();
    // Asked for at once: a browser allows it only right after the press, and the pixels come later.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': drawAsPng(src) })]);
    return true;
  } catch {
    return false;
  }
}

/** ms */
const PATIENCE = 1000;

/** A browser lets only what has the focus copy, and a menu of VS Code gives it back a moment after it was used. */
function untilFocused(): Promise<void> | undefined {
  if (document.hasFocus()) return undefined;
  return new Promise((resolve) => {
    window.addEventListener('focus', () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE);
  });
}

async function drawAsPng(src: string): Promise<Blob> {
  const image = new Image();
  // Without it the browser takes the pixels for another site's, and hands none out.
  image.crossOrigin = 'anonymous';
  image.src = src;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
