import type { Layer, Operation, Rectangle } from './operation.ts';

/** Every step of painting; those from `at` on were undone. */
export interface History {
  readonly steps: readonly Operation[];
  readonly at: number;
}

/** Steps above it are folded into one plane. */
const MOST_STEPS = 500;
/** Steps that stay steps when the older ones are folded. */
const KEPT_STEPS = 100;
/** Numbers in all steps: what is kept with `setState` is text, and written after every stroke. */
const MOST_NUMBERS = 60_000;

export const EMPTY: History = { steps: [], at: 0 };

/** With one more step, after which nothing can be redone. */
export function apply({ steps, at }: History, operation: Operation): History {
  return { steps: [...steps.slice(0, at), operation], at: at + 1 };
}

/** With a move in the place of the last step, where that was a move as well; else one step more. */
export function amend({ steps, at }: History, move: Rectangle): History {
  const last = steps[at - 1];
  const moves = last?.kind === 'rectangle' && last.moved;
  return apply({ steps, at: moves ? at - 1 : at }, move);
}

export function undo({ steps, at }: History): History {
  return { steps, at: Math.max(0, at - 1) };
}

export function redo({ steps, at }: History): History {
  return { steps, at: Math.min(steps.length, at + 1) };
}

/** What is to be drawn: without what was cleared, removed or moved since. */
export function layersOf({ steps, at }: History): readonly Layer[] {
  let layers: Layer[] = [];
  for (const step of steps.slice(0, at)) {
    switch (step.kind) {
      case 'clear':
        layers = [];
        break;
      case 'fill':
      case 'plane':
        layers = [step];
        break;
      case 'remove':
        if (layers.at(-1)?.kind === 'rectangle') layers.pop();
        break;
      case 'rectangle':
        if (step.moved && layers.at(-1)?.kind === 'rectangle') layers.pop();
        layers.push(step);
        break;
      default:
        layers.push(step);
    }
  }
  return layers;
}

/** The rectangle that can still be moved: the last thing that was drawn. */
export function selectedRectangle(layers: readonly Layer[]): Rectangle | undefined {
  const last = layers.at(-1);
  return last?.kind === 'rectangle' ? last : undefined;
}

/** How many of the oldest steps should become one plane; 0 while there is room for all. */
export function foldable({ steps, at }: History): number {
  const numbers = steps.reduce((sum, step) => sum + sizeOf(step), 0);
  if (steps.length <= MOST_STEPS && numbers <= MOST_NUMBERS) return 0;
  let room = MOST_NUMBERS / 2;
  let kept = 0;
  while (kept < Math.min(KEPT_STEPS, at)) {
    room -= sizeOf(steps[at - kept - 1]);
    if (room < 0) break;
    kept++;
  }
  return Math.max(0, at - kept);
}

/** With one step in the place of the first `count` steps; unchanged where those are not the same any more. */
export function fold(history: History, folded: readonly Operation[], one: Operation): History {
  const { steps, at } = history;
  if (at < folded.length || folded.some((step, index) => steps[index] !== step)) return history;
  return { steps: [one, ...steps.slice(folded.length)], at: at - folded.length + 1 };
}

function sizeOf(step: Operation | undefined): number {
  return step && 'points' in step ? step.points.length : 0;
}
