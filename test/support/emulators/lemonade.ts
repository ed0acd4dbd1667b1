import { json } from '../imagesAnswers.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import { Rejection, type Route, type Shape } from './emulator.ts';
import { countOf, drawn, edited, imagesOf, inBase64, need, sizeOf, textOf } from './pictures.ts';

/** Lemonade: 512 × 512 px where nothing else is asked for, of a form one picture, and variations of their own. */
export const lemonade: Shape = {
  kind: 'lemonade',
  base: '/v1',
  models: ['SD-Turbo'],
  routes: {
    '/images/generations': (request, response) => {
      judge(request, 1);
      needText(request, 'prompt');
      json(response, { created: 1_790_000_000, data: inBase64(drawn(1, sizeOf(request, '512x512'))) });
    },
    '/images/edits': about((request) => {
      needText(request, 'prompt');
      return request.files.find(({ field }) => field === 'mask')?.bytes;
    }),
    '/images/variations': about(() => undefined),
  },
  error: (status, message, { code }) => ({
    error: { message, type: code ?? (status < 500 ? 'invalid_request_error' : 'server_error') },
  }),
  notFound: { error: { message: 'The requested endpoint does not exist', type: 'not_found' } },
};

function about(maskOf: (request: RecordedRequest) => Uint8Array | undefined): Route {
  return async (request, response) => {
    judge(request, 10);
    const mask = maskOf(request);
    const [picture = Buffer.alloc(0)] = imagesOf(request, ['image'], new Rejection(400, "Missing 'image' field in request"));
    const images = await edited(picture, mask, 'white', sizeOf(request, '512x512'), countOf(request));
    json(response, { created: 1_790_000_000, data: inBase64(images) });
  };
}

function judge(request: RecordedRequest, most: number): void {
  const model = needText(request, 'model');
  if (model !== 'SD-Turbo') throw new Rejection(404, `Model '${model}' was not found.`, { code: 'model_not_found' });
  const count = countOf(request);
  if (!(count >= 1 && count <= most)) throw new Rejection(400, `Invalid value for 'n': must be between 1 and ${most}`);
  if ((textOf(request, 'response_format') ?? 'b64_json') !== 'b64_json') throw new Rejection(400, "Only 'b64_json' is supported");
}

function needText(request: RecordedRequest, name: string): string {
  return need(request, name, new Rejection(400, `Missing '${name}' field in request`));
}
