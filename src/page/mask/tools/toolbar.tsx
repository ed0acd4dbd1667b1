import * as l10n from '@vscode/l10n';
import { IconButton } from '../../parts.tsx';
import type { Stage } from '../../stage/useView.ts';
import { ZoomButtons } from '../../stage/zoomButtons.tsx';
import type { Tools } from '../kept.ts';
import type { Mask } from '../useMask.ts';
import { type Command, KEYS } from './keys.ts';
import { Slider } from './slider.tsx';
import { ToolButtons } from './toolButtons.tsx';

interface ToolbarProps {
  readonly mask: Mask;
  readonly stage: Stage;
  readonly tools: Tools;
  /** px */
  readonly size: number;
  /** px */
  readonly largest: number;
  readonly onTools: (part: Partial<Tools>) => void;
  /** px */
  readonly onSize: (size: number) => void;
  readonly onCommand: (command: Command) => void;
}

/** A slider's steps: fine for small brushes, coarse for large ones. */
const STEPS = 100;

/** The tools, how they are set, and what is done to the whole mask. */
export function Toolbar({ mask, stage, tools, size, largest, onTools, onSize, onCommand }: ToolbarProps) {
  const brushes = tools.tool === 'brush' || tools.tool === 'eraser';
  const soft = Math.round(tools.soft * 100);
  const opacity = Math.round(tools.opacity * 100);
  return (
    <div class="mask-toolbar" role="toolbar" aria-label={l10n.t('Mask')}>
      <ToolButtons tool={tools.tool} onChoose={(tool) => onCommand({ kind: 'tool', tool })} />
      <div class="tool-group">
        <IconButton
          icon="discard"
          name={l10n.t('Undo')}
          keys={KEYS.undo}
          disabled={!mask.canUndo}
          onPress={() => onCommand({ kind: 'undo' })}
        />
        <IconButton
          icon="redo"
          name={l10n.t('Redo')}
          keys={KEYS.redo}
          disabled={!mask.canRedo}
          onPress={() => onCommand({ kind: 'redo' })}
        />
      </div>
      <div class="tool-group">
        <IconButton icon="color-mode" name={l10n.t('Invert')} keys={KEYS.invert} onPress={() => onCommand({ kind: 'invert' })} />
        <IconButton icon="paintcan" name={l10n.t('Fill')} keys={KEYS.fill} onPress={() => onCommand({ kind: 'fill' })} />
        <IconButton icon="clear-all" name={l10n.t('Clear')} keys={KEYS.clear} onPress={() => onCommand({ kind: 'clear' })} />
      </div>
      <ZoomButtons stage={stage} onZoom={(kind) => onCommand({ kind })} />
      <div class="sliders">
        <Slider
          id="brush-size"
          label={l10n.t('Size')}
          title={l10n.t('Brush size: [ smaller, ] larger')}
          min={1}
          max={STEPS}
          value={Math.round(Math.sqrt(size / largest) * STEPS)}
          text={l10n.t('{0} px', size)}
          disabled={!brushes}
          onSlide={(value) => onSize(Math.round(largest * (value / STEPS) ** 2))}
        />
        <Slider
          id="brush-soft"
          label={l10n.t('Soft edge')}
          min={0}
          max={100}
          value={soft}
          text={l10n.t('{0} %', soft)}
          disabled={!brushes}
          onSlide={(value) => onTools({ soft: value / 100 })}
        />
        <Slider
          id="mask-opacity"
          label={l10n.t('Opacity')}
          title={l10n.t('How strongly the mask is shown; it changes nothing that is sent.')}
          min={10}
          max={100}
          value={opacity}
          text={l10n.t('{0} %', opacity)}
          onSlide={(value) => onTools({ opacity: value / 100 })}
        />
      </div>
    </div>
  );
}
