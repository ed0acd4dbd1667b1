import { invalid } from './failure.ts';
import { fitEdit } from './fitEdit.ts';
import { type Fitted, fitOptions } from './fitOptions.ts';
import { fitReferences } from './fitReferences.ts';
import { daysUntil, type Model, PLACEHOLDER, WARNING_DAYS } from './models.ts';
import type { Note } from './note.ts';
import { parseSize, pixelsOf } from './size.ts';
import { styledPrompt } from './style.ts';
import type { Order, PlannedCall, Task } from './task.ts';

/** OpenAI's own advice against the rewriting of prompts by dall-e-3, from its guide of the DALL·E days. */
const AS_IS = 'I NEED to test how the tool works with extremely simple prompts. DO NOT add any detail, just use it AS-IS:';

/** px; above it one image a call, so that a single answer stays small enough to be decoded as it arrives. */
const LARGE = 2_000_000;

/**
 * Turns a wish into requests, before anything is sent. `model` is what the wish's model can do where it goes. What another
 * model would accept is fitted, with a Note. Throws `Failed` `invalid` (prompt, count, size, model, endpoint) for what no
 * model accepts.
 */
export function fit(task: Task, model: Model, today: Date): Order {
  const { options } = task;
  if (options.model.trim() === '') throw invalid({ field: 'setting', name: 'easel.model', value: options.model });
  const prompt = fitPrompt(task, model);
  const { count } = options;
  if (!Number.isInteger(count) || count < 1 || count > 10) throw invalid({ field: 'count', value: String(count) });
  const { endpoint, parameters, notes, inputs }: Fitted = task.edit
    ? fitEdit(task.edit, options, model)
    : task.references
      ? fitReferences(task.references, options, model)
      : { endpoint: 'generate', ...fitOptions(options, model) };

  const size = parameters.size === undefined ? undefined : parseSize(parameters.size);
  // The events of a stream do not say which image they belong to.
  const isLarge = size !== undefined && pixelsOf(size) > LARGE;
  // The placeholder has no answer to decode, and makes different pictures within one call only.
  const alone = parameters.stream === true || (isLarge && model.name !== PLACEHOLDER);
  const most = endpoint === 'generate' ? model.perCall : Math.min(model.perCall, model.perEdit ?? model.perCall);
  const perCall = alone ? 1 : most;
  const calls: PlannedCall[] = [];
  for (let rest = count; rest > 0; rest -= perCall) {
    calls.push({ endpoint, prompt, model: options.model, n: Math.min(rest, perCall), parameters });
  }
  return {
    calls,
    model,
    notes: [
      ...shutdownOf(model, options.model, today),
      ...(count > most ? [{ kind: 'split', model: options.model, calls: calls.length, perCall: most } as const] : []),
      ...notes,
    ],
    ...(inputs && { inputs }),
  };
}

/** Throws `Failed` `invalid`. A prompt is never shortened: half a wish is another wish. */
function fitPrompt({ prompt, options, style }: Task, model: Model): string {
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(prompt)) throw invalid({ field: 'prompt', problem: 'empty' });
  const styled = style ? styledPrompt(prompt, style) : prompt;
  const sent = options.promptAsIs && model.name === 'dall-e-3' ? `${AS_IS} ${styled}` : styled;
  const length = [...sent].length;
  if (length > model.promptLimit) {
    throw invalid({ field: 'prompt', problem: 'long', length, limit: model.promptLimit, model: options.model });
  }
  return sent;
}

function shutdownOf({ shutdown: date, replacement }: Model, model: string, today: Date): readonly Note[] {
  if (date === undefined) return [];
  const days = daysUntil(date, today);
  if (days > WARNING_DAYS) return [];
  return [{ kind: 'shutdown', model, date, ...(replacement !== undefined && { replacement }), past: days <= 0 }];
}
