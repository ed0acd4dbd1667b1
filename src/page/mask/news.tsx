import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { summaryOf } from './marked.tsx';
import type { Layer } from './strokes/operation.ts';
import type { Command } from './tools/keys.ts';
import type { Mask } from './useMask.ts';

/** What a screen reader hears of the mask: what happened, and when it was counted, how much is marked. */
export function useNews(mask: Mask): { readonly say: (news: string) => void; readonly announcer: ComponentChildren } {
  const news = useRef('');
  const [said, setSaid] = useState('');
  const heard = useRef<readonly Layer[] | undefined>(undefined);
  const { extent, counted, layers } = mask;
  useEffect(() => {
    const first = heard.current === undefined;
    // What was counted of an earlier mask is not said of this one.
    if (!extent || counted !== layers || heard.current === counted) return;
    heard.current = counted;
    // How it was left is no news.
    if (first && news.current === '') return;
    setSaid([news.current, summaryOf(extent)].filter((sentence) => sentence !== '').join(' '));
    news.current = '';
  }, [extent, counted, layers]);
  const say = (sentence: string) => {
    news.current = sentence;
    if (sentence !== '') setSaid(sentence);
  };
  return {
    say,
    announcer: (
      <div class="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
    ),
  };
}

/** What a command has done, in a sentence; nothing where it can be seen and heard otherwise. */
export function newsOf(command: Command, mask: Mask): string {
  switch (command.kind) {
    case 'undo':
      return mask.canUndo ? l10n.t('Undone.') : l10n.t('There is nothing to undo.');
    case 'redo':
      return mask.canRedo ? l10n.t('Redone.') : l10n.t('There is nothing to redo.');
    case 'invert':
      return l10n.t('The mask was inverted.');
    case 'fill':
      return l10n.t('All of the picture was marked.');
    case 'clear':
      return l10n.t('The mask was cleared.');
    case 'tool':
      return toolNews(command.tool);
    default:
      return '';
  }
}

function toolNews(tool: Extract<Command, { kind: 'tool' }>['tool']): string {
  switch (tool) {
    case 'brush':
      return l10n.t('Brush');
    case 'eraser':
      return l10n.t('Eraser');
    case 'rectangle':
      return l10n.t('Rectangle');
    case 'lasso':
      return l10n.t('Lasso');
    case 'pan':
      return l10n.t('Pan');
  }
}
