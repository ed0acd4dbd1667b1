import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormView } from '../../core/protocol.ts';
import { keepView, post, viewState } from '../host.ts';
import { PROMPT_LIMIT } from './promptBox.tsx';

/** ms without a key after which the host is told what is typed. */
const PAUSE = 200;

/** Has the host told of a text once the keys rest, where it is another than the one that the host began with. */
export function useTelling({ id, prompt }: Pick<FormView, 'id' | 'prompt'>, text: string, tell: () => void): void {
  const known = useRef({ id, text: prompt });
  useEffect(() => {
    if (known.current.id !== id) known.current = { id, text: prompt };
    if (known.current.text === text || text.length > PROMPT_LIMIT) return;
    const timer = setTimeout(() => {
      known.current = { id, text };
      tell();
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [id, prompt, text]);
}

/** The text in the prompt box, which is the page's own until it is sent. The host hears of it, to say what becomes of it. */
export function useDraft(form: Pick<FormView, 'id' | 'prompt'>): readonly [prompt: string, type: (text: string) => void] {
  const [draft, setDraft] = useState(viewState().draft);
  const prompt = draft?.form === form.id ? draft.text : form.prompt;
  useTelling(form, prompt, () => post({ kind: 'draft', form: form.id, prompt }));
  const type = (text: string) => {
    const next = { form: form.id, text };
    setDraft(next);
    keepView({ draft: next });
  };
  return [prompt, type];
}
