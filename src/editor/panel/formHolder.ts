import * as vscode from 'vscode';
import type { LearnedPrices } from '../../core/cost.ts';
import { failureOf } from '../../core/failure.ts';
import type { FormView } from '../../core/protocol.ts';
import type { Anchors } from '../documents/anchors.ts';
import type { Wish } from '../generation/wish.ts';
import { nameOf } from '../pictures/files.ts';
import { readSettings, type Settings } from '../settings.ts';
import { explain } from '../words/failures.ts';
import { type Form, type OfferedOption, readChanges, viewForm } from './form.ts';
import type { Panel } from './panel.ts';

/** A wish to be looked at, and why, in a sentence. */
export interface Review {
  readonly wish: Wish;
  readonly reason?: string | undefined;
}

/** The form's wish, and what is typed into it so far. */
export interface FormHolder {
  view(learned: LearnedPrices): FormView;
  /** Puts wishes into the form, one after the other. */
  review(first: Review, rest: readonly Review[]): void;
  /** The form as a wish, with the prompt as typed; undefined for a form that is gone. */
  wishOf(form: string, prompt: string): Wish | undefined;
  change(form: string, changes: { readonly [option in OfferedOption]?: string | undefined }): void;
  /** What is typed so far, to be judged; the page's text box keeps it. */
  draft(form: string, prompt: string): void;
  /** Empties the form, once what was in it is on its way. Answers whether another wish is in it now. */
  clear(form: string): boolean;
  /** Whether this is the place of what it holds. */
  isAt(anchor: string): boolean;
}

/** What holding the form works with. */
export interface FormHolderParts {
  readonly panel: Panel;
  readonly anchors: Anchors;
  newId(): string;
}

/** `changed` is called whenever the view is another one. */
export function createFormHolder(parts: FormHolderParts, changed: () => void): FormHolder {
  let wish: Wish = { prompt: '', options: {} };
  let reason: string | undefined;
  /** Each takes its turn when the one before is on its way. */
  let waiting: readonly Review[] = [];
  let formId = parts.newId();
  let typed: string | undefined;

  function set({ wish: next, reason: why }: Review): void {
    wish = next;
    reason = why;
    typed = undefined;
    formId = parts.newId();
    changed();
  }

  function formOf({ options }: Settings): Form {
    const target = targetOf(wish, parts.anchors);
    return {
      id: formId,
      prompt: wish.prompt,
      typed: typed ?? wish.prompt,
      options: { ...options, ...wish.options },
      ...(reason !== undefined && { reason }),
      ...(target !== undefined && { target }),
      ...(wish.edit && {
        source: { src: parts.panel.toSource(wish.edit.picture.toString()), name: nameOf(wish.edit.picture) },
      }),
    };
  }

  return {
    view(learned) {
      try {
        const settings = readSettings(wish.scope);
        return viewForm(formOf(settings), settings, learned);
      } catch (error) {
        const estimate = explain(failureOf(error)).sentence;
        return { id: formId, prompt: wish.prompt, fields: [], estimate, notes: [], canSend: false };
      }
    },
    review(first, rest) {
      waiting = rest;
      set(first);
    },
    wishOf: (form, prompt) => (form === formId ? { ...wish, prompt } : undefined),
    change(form, changes) {
      if (form !== formId) return;
      wish = { ...wish, options: { ...wish.options, ...readChanges(changes) } };
      changed();
    },
    draft(form, prompt) {
      if (form !== formId || typed === prompt) return;
      typed = prompt;
      changed();
    },
    clear(form) {
      if (form !== formId) return false;
      const [next, ...rest] = waiting;
      waiting = rest;
      set(next ?? { wish: { prompt: '', options: wish.edit || wish.target ? {} : wish.options } });
      return next !== undefined;
    },
    isAt: (anchor) => anchor === wish.anchor,
  };
}

function targetOf({ anchor, target }: Wish, anchors: Anchors): string | undefined {
  if (target) return vscode.l10n.t('Into {0}', vscode.workspace.asRelativePath(target));
  const spot = anchor === undefined ? undefined : anchors.peek(anchor);
  if (!spot) return undefined;
  const line = spot.document.positionAt(spot.end).line + 1;
  return vscode.l10n.t('For {0}:{1}', nameOf(spot.document.uri), line);
}
