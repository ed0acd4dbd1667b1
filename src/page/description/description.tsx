import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DescriptionView } from '../../core/description.ts';
import { post } from '../host.ts';
import { Note } from '../parts.tsx';

interface DescriptionProps {
  readonly run: string;
  readonly description: DescriptionView;
}

interface Typed {
  readonly name: string;
  readonly alt: string;
  readonly folder: string;
}

/** ms without a key until what is typed goes to the host, which keeps it over a reload. */
const PAUSE = 250;

/** How the images of a run are to be called, what they show, and where they go: folded until it is wanted. */
export function Description({ run, description }: DescriptionProps) {
  const { alt, place, problem } = description;
  const [typed, setTyped] = useState<Typed>({ name: place?.name ?? '', alt, folder: place?.folder ?? '' });
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; send(): void } | undefined>(undefined);

  // An image may come, or the page go, before the pause is over.
  const flush = () => {
    clearTimeout(waiting.current?.timer);
    waiting.current?.send();
    waiting.current = undefined;
  };
  useEffect(() => flush, []);

  const type = (part: Partial<Typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    clearTimeout(waiting.current?.timer);
    const send = () => post({ kind: 'describe', run, alt: next.alt, ...(place && { name: next.name, folder: next.folder }) });
    waiting.current = { send, timer: setTimeout(flush, PAUSE) };
  };

  return (
    <details class="description" onFocusOut={flush}>
      <summary>{place ? l10n.t('Name and alt text') : l10n.t('Alt text')}</summary>
      <div class="description-fields">
        {place && <Line id={`name-of-${run}`} label={l10n.t('File name')} value={typed.name} onType={(name) => type({ name })} />}
        <Line id={`alt-of-${run}`} label={l10n.t('Alt text')} value={typed.alt} onType={(text) => type({ alt: text })} />
        {place?.folder !== undefined && (
          <Line
            id={`folder-of-${run}`}
            label={l10n.t('Folder')}
            value={typed.folder}
            problem={problem}
            onType={(folder) => type({ folder })}
          />
        )}
      </div>
    </details>
  );
}

interface LineProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onType: (text: string) => void;
}

function Line({ id, label, value, problem, onType }: LineProps) {
  return (
    <div class="description-field">
      <label class="form-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="text-input"
        type="text"
        dir="auto"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <div id={`${id}-problem`} role="status">
        {problem !== undefined && <Note icon="warning">{problem}</Note>}
      </div>
    </div>
  );
}
