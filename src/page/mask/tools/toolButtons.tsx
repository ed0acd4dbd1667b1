import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../parts.tsx';
import type { Tool } from '../kept.ts';
import { KEYS } from './keys.ts';

interface ToolButtonsProps {
  readonly tool: Tool;
  readonly onChoose: (tool: Tool) => void;
}

/** The tools: one is chosen, and the arrow keys go from one to the next. */
export function ToolButtons({ tool, onChoose }: ToolButtonsProps) {
  const tools = listTools();
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const at = tools.findIndex((one) => one.tool === tool);
    const next = tools[(at + step + tools.length) % tools.length];
    if (!next) return;
    onChoose(next.tool);
    event.currentTarget.querySelector<HTMLElement>(`[data-tool="${next.tool}"]`)?.focus();
  };
  return (
    <div class="tool-group" role="radiogroup" aria-label={l10n.t('Tool')} onKeyDown={press}>
      {tools.map((one) => (
        // biome-ignore lint/a11y/useSemanticElements: a picture is no label that a native radio button could have in a toolbar
        <button
          key={one.tool}
          type="button"
          role="radio"
          class="icon-button"
          data-tool={one.tool}
          aria-checked={one.tool === tool}
          aria-label={one.name}
          aria-keyshortcuts={KEYS[one.tool]}
          tabIndex={one.tool === tool ? 0 : -1}
          title={one.title}
          onClick={() => onChoose(one.tool)}
        >
          {one.icon}
        </button>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface ToolView {
  readonly tool: Tool;
  readonly name: string;
  readonly title: string;
  readonly icon: ComponentChildren;
}

function listTools(): readonly ToolView[] {
  return [
    {
      tool: 'brush',
      name: l10n.t('Brush'),
      title: l10n.t('Brush ({0}). The right button erases, Shift draws a straight line.', KEYS.brush),
      icon: (
        <Drawing d="M6.4 8.1l6-6.2a1.5 1.5 0 0 1 2.1 2.1l-6 6.1M6.4 8.1c.9.2 1.9 1.1 2.1 2M6.4 8.1C4.6 8 3.500 9.100 3.300 10.700c-.1 1.300-.700 1.900-1.700 2.200 1.700 1.400 6.500 1.400 6.900-2.800" />
      ),
    },
    { tool: 'eraser', name: l10n.t('Eraser'), title: l10n.t('Eraser ({0})', KEYS.eraser), icon: <Icon name="eraser" /> },
    {
      tool: 'rectangle',
      name: l10n.t('Rectangle'),
      title: l10n.t('Rectangle ({0}). The arrow keys move it, with Shift they size it.', KEYS.rectangle),
      icon: (
        <Drawing d="M2.500 5V3.500H5M7 3.500h2M11 3.500h2.500V5M13.500 7v2M13.500 11v1.500H11M9 12.500H7M5 12.500H2.500V11M2.500 9V7" />
      ),
    },
    {
      tool: 'lasso',
      name: l10n.t('Lasso'),
      title: l10n.t('Lasso ({0}). The right button takes away.', KEYS.lasso),
      icon: (
        <Drawing d="M5.200 9.900c.9.3 1.800.4 2.800.4 3.300 0 6-1.700 6-3.900S11.300 2.500 8 2.500 2 4.200 2 6.400c0 .9.400 1.700 1.100 2.300M4.100 8.200a1.400 1.400 0 1 1-.01 2.800 1.400 1.400 0 0 1 .01-2.800ZM4.300 11c.2 1.200-.3 2.200-1.500 2.700" />
      ),
    },
    {
      tool: 'pan',
      name: l10n.t('Pan'),
      title: l10n.t('Pan ({0}, or hold Space)', KEYS.pan),
      icon: (
        <Drawing d="M5.500 8.500V3.600a1 1 0 0 1 2 0V7.500M7.500 7V2.600a1 1 0 0 1 2 0V7M9.500 7.500V3.600a1 1 0 0 1 2 0V8M11.500 8V5.600a1 1 0 0 1 2 0v4.200c0 2.600-1.700 4.200-4.200 4.200-2 0-3-.8-4-2.400L3 8.900c-.6-1 .7-1.900 1.500-1l1 1.100" />
      ),
    },
  ];
}

/** A sign in the manner of the codicons, which have none for it. */
function Drawing({ d }: { readonly d: string }) {
  return (
    <svg class="drawing" viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
