import * as l10n from '@vscode/l10n';
import type { Other } from '../places.ts';

interface OthersProps {
  readonly others: readonly Other[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** What a picture can be compared with, as small pictures: one is chosen, and the arrow keys go from one to the next. */
export function Others({ others, chosen, onChoose }: OthersProps) {
  const at = others.findIndex(({ key }) => key === chosen);
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const rtl = getComputedStyle(document.body).direction === 'rtl' && event.key.match(/Left|Right/) ? -1 : 1;
    const next = (at + step * rtl + others.length) % others.length;
    const other = others[next];
    if (!other) return;
    onChoose(other.key);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  };
  return (
    <div class="look-others" role="radiogroup" aria-label={l10n.t('Compare with')} onKeyDown={press}>
      {others.map(({ key, label, src }) => (
        // biome-ignore lint/a11y/useSemanticElements: a picture is no label that a native radio button could have
        <button
          key={key}
          type="button"
          role="radio"
          class="look-other"
          aria-checked={key === chosen}
          tabIndex={key === chosen ? 0 : -1}
          title={label}
          onClick={() => onChoose(key)}
        >
          <img src={src} alt="" loading="lazy" draggable={false} />
          <span dir="auto">{label}</span>
        </button>
      ))}
    </div>
  );
}
