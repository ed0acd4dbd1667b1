import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { summaryOf } from './marked.tsx';
import type { Layer } from './strokes/operation.ts';
import type { Command } from './tools/keys.ts';
import type { Mask } from './useMask.ts';

/** Something to be heard. */
export interface News {
  readonly sentence: string;
  /** It changes the mask: how much is marked then is said with it. */
  readonly counts: boolean;
}

/** What a screen reader hears of the mask: what happened, and as soon as it was counted, how much is marked. */
export function useNews(mask: Mask): { readonly say: (news: News) => void; readonly announcer: ComponentChildren } {
  const { extent, counted, layers } = mask;
  const [said, setSaid] = useState('');
  const pending = useRef<{ readonly sentence: string; readonly before: readonly Layer[] } | undefined>(undefined);
  const heard = useRef<readonly Layer[] | undefined>(undefined);
  useEffect(() => {
    // What was counted of an earlier mask is not said of this one.
    if (!extent || counted !== layers || heard.current === counted) return;
    const first = heard.current === undefined;
    heard.current = counted;
    const news = pending.current;
    // This runs a frame late: the count may be of the mask from before the news.
    if (news?.before === counted) return;
    pending.current = undefined;
    // How it was left is no news.
    if (!first || news) setSaid(news ? `${news.sentence} ${summaryOf(extent)}` : summaryOf(extent));
  }, [extent, counted, layers]);
  const say = ({ sentence, counts }: News) => {
    if (counts) pending.current = { sentence, before: layers };
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

/** What a command is going to do, in a sentence; none where it is heard otherwise. */
export function newsOf(command: Command, mask: Mask): News {
  return { sentence: sentenceOf(command, mask), counts: changes(command, mask) };
}

function changes({ kind }: Command, { canUndo, canRedo, layers }: Mask): boolean {
  switch (kind) {
    case 'undo':
      return canUndo;
    case 'redo':
      return canRedo;
    case 'clear':
      return layers.length > 0;
    default:
      return kind === 'invert' || kind === 'fill';
  }
}

function sentenceOf(command: Command, mask: Mask): string {
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
