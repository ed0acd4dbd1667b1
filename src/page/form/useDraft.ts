import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormView } from '../../core/protocol.ts';
import { keepView, post, viewState } from '../host.ts';
import { PROMPT_LIMIT } from './promptBox.tsx';

/** ms without a key after which the host is told what is typed. */
const PAUSE = 200;

/** The text in the prompt box, which is the page's own until it is sent. The host hears of it, to say what becomes of it. */
export function useDraft(form: Pick<FormView, 'id' | 'prompt'>): readonly [prompt: string, type: (text: string) => void] {
  const [draft, setDraft] = useState(viewState().draft);
  const prompt = draft?.form === form.id ? draft.text : form.prompt;
  const known = useRef({ form: form.id, prompt: form.prompt });
  useEffect(() => {
    if (known.current.form !== form.id) known.current = { form: form.id, prompt: form.prompt };
    if (known.current.prompt === prompt || prompt.length > PROMPT_LIMIT) return;
    const timer = setTimeout(() => {
      known.current = { form: form.id, prompt };
      post({ kind: 'draft', form: form.id, prompt });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [form.id, form.prompt, prompt]);
  const type = (text: string) => {
    const next = { form: form.id, text };
    setDraft(next);
    keepView({ draft: next });
  };
  return [prompt, type];
}
