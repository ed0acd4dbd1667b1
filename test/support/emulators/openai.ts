import { completedOf, eventsOf, json, partialOf, shapeOf } from '../imagesAnswers.ts';
import { createReader } from '../imagesRequest.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import { type Facts, Rejection, type Route, type Shape } from './emulator.ts';
import { countOf, drawn, edited, imagesOf, inBase64, sizeOf, textOf } from './pictures.ts';

const USAGE = {
  total_tokens: 1060,
  input_tokens: 10,
  output_tokens: 1050,
  input_tokens_details: { text_tokens: 10, image_tokens: 0 },
};

/** What `/images/generations` and `/images/edits` of OpenAI do, and of those that run its models. */
export function openAIRoutes(judge: (request: RecordedRequest) => void): Readonly<Record<string, Route>> {
  const route = (make: (request: RecordedRequest) => readonly Buffer[] | Promise<readonly Buffer[]>): Route => {
    return async (request, response) => {
      judge(request);
      judgeParameters(request);
      const [first, ...others] = inBase64(await make(request));
      const { body } = request;
      if (!body.stream) return json(response, { created: 1_790_000_000, data: [first, ...others], usage: USAGE });
      if (others.length > 0) throw new Rejection(400, 'A stream has one image', { code: 'invalid_value', param: 'n' });
      const write = eventsOf(request, response);
      const shape = shapeOf(request);
      for (let index = 0; index < (body.partial_images ?? 0); index++) write('partial_image', partialOf(shape, index));
      write('completed', { ...completedOf(shape), ...first });
      response.end();
    };
  };
  return {
    '/images/generations': route((request) => drawn(countOf(request), sizeOf(request, '1024x1024'))),
    '/images/edits': route((request) => {
      const names = ['image', 'image[]'];
      const [picture = Buffer.alloc(0)] = imagesOf(request, names, new Rejection(400, "Missing required parameter: 'image'."));
      const mask = request.files.find(({ field }) => field === 'mask');
      return edited(picture, mask?.bytes, 'alpha', sizeOf(request, ''), countOf(request));
    }),
  };
}

/** What the schema lets through, and its models do not. */
function judgeParameters(request: RecordedRequest): void {
  for (const name of ['response_format', 'style', 'input_fidelity']) {
    if (textOf(request, name) === undefined) continue;
    throw new Rejection(400, `Unknown parameter: '${name}'.`, { code: 'unknown_parameter', param: name });
  }
}

/** As OpenAI writes an error. */
export function openAIError(message: string, { code, param }: Facts): object {
  return { error: { message, type: 'invalid_request_error', param: param ?? null, code: code ?? null } };
}

/** Throws a {@link Rejection} for every model but this one. */
export function judgeModel(wanted: string): (request: RecordedRequest) => void {
  return (request) => {
    const model = textOf(request, 'model');
    if (model !== wanted) throw new Rejection(404, `The model '${model}' does not exist.`, { code: 'model_not_found' });
  };
}

/** Variations are retired: an empty 404, as for nothing else. */
export const openAI: Shape = {
  kind: 'openai',
  base: '/v1',
  keyHeader: 'authorization',
  read: createReader(),
  models: ['gpt-image-2.6-flare'],
  routes: {
    ...openAIRoutes(judgeModel('gpt-image-2.6-flare')),
    '/images/variations': (_request, response) => void response.writeHead(404).end(),
  },
  error: (_status, message, facts) => openAIError(message, facts),
  notFound: openAIError('Invalid URL (POST)', {}),
};

/** A relay before it: the error's text has the names of those that it went through, and the code is the status. */
export const liteLLM: Shape = {
  kind: 'litellm',
  base: '/v1',
  keyHeader: 'authorization',
  read: createReader(),
  models: ['gpt-image-2.6-flare'],
  routes: openAIRoutes((request) => {
    const model = textOf(request, 'model');
    if (model === 'gpt-image-2.6-flare') return;
    throw new Rejection(400, `Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models.`);
  }),
  error: (status, message) => ({
    error: {
      message: `litellm.BadRequestError: OpenAIException - ${message}`,
      type: 'None',
      param: 'None',
      code: String(status),
    },
  }),
  notFound: { detail: 'Not Found' },
};
