import * as v from 'valibot';
import type { Usage } from '../../core/task.ts';

/** A text where there is one; anything else counts as absent. */
const text = v.fallback(v.optional(v.string()), undefined);
const count = v.fallback(v.pipe(v.number(), v.minValue(0)), 0);
const object = v.record(v.string(), v.unknown());

/** One image of an answer. vLLM-Omni sends `url: null` beside the base64; dall-e-3 has `revised_prompt`. */
const Item = v.object({ b64_json: text, url: text, revised_prompt: text });
export type Item = v.InferOutput<typeof Item>;

const UsageOf = v.object({
  input_tokens: count,
  output_tokens: count,
  input_tokens_details: v.fallback(v.object({ text_tokens: v.optional(count), image_tokens: v.optional(count) }), {}),
});

/** An item that is not an object stays as one without an image. */
export const AnyItem = v.fallback(Item, { b64_json: undefined, url: undefined, revised_prompt: undefined });

/** The answer of every endpoint. */
export const Answer = v.object({
  data: v.fallback(v.array(AnyItem), []),
  usage: v.fallback(v.optional(UsageOf), undefined),
});

/** What one server-sent event carries, whichever endpoint sent it. */
export const StreamEvent = v.object({
  ...Item.entries,
  type: text,
  partial_image_index: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined),
  usage: v.fallback(v.optional(UsageOf), undefined),
});

/** Whether an event or a 200 is an error in disguise. */
export const Complaint = v.union([
  v.object({ error: v.union([v.pipe(v.string(), v.nonEmpty()), object]) }),
  v.object({ type: v.literal('error') }),
]);

const code = v.fallback(v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(String))), undefined);

/** LiteLLM writes the word where there is nothing. */
const param = v.pipe(
  text,
  v.transform((value) => (value === 'None' ? undefined : value)),
);
const filters = v.fallback(v.record(v.string(), v.unknown()), {});
const Inner = v.object({ code: text, content_filter_result: filters, content_filter_results: filters });

/** The inside of an error answer. `moderation_details`: OpenAI; `innererror`: Azure, which also writes `inner_error`. */
export const ErrorFacts = v.object({
  message: text,
  code,
  type: text,
  param,
  moderation_details: v.fallback(
    v.optional(v.object({ categories: v.fallback(v.array(v.string()), []), moderation_stage: text })),
    undefined,
  ),
  innererror: v.fallback(v.optional(Inner), undefined),
});
export type ErrorFacts = v.InferOutput<typeof ErrorFacts>;

/** FastAPI's list of what is wrong with a request. */
const Details = v.array(v.object({ msg: text, type: text, loc: v.fallback(v.array(v.union([v.string(), v.number()])), []) }));

/**
 * Finds the facts in an error's body as the servers write it: `{"error":{…}}`, `{"error":"text"}` and
 * `{"error":"code","message":"text"}` (stable-diffusion.cpp), `{"detail":…}` (FastAPI), `{"message":…}`, or only text. What
 * lies `depth` levels deep is not looked for: a server could nest for ever.
 */
export function readErrorFacts(body: unknown, depth = 3): ErrorFacts {
  if (typeof body === 'string') return { ...v.parse(ErrorFacts, {}), message: body };
  const outer = v.safeParse(object, body);
  if (!outer.success) return v.parse(ErrorFacts, {});
  const details = v.safeParse(Details, outer.output.detail);
  const [first] = details.success ? details.output : [];
  if (first) {
    const at = first.loc.at(-1);
    return v.parse(ErrorFacts, {
      message: [first.msg, first.loc.join('.')].filter(Boolean).join(': '),
      type: first.type,
      ...(typeof at === 'string' && { param: at }),
    });
  }
  const { error, detail, message, inner_error, ...rest } = outer.output;
  if (typeof error === 'string' && typeof message === 'string') return v.parse(ErrorFacts, { code: error, message });
  const inner = error ?? detail;
  if (inner !== undefined && inner !== null && depth > 0) return readErrorFacts(inner, depth - 1);
  return v.parse(ErrorFacts, { innererror: inner_error, ...rest, message });
}

/** Counts for the price, or undefined where a server sends only zeros, as LocalAI does. */
export function readUsage(usage: v.InferOutput<typeof UsageOf> | undefined): Usage | undefined {
  if (!usage) return undefined;
  const { input_tokens_details: details } = usage;
  const inputImageTokens = details.image_tokens ?? 0;
  const inputTextTokens = details.text_tokens ?? Math.max(0, usage.input_tokens - inputImageTokens);
  const isEmpty = inputTextTokens + inputImageTokens + usage.output_tokens === 0;
  return isEmpty ? undefined : { inputTextTokens, inputImageTokens, outputTokens: usage.output_tokens };
}
