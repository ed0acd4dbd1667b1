import { ZOOM_KEYS, ZOOM_SIGNS, type Zooming } from '../../stage/zoomButtons.tsx';
import type { Tool } from '../kept.ts';

/** What a key does in the mask editor. */
export type Command =
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'undo' | 'redo' | 'invert' | 'clear' | 'fill' | 'smaller' | 'larger' }
  | { readonly kind: Zooming };

/** The keys, as `aria-keyshortcuts` has them. */
export const KEYS = {
  brush: 'B',
  eraser: 'E',
  rectangle: 'R',
  lasso: 'L',
  pan: 'H',
  undo: 'Control+Z',
  redo: 'Control+Shift+Z',
  invert: 'I',
  clear: 'Delete',
  fill: 'F',
  ...ZOOM_KEYS,
} as const;

const LETTERS: Readonly<Record<string, Command>> = {
  b: { kind: 'tool', tool: 'brush' },
  e: { kind: 'tool', tool: 'eraser' },
  r: { kind: 'tool', tool: 'rectangle' },
  l: { kind: 'tool', tool: 'lasso' },
  h: { kind: 'tool', tool: 'pan' },
  i: { kind: 'invert' },
  f: { kind: 'fill' },
};
const SIGNS: Readonly<Record<string, Command>> = {
  '[': { kind: 'smaller' },
  ']': { kind: 'larger' },
  Delete: { kind: 'clear' },
  Backspace: { kind: 'clear' },
};

/** What a key means in the editor; undefined where it means nothing, or is meant for a text field. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (isTyping(event.target)) return undefined;
  const { key } = event;
  const letter = letterOf(event);
  // On many keyboards the brackets are made with AltGr, which is Ctrl and Alt at once.
  if (key === '[' || key === ']') return event.metaKey ? undefined : SIGNS[key];
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (letter === 'z') return { kind: event.shiftKey ? 'redo' : 'undo' };
    return letter === 'y' ? { kind: 'redo' } : undefined;
  }
  if (event.shiftKey && key !== '+') return undefined;
  const zooming = ZOOM_SIGNS[key];
  return zooming ? { kind: zooming } : (SIGNS[key] ?? LETTERS[letter]);
}

/** The letter on the key: by its place where the alphabet is not Latin. */
function letterOf({ key, code }: KeyboardEvent): string {
  const letter = key.toLowerCase();
  if (/^[a-z]$/.test(letter) || !/^\p{L}$/u.test(letter)) return letter;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? letter;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'range' && target.type !== 'checkbox';
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof Element && target.closest('.fields, vscode-single-select') !== null)
  );
}
