import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cut } from '../../core/cut.ts';

/** Characters that no panel has room for in three lines. */
const MOST = 1200;

/** A prompt in at most three lines, with a button for the rest where there is more. */
export function Prompt({ id, text }: { readonly id: string; readonly text: string }) {
  const element = useRef<HTMLHeadingElement>(null);
  const [clipped, setClipped] = useState(false);
  const [expanded, setExpanded] = useState(false);
  useLayoutEffect(() => {
    const heading = element.current;
    if (!heading || expanded) return;
    const measure = () => setClipped(heading.scrollHeight > heading.clientHeight + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(heading);
    measure();
    return () => observer.disconnect();
  }, [text, expanded]);
  return (
    <div class="prompt">
      <h2 id={id} ref={element} class={expanded ? undefined : 'clamped'} dir="auto">
        {expanded ? text : cut(text, MOST)}
      </h2>
      {(clipped || text.length > MOST || expanded) && (
        <button type="button" class="link" aria-expanded={expanded} aria-controls={id} onClick={() => setExpanded(!expanded)}>
          {expanded ? l10n.t('Show less') : l10n.t('Show more')}
        </button>
      )}
    </div>
  );
}
