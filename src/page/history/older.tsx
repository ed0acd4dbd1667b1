import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { post } from '../host.ts';
import { Button } from '../parts.tsx';

interface OlderProps {
  /** How many cards there are. */
  readonly cards: number;
  /** Whether there are more to ask for. */
  readonly more: boolean;
}

/** Asks for the cards that come after the last one. The focus goes to the first of them when they are there. */
export function Older({ cards, more }: OlderProps) {
  const before = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (before.current === undefined || cards <= before.current) return;
    document.querySelectorAll<HTMLElement>('[data-card]').item(before.current)?.focus();
    before.current = undefined;
  }, [cards]);
  if (!more) return null;
  return (
    <div class="older">
      <Button
        onPress={() => {
          before.current = cards;
          post({ kind: 'older' });
        }}
      >
        {l10n.t('Show Older Images')}
      </Button>
    </div>
  );
}
