import * as v from 'valibot';
import type { Failure, InputProblem, Invalid } from '../../core/failure.ts';

/** One schema for each member of a union: a member that is missing here does not compile. */
export type Schemas<Name extends string, Union extends { readonly [K in Name]: string }> = {
  readonly [Value in Union[Name]]: v.GenericSchema<unknown, Extract<Union, { readonly [K in Name]: Value }>>;
};

export const text = v.string();
export const number = v.pipe(v.number(), v.finite());
export const texts = v.array(text);
const answered = { message: v.exactOptional(text), requestId: v.exactOptional(text) };

const value = text;
const inputProblem: v.GenericSchema<unknown, InputProblem> = v.variant('problem', [
  v.object({ problem: v.picklist(['wrong', 'noWorkspace', 'transparentJpeg', 'changed']) }),
  v.object({ problem: v.picklist(['outside', 'address', 'extension', 'notAPicture']), value }),
  v.object({ problem: v.literal('style'), value, known: texts }),
  v.object({ problem: v.literal('tooMany'), count: number, limit: number }),
  v.object({ problem: v.literal('region'), picture: text }),
]);

const invalids: Schemas<'field', Invalid> = {
  prompt: v.union([
    v.object({ field: v.literal('prompt'), problem: v.literal('empty') }),
    v.object({ field: v.literal('prompt'), problem: v.literal('long'), length: number, limit: number, model: text }),
  ]),
  count: v.object({ field: v.literal('count'), value: text }),
  size: v.object({ field: v.literal('size'), value: text }),
  saveFolder: v.object({
    field: v.literal('saveFolder'),
    value: text,
    problem: v.picklist(['outside', 'absolute', 'notAFolder']),
  }),
  baseUrl: v.object({
    field: v.literal('baseUrl'),
    value: text,
    problem: v.optional(v.picklist(['address', 'credentials', 'query']), 'address'),
  }),
  setting: v.object({ field: v.literal('setting'), name: text, value: text }),
  entry: v.object({
    field: v.literal('entry'),
    setting: text,
    position: number,
    name: v.exactOptional(text),
    property: text,
  }),
  arguments: v.object({ field: v.literal('arguments'), name: text }),
  endpoint: v.object({ field: v.literal('endpoint'), model: text }),
  mask: v.object({ field: v.literal('mask'), size: text, picture: text }),
  picture: v.object({ field: v.literal('picture'), name: text }),
  reference: v.object({ field: v.literal('reference'), path: text, style: text }),
  canvas: v.object({ field: v.literal('canvas'), size: text }),
  input: v.intersect([v.object({ field: v.literal('input'), name: text }), inputProblem]),
};

/** The failures that a ledger can hold. */
export const failures: Schemas<'kind', Failure> = {
  cancelled: v.object({ kind: v.literal('cancelled'), billable: v.boolean() }),
  untrusted: v.object({ kind: v.literal('untrusted') }),
  noKey: v.object({ kind: v.literal('noKey'), origin: text, ...answered }),
  badKey: v.object({ kind: v.literal('badKey'), origin: text, ...answered }),
  denied: v.object({ kind: v.literal('denied'), reason: v.picklist(['organization', 'other']), ...answered }),
  refused: v.object({ kind: v.literal('refused'), categories: texts, stage: v.exactOptional(text), ...answered }),
  invalid: v.object({ kind: v.literal('invalid'), invalid: oneOf<Invalid>('field', invalids) }),
  rejected: v.object({ kind: v.literal('rejected'), status: number, parameter: v.exactOptional(text), ...answered }),
  rateLimited: v.object({ kind: v.literal('rateLimited'), until: v.exactOptional(number), ...answered }),
  noCredit: v.object({ kind: v.literal('noCredit'), ...answered }),
  overBudget: v.object({ kind: v.literal('overBudget'), budget: number, spent: number, cost: v.exactOptional(number) }),
  unencrypted: v.object({ kind: v.literal('unencrypted'), origin: text }),
  noModel: v.object({ kind: v.literal('noModel'), model: text, replacement: v.exactOptional(text), ...answered }),
  noEndpoint: v.object({ kind: v.literal('noEndpoint'), status: number, ...answered }),
  unreachable: v.object({
    kind: v.literal('unreachable'),
    host: text,
    reason: v.picklist(['unknownHost', 'refused', 'certificate', 'proxy', 'other']),
  }),
  timedOut: v.object({ kind: v.literal('timedOut'), seconds: number }),
  incomplete: v.object({ kind: v.literal('incomplete') }),
  server: v.object({ kind: v.literal('server'), status: number, ...answered }),
  notAnApi: v.object({ kind: v.literal('notAnApi'), host: text, status: number }),
  redirected: v.object({ kind: v.literal('redirected'), host: text }),
  tooLarge: v.object({ kind: v.literal('tooLarge'), limit: number }),
  noImage: v.object({ kind: v.literal('noImage'), ...answered }),
  badImage: v.object({
    kind: v.literal('badImage'),
    reason: v.picklist(['notAnImage', 'truncated', 'damaged', 'tooManyPixels', 'tooManyBytes']),
    name: v.exactOptional(text),
  }),
  expired: v.object({ kind: v.literal('expired'), status: number }),
  notFetched: v.object({ kind: v.literal('notFetched'), host: text }),
  urlRefused: v.object({ kind: v.literal('urlRefused') }),
  noPlace: v.object({ kind: v.literal('noPlace'), reason: v.picklist(['full', 'readOnly', 'other']), folder: text }),
  noFile: v.object({ kind: v.literal('noFile'), name: text }),
  raster: v.object({ kind: v.literal('raster') }),
  unknownEnd: v.object({ kind: v.literal('unknownEnd') }),
  notSent: v.object({ kind: v.literal('notSent') }),
  unexpected: v.object({ kind: v.literal('unexpected') }),
};

export function oneOf<Output>(
  name: string,
  schemas: Readonly<Record<string, v.GenericSchema<unknown, Output>>>,
): v.GenericSchema<unknown, Output> {
  const byName = new Map(Object.entries(schemas));
  const head = v.object({ [name]: text });
  return v.lazy((input) => {
    const parsed = v.safeParse(head, input);
    return (parsed.success && byName.get(parsed.output[name] ?? '')) || v.never();
  });
}
