import { frameRulesOf } from '../../src/core/frame.ts';
import { modelOf } from '../../src/core/models.ts';
import type { CardView, EditorView, FormView, PageState, PendingView, PictureView } from '../../src/core/protocol.ts';

/** A form as the host fills it. */
export function form(part: Partial<FormView> = {}): FormView {
  return {
    id: 'form-1',
    prompt: '',
    fields: [
      {
        option: 'model',
        label: 'Model',
        value: 'gpt-image-2.6-flare',
        choices: ['gpt-image-2.6-flare', 'gpt-image-2.6-sunburst', 'gpt-image-2', 'placeholder'].map(choice),
        free: true,
      },
      {
        option: 'size',
        label: 'Size',
        value: '1024x1024',
        choices: [
          { value: 'auto', label: 'Auto' },
          { value: '1024x1024', label: 'Square · 1024×1024' },
          { value: '1536x1024', label: 'Landscape 3:2 · 1536×1024' },
        ],
        free: true,
      },
      {
        option: 'quality',
        label: 'Quality',
        value: 'medium',
        choices: [
          { value: 'low', label: 'Low' },
          { value: 'medium', label: 'Medium' },
          { value: 'high', label: 'High' },
        ],
        free: false,
      },
      {
        option: 'background',
        label: 'Background',
        value: 'auto',
        choices: ['auto', 'opaque', 'transparent'].map(choice),
        free: false,
      },
      { option: 'count', label: 'Count', value: '1', choices: ['1', '2', '3', '4'].map(choice), free: false },
    ],
    estimate: '1 image · price unknown',
    notes: [],
    canSend: true,
    hasStyles: false,
    references: [],
    ...part,
  };
}

function choice(value: string) {
  return { value, label: value };
}

/** A run without anything in it. */
export function card(part: Partial<CardView> = {}): CardView {
  return {
    id: 'run-1',
    prompt: 'A white siamese cat on a windowsill, soft morning light, watercolour',
    facts: 'gpt-image-2.6-flare · 1024×1024 · medium · 1 image',
    running: false,
    startedAt: Date.now() - 41_000,
    endedAt: Date.now() - 4000,
    pending: [],
    pictures: [],
    failures: [],
    notes: [],
    buttons: [],
    ...part,
  };
}

export function pending(part: Partial<PendingView> = {}): PendingView {
  return { id: 'call-1#0', call: 'call-1', status: 'Making it', ...part };
}

export function picture(part: Partial<PictureView> & Pick<PictureView, 'id' | 'src'>): PictureView {
  return {
    name: `${part.id}.png`,
    facts: '1024 × 1024 · PNG · 2.1 MB',
    width: 1024,
    height: 1024,
    alt: 'A white siamese cat on a windowsill',
    state: 'kept',
    starred: false,
    insertLabel: 'Insert into post.md:12',
    insertCopies: false,
    editable: true,
    ...part,
  };
}

/** An editor as the host opens it. */
export function editor(part: Partial<EditorView> & Pick<EditorView, 'picture'>): EditorView {
  return {
    id: 'editor-1',
    mode: 'edit',
    references: [],
    prompt: '',
    rules: frameRulesOf(modelOf('gpt-image-2.6-flare')),
    region: 'auto',
    fields: form().fields.filter(({ option }) => option !== 'size'),
    estimate: '1 image · about $0.05',
    notes: [],
    canSend: true,
    ...part,
  };
}

/** The message that carries a state. */
export function stateMessage(part: Partial<PageState> = {}): { readonly kind: 'state'; readonly state: PageState } {
  return { kind: 'state', state: { trusted: true, form: form(), cards: [], ...part } };
}
