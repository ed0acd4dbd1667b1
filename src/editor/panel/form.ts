import * as vscode from 'vscode';
import { boxOf } from '../../core/box.ts';
import { estimate, type LearnedPrices } from '../../core/cost.ts';
import { Failed, failureOf } from '../../core/failure.ts';
import { fit } from '../../core/fit.ts';
import { fitOptions } from '../../core/fitOptions.ts';
import { takeFlags } from '../../core/flags.ts';
import type { StyleView, ThumbnailView } from '../../core/formView.ts';
import { frameRulesOf } from '../../core/frame.ts';
import { modelOf, PLACEHOLDER, sizesOf } from '../../core/models.ts';
import type { Note } from '../../core/note.ts';
import type { Choice, EditorView, FieldView, FormView } from '../../core/protocol.ts';
import type { EditTask, Options, Task } from '../../core/task.ts';
import type { Here } from '../servers/here.ts';
import { explain } from '../words/failures.ts';
import { backgroundLabel, costLabel, countLabel, qualityLabel, sizeChoiceLabel } from '../words/labels.ts';
import { noteSentence, optionName } from '../words/notes.ts';

/** What the form holds between the page's messages. */
export interface Form {
  readonly id: string;
  readonly prompt: string;
  /** What the page's text box has by now. */
  readonly typed: string;
  readonly reason?: string;
  readonly options: Options;
  readonly target?: string;
  /** The picture that variations are asked of: its size is theirs. */
  readonly source?: ThumbnailView;
  /** What the prompt gets. */
  readonly style?: StyleView;
  /** Whether there are styles to choose from. */
  readonly hasStyles: boolean;
  readonly references: FormView['references'];
  /** What is to be said of it in any case; whole sentences. */
  readonly notes: readonly string[];
  /** Why it cannot be sent, whatever is typed; a whole sentence. */
  readonly fault?: string;
}

/** The options a form offers, in its order. */
const OFFERED = ['model', 'size', 'quality', 'background', 'count'] as const;
export type OfferedOption = (typeof OFFERED)[number];

/** A form as the page shows it, with what becomes of what is typed so far. */
export function viewForm(form: Form, here: Here, learned: LearnedPrices): FormView {
  const { id, prompt, options, reason, target, source, style, hasStyles, references, notes, fault } = form;
  const edit = source && SOME_PICTURE;
  const read = takeFlags({ prompt: form.typed, options });
  const task = edit
    ? { ...read, edit }
    : { ...read, references: references.length + (style?.references.length ?? 0), ...(style && { style }) };
  const judged = fault === undefined ? judge(task, here, learned) : { ok: false, label: fault, notes: [] };
  return {
    id,
    prompt,
    ...(reason !== undefined && { reason }),
    fields: viewFields(options, here, edit),
    ...viewJudgement(judged),
    notes: [...notes, ...sentencesOf(judged.notes)],
    ...(target !== undefined && { target }),
    ...(source && { source }),
    ...(style && { style }),
    hasStyles,
    references,
  };
}

/** Variations of any picture cost about the same: the size of the answer is what counts. */
const SOME_PICTURE: EditTask = {
  kind: 'vary',
  picture: { type: 'png', width: 1024, height: 1024, alpha: false, bytes: 0, plain: true, turned: false, deep: false },
  canvas: boxOf({ width: 1024, height: 1024 }),
  region: 'whole',
  references: 0,
};

/** What can be said of an edit that cannot be sent. */
export const NOTHING_TO_SEND = {
  rules: frameRulesOf(modelOf('')),
  region: 'auto',
  fields: [],
  notes: [],
  canSend: false,
} as const;

/** The options' fields, and what becomes of what is typed about a picture so far. Its size is that of what is made from it. */
export function viewEdit(
  asked: { readonly prompt: string; readonly options: Options; readonly edit: EditTask },
  here: Here,
  learned: LearnedPrices,
): Pick<EditorView, 'rules' | 'fields' | 'estimate' | 'notes' | 'canSend'> {
  const judged = judge(takeFlags(asked), here, learned);
  // Which part is sent is said beside the picture.
  const notes = sentencesOf(judged.notes.filter(({ kind }) => kind !== 'region'));
  const rules = frameRulesOf(here.models.of(asked.options.model));
  return { rules, fields: viewFields(asked.options, here, asked.edit), ...viewJudgement(judged), notes };
}

function viewFields(options: Options, here: Here, edit: EditTask | undefined): readonly FieldView[] {
  // What a model that is described wrongly can do, nobody knows; but another can be chosen.
  const isUsable = judgedWell(() => here.models.of(options.model));
  const offered = OFFERED.filter((option) => (isUsable ? !(edit && option === 'size') : option === 'model'));
  return offered.flatMap((option) => viewField(option, options, here));
}

function judgedWell(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Failed) return false;
    throw error;
  }
}

/** What becomes of a wish: count and cost in words, or the sentence that says why it cannot be sent. */
interface Judgement {
  readonly ok: boolean;
  readonly label: string;
  readonly notes: readonly Note[];
}

function viewJudgement({ ok, label }: Judgement): Pick<FormView, 'estimate' | 'canSend'> {
  return { estimate: label, canSend: ok && vscode.workspace.isTrusted };
}

/** Each once. */
function sentencesOf(notes: readonly Note[]): readonly string[] {
  return [...new Set(notes.map(noteSentence))];
}

/** Nothing is said of a prompt that is empty: it is still to be typed. */
function judge(task: Task, here: Here, learned: LearnedPrices): Judgement {
  try {
    const { options } = task;
    // The placeholder's price is said whatever the server is.
    const server = options.model === PLACEHOLDER ? undefined : here.server();
    const order = fit(
      { ...task, prompt: task.prompt.trim() === '' ? 'x' : task.prompt },
      here.models.of(options.model),
      new Date(),
    );
    const count = countLabel(options.count);
    const { notes } = order;
    return { ok: true, label: server?.isFree ? count : `${count} · ${costLabel(estimate(order, learned, server))}`, notes };
  } catch (error) {
    return { ok: false, label: explain(failureOf(error)).sentence, notes: [] };
  }
}

/** Count and cost of a wish with these options in words, or the sentence that says why it cannot be sent. */
export function estimateLabel(options: Options, here: Here, learned: LearnedPrices): Pick<Judgement, 'ok' | 'label'> {
  return judge({ prompt: '', options }, here, learned);
}

/** The choices of one option for the model chosen; undefined where the model has no such option. */
export function choicesOf(
  option: OfferedOption,
  options: Options,
  { models }: Pick<Here, 'models'>,
): { readonly choices: readonly Choice[]; readonly free: boolean } | undefined {
  if (option === 'model')
    return { choices: models.suggested(new Date()).map(({ name, label }) => ({ value: name, label })), free: true };
  const model = models.of(options.model);
  switch (option) {
    case 'size':
      return {
        choices: sizesOf(model).map((size) => ({ value: size.value, label: sizeChoiceLabel(size) })),
        free: model.sizes.kind !== 'fixed',
      };
    case 'quality':
      return model.qualities.length > 0
        ? { choices: model.qualities.map((value) => ({ value, label: qualityLabel(value) })), free: false }
        : undefined;
    case 'background':
      return model.backgrounds.length > 0
        ? { choices: model.backgrounds.map((value) => ({ value, label: backgroundLabel(value) })), free: false }
        : undefined;
    case 'count':
      return {
        choices: Array.from({ length: 10 }, (_, index) => ({ value: String(index + 1), label: countLabel(index + 1) })),
        free: false,
      };
  }
}

function viewField(option: OfferedOption, options: Options, here: Here): readonly FieldView[] {
  const offered = choicesOf(option, options, here);
  if (!offered) return [];
  const value = currentValue(option, options, here);
  const known = offered.choices.some((choice) => choice.value === value);
  const choices = known ? offered.choices : [{ value, label: value }, ...offered.choices];
  return [{ option, label: optionName(option), value, choices, free: offered.free }];
}

/** An option's value as it would be sent: another model's quality becomes this one's. */
export function currentValue(option: OfferedOption, options: Options, { models }: Pick<Here, 'models'>): string {
  if (option !== 'quality') return String(options[option]);
  const model = models.of(options.model);
  return model.qualities.includes(options.quality) ? options.quality : (fitOptions(options, model).parameters.quality ?? 'auto');
}

/** What the page or a pick changed, as options. A count that is no number is left to `fit` to refuse. */
export function readChanges(changes: { readonly [option in OfferedOption]?: string | undefined }): Partial<Options> {
  const { count, ...rest } = changes;
  const texts = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...texts, ...(count !== undefined && { count: Number(count) }) };
}
