import type { EditorView } from '../../core/protocol.ts';
import { keptEditor, post } from '../host.ts';
import type { Stage } from '../stage/useView.ts';
import { zoomStage } from '../stage/zoomButtons.tsx';
import { grow, shift } from './canvas/gestures.ts';
import type { Tools } from './kept.ts';
import type { Command } from './tools/keys.ts';
import type { Mask } from './useMask.ts';

/** What commands work on. */
export interface Controls {
  readonly editor: EditorView;
  readonly mask: Mask;
  readonly stage: Stage;
  readonly tools: Tools;
  /** The brush's diameter, px. */
  readonly size: number;
  readonly change: (part: Partial<Tools>) => void;
  readonly resize: (size: number) => void;
}

/** Does what a key or a button of the toolbar means. */
export function runCommand(command: Command, { mask, stage, size, change, resize }: Controls): void {
  switch (command.kind) {
    case 'tool':
      change({ tool: command.tool });
      break;
    case 'undo':
      mask.undo();
      break;
    case 'redo':
      mask.redo();
      break;
    case 'invert':
    case 'fill':
      mask.apply({ kind: command.kind });
      break;
    case 'clear':
      if (mask.layers.length > 0) mask.apply({ kind: 'clear' });
      break;
    case 'smaller':
      resize(Math.min(size - 1, Math.round(size / 1.15)));
      break;
    case 'larger':
      resize(Math.max(size + 1, Math.round(size * 1.15)));
      break;
    case 'zoomIn':
    case 'zoomOut':
    case 'fit':
    case 'actual':
      zoomStage(command.kind, stage);
      break;
  }
}

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** CSS px that an arrow key moves the picture by. */
const PAN_STEP = 40;

/** What a key does on the canvas alone. Returns whether it meant something. */
export function pressOnStage(event: KeyboardEvent, { editor, mask, stage, tools }: Controls): boolean {
  if (event.key === 'Escape') return closeUntouched(editor, mask);
  const direction = ARROWS[event.key];
  if (!direction || event.altKey) return false;
  const step = event.ctrlKey || event.metaKey ? 10 : 1;
  if (tools.tool === 'rectangle' && mask.selected) {
    const change = event.shiftKey ? grow : shift;
    mask.reshape(change(mask.selected.box, direction.x * step, direction.y * step, editor.picture), event.repeat);
  } else {
    stage.pan({ x: direction.x * PAN_STEP, y: direction.y * PAN_STEP });
  }
  return true;
}

/** Escape closes the editor only where nothing was done in it. */
function closeUntouched(editor: EditorView, mask: Mask): boolean {
  const { text } = keptEditor(editor.id);
  if (mask.layers.length > 0 || (text !== undefined && text !== editor.prompt && text !== '')) return false;
  post({ kind: 'closeEditor', editor: editor.id });
  return true;
}
