import { post } from '../host.ts';

/** Where keys have a meaning of their own. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], .editor';

/** The last press of a key: on which image, if on any. */
let press: { readonly image: string | undefined } | undefined;
let told = false;

/**
 * The keys of the actions are VS Code's, so that people find and change them: it sends what one means, a moment after it was
 * pressed. Only the page knows what it was pressed on, and that nobody was typing.
 */
export function listenForKeys(): void {
  document.addEventListener(
    'keydown',
    ({ repeat, target }) => {
      // A key that is held would do it again and again.
      if (!repeat) press = { image: imageAt(target) };
    },
    { capture: true },
  );
  // A key that is pressed elsewhere later was not pressed on that image.
  window.addEventListener('blur', () => {
    press = undefined;
  });
  for (const event of ['focusin', 'focusout']) document.addEventListener(event, () => queueMicrotask(tellFocus));
}

/** The image on which the last key was pressed. Each press counts once. */
export function takePress(): string | undefined {
  const image = press?.image;
  press = undefined;
  return image;
}

/** Tells the host whether the focus is where keys have another meaning, when that has changed. */
export function tellFocus(): void {
  const onInput = document.activeElement?.closest(OWN_KEYS) != null;
  if (onInput === told) return;
  told = onInput;
  post({ kind: 'focused', onInput });
}

function imageAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof HTMLElement) || target.closest(OWN_KEYS)) return undefined;
  return target.closest<HTMLElement>('.picture[data-image], .look[data-image]')?.dataset.image;
}
