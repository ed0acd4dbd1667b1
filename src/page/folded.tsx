import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { cut } from '../core/cut.ts';

interface FoldedProps {
  readonly text: string;
  /** Characters that are shown at first. */
  readonly limit: number;
  readonly class?: string;
  /** Whether it scrolls, so that keys have to reach it. */
  readonly scrolls?: boolean;
}

/** A text of others in its own direction: a very long one is not drawn whole until that is wanted. */
export function Folded({ text, limit, class: className, scrolls = false }: FoldedProps) {
  const [expanded, setExpanded] = useState(false);
  const isLong = text.length > limit;
  return (
    <>
      <p class={className} dir="auto" tabIndex={scrolls ? 0 : undefined}>
        {isLong && !expanded ? cut(text, limit) : text}
      </p>
      {isLong && (
        <button type="button" class="link" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
          {expanded ? l10n.t('Show less') : l10n.t('Show more')}
        </button>
      )}
    </>
  );
}
