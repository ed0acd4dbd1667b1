import { json } from '../imagesAnswers.ts';
import { toJpeg } from '../imagesPixels.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import { Rejection, type Route, type Shape } from './emulator.ts';
import { countOf, drawn, edited, imagesOf, inBase64, need, pictureSizeOf, sizeOf, textOf } from './pictures.ts';

/** What the servers built on FastAPI have in common: `detail` says what is wrong, a list of it where a field is missing. */
const FAST_API: Pick<Shape, 'base' | 'error' | 'notFound'> = {
  base: '/v1',
  error: (_status, message, { param }) =>
    param === undefined
      ? { detail: message }
      : { detail: [{ type: 'missing', loc: ['body', param], msg: message, input: null }] },
  notFound: { detail: 'Not Found' },
};

const XINFERENCE_FORMATS = ['url', 'b64_json'];

/** Xinference: what is not asked for in base64 is answered as the name of a file on its disk. */
export const xinference: Shape = {
  ...FAST_API,
  kind: 'xinference',
  models: ['sd-turbo'],
  routes: {
    '/images/generations': xinferenceRoute((request) => drawn(countOf(request), sizeOf(request, '1024x1024'))),
    '/images/edits': xinferenceRoute((request) => {
      need(request, 'prompt', missing('prompt'));
      if (textOf(request, 'stream') === 'true') throw new Rejection(400, 'Events of its own would follow');
      const none = new Rejection(400, 'At least one image file is required');
      const [picture = Buffer.alloc(0)] = imagesOf(request, ['image', 'image[]'], none);
      const mask = request.files.find(({ field }) => field === 'mask');
      return edited(picture, mask?.bytes, 'white', sizeOf(request, pictureSizeOf(request)), countOf(request));
    }),
    '/images/variations': xinferenceRoute((request) => {
      const [picture = Buffer.alloc(0)] = imagesOf(request, ['image'], missing('image'));
      return edited(picture, undefined, 'white', sizeOf(request, pictureSizeOf(request)), countOf(request));
    }),
  },
};

function xinferenceRoute(make: (request: RecordedRequest) => readonly Buffer[] | Promise<readonly Buffer[]>): Route {
  return async (request, response) => {
    const model = need(request, 'model', missing('model'));
    if (model !== 'sd-turbo') throw new Rejection(400, `Model not found in the model list, uid: ${model}`);
    const format = textOf(request, 'response_format') ?? 'url';
    if (!XINFERENCE_FORMATS.includes(format)) throw new Rejection(400, "response_format must be 'url' or 'b64_json'");
    const images = await make(request);
    const asNames = images.map((_, index) => ({ url: `/data/xinference/image/${index}.jpg`, b64_json: null }));
    json(response, { created: 1_790_000_000, data: format === 'url' ? asNames : inBase64(images, { url: null }) });
  };
}

/** SGLang: it has one model, and changes all of a picture whatever the mask says. Nothing is kept on its disk. */
export const sglang: Shape = {
  ...FAST_API,
  kind: 'sglang',
  models: ['Qwen/Qwen-Image'],
  routes: {
    '/images/generations': async (request, response) => {
      const prompt = need(request, 'prompt', missing('prompt'));
      judgeSGLang(textOf(request, 'response_format') ?? 'url');
      await answerSGLang(request, response, drawn(countOf(request), sizeOf(request, '1024x1024')), prompt);
    },
    '/images/edits': async (request, response) => {
      const prompt = need(request, 'prompt', missing('prompt'));
      const none = new Rejection(422, "Field 'image' or 'url' is required");
      const [picture = Buffer.alloc(0)] = imagesOf(request, ['image', 'image[]'], none);
      judgeSGLang(textOf(request, 'response_format') ?? 'b64_json');
      const size = sizeOf(request, pictureSizeOf(request));
      await answerSGLang(request, response, await edited(picture, undefined, 'nothing', size, countOf(request)), prompt);
    },
  },
};

function judgeSGLang(format: string): void {
  if (format === 'url') throw new Rejection(400, "response_format='url' requires cloud storage to be configured.");
  if (format !== 'b64_json') throw new Rejection(400, `response_format=${format} is not supported`);
}

/** A JPEG, where no other format is asked for. */
async function answerSGLang(
  request: RecordedRequest,
  response: Parameters<Route>[1],
  images: readonly Buffer[],
  prompt: string,
): Promise<void> {
  const isJpeg = (textOf(request, 'output_format') ?? 'jpeg') === 'jpeg';
  const files = isJpeg ? await Promise.all(images.map(toJpeg)) : images;
  const more = { url: null, revised_prompt: prompt, file_path: null };
  json(response, { id: 'f0e1', created: 1_790_000_000, data: inBase64(files, more), peak_memory_mb: 812.5 });
}

/** vLLM-Omni: one model, which has to be named right or not at all, and the mask under a name of its own. */
export const vllmOmni: Shape = {
  ...FAST_API,
  kind: 'vllm-omni',
  models: ['Qwen/Qwen-Image'],
  routes: {
    '/images/generations': (request, response) => {
      judgeVllm(request, 422);
      answerVllm(response, drawn(countOf(request), sizeOf(request, '1024x1024')));
    },
    '/images/edits': async (request, response) => {
      judgeVllm(request, 400);
      if (textOf(request, 'stream') === 'true') {
        throw new Rejection(400, 'stream=true is only supported for multi-stage image editing pipelines.');
      }
      const none = new Rejection(422, "Field 'image' or 'url' is required");
      const [picture = Buffer.alloc(0)] = imagesOf(request, ['image', 'image[]'], none);
      const mask = request.files.find(({ field }) => field === 'mask_image');
      const size = sizeOf(request, pictureSizeOf(request));
      answerVllm(response, await edited(picture, mask?.bytes, 'white', size, countOf(request)));
    },
  },
};

function judgeVllm(request: RecordedRequest, status: number): void {
  need(request, 'prompt', missing('prompt'));
  const model = textOf(request, 'model') ?? 'Qwen/Qwen-Image';
  if (model !== 'Qwen/Qwen-Image') {
    throw new Rejection(400, `Model mismatch: request specifies '${model}' but server is running 'Qwen/Qwen-Image'.`);
  }
  if ((textOf(request, 'response_format') ?? 'b64_json') !== 'b64_json') {
    throw new Rejection(status, "Only response_format 'b64_json' is supported now.");
  }
  const count = countOf(request);
  if (!(count >= 1 && count <= 10)) throw new Rejection(422, 'Input should be less than or equal to 10', { param: 'n' });
}

function answerVllm(response: Parameters<Route>[1], images: readonly Buffer[]): void {
  const more = { url: null, revised_prompt: null };
  json(response, { created: 1_790_000_000, data: inBase64(images, more), output_format: 'png' });
}

function missing(param: string): Rejection {
  return new Rejection(422, 'Field required', { param });
}
