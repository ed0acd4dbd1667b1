import type * as vscode from 'vscode';
import type { FormIntent } from '../../core/formIntents.ts';
import { recentPrompts } from '../../core/history.ts';
import { createTurns } from '../../core/turns.ts';
import type { Outside } from '../outside.ts';
import { keepReference, pickReferences } from '../references/kept.ts';
import type { Styles } from '../styles/styles.ts';
import { requireTrust } from '../trust.ts';
import type { Editing } from './editing.ts';
import type { Panel } from './panel.ts';
import type { Presenter } from './presenter.ts';

/** What the form's intents are carried out with. */
export interface FormIntentParts {
  readonly outside: Outside;
  readonly storage: vscode.Uri;
  readonly panel: Panel;
  readonly presenter: Presenter;
  readonly editing: Editing;
  readonly styles: Styles;
}

/** Recent prompts that are listed, at most. */
const MOST_RECENT = 100;
/** Characters; what is longer is no line of a list. */
const LONGEST_RECENT = 32_000;

/** Pictures that are dropped together stay in their order, however long each takes to be kept: to a model the first is the first. */
const inTurn = createTurns();

/** Carries out what the page asks of the form. Throws `Failed`: `untrusted`; `badImage` with its name; `noPlace`, `noFile`. */
export async function carryOutForm(intent: FormIntent, parts: FormIntentParts): Promise<void> {
  const { presenter, editing, styles } = parts;
  switch (intent.kind) {
    case 'draft':
      presenter.form.draft(intent.form, intent.prompt);
      return editing.draft(intent.form, intent.prompt);
    case 'recentPrompts': {
      const prompts = recentPrompts(await (await parts.outside.ledger()).read(), MOST_RECENT);
      parts.panel.post({ kind: 'recent', prompts: prompts.filter(({ length }) => length <= LONGEST_RECENT) });
      return;
    }
    case 'chooseStyle':
      return (await import('../styles/chooseStyle.ts')).chooseStyle(styles);
    case 'dropStyle':
      return styles.choose(undefined);
    case 'addReference':
      requireTrust();
      return inTurn(async () => {
        const kept = await keepReference(parts.outside, parts.storage, intent.bytes, intent.name);
        presenter.form.addReference(kept, intent.form);
      });
    case 'pickReference':
      requireTrust();
      for (const picked of await pickReferences(parts.outside, parts.storage)) {
        presenter.form.addReference(picked, intent.form);
      }
      return;
    case 'dropReference':
      return presenter.form.dropReference(intent.form, intent.reference);
  }
}

/**
 * Adds a picture to what is made next: to the edit that is open, else to the form, which is shown with it. Throws `Failed`
 * `untrusted`.
 */
export function useAsReference(
  picture: vscode.Uri,
  { presenter, editing }: Pick<FormIntentParts, 'presenter' | 'editing'>,
): void {
  requireTrust();
  if (!editing.addReference(picture)) presenter.form.addReference(picture);
  presenter.showEditor('prompt');
}
