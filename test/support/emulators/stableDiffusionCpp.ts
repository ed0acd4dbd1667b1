import { json } from '../imagesAnswers.ts';
import { Rejection, type Shape } from './emulator.ts';
import { countOf, drawn, edited, imagesOf, inBase64, need, pictureSizeOf, sizeOf, textOf } from './pictures.ts';

/** stable-diffusion.cpp's `sd-server`: it has one model, and reads of a request what is read here. */
export const stableDiffusionCpp: Shape = {
  kind: 'stable-diffusion.cpp',
  base: '/v1',
  models: ['sd-cpp-local'],
  routes: {
    '/images/generations': (request, response) => {
      need(request, 'prompt', new Rejection(400, 'prompt required'));
      const { n = 1 } = request.body;
      if (!Number.isInteger(n))
        throw new Rejection(500, '[json.exception.type_error.302] type must be number', { code: 'server_error' });
      const output_format = judgeFormat(textOf(request, 'output_format'), ['png', 'jpeg', 'webp']);
      json(response, { created: 1_790_000_000, data: inBase64(drawn(n, sizeOf(request, '512x512'))), output_format });
    },
    '/images/edits': async (request, response) => {
      need(request, 'prompt', new Rejection(400, 'prompt required'));
      const missing = new Rejection(400, 'at least one image[] required');
      const several = request.files.some(({ field }) => field === 'image[]');
      const [picture = Buffer.alloc(0)] = imagesOf(request, [several ? 'image[]' : 'image'], missing);
      const mask = request.files.find(({ field }) => field === 'mask');
      const output_format = judgeFormat(textOf(request, 'output_format'), ['png', 'jpeg']);
      const images = await edited(picture, mask?.bytes, 'white', sizeOf(request, pictureSizeOf(request)), countOf(request));
      json(response, { created: 1_790_000_000, data: inBase64(images), output_format });
    },
  },
  error: (_status, message, { code }) => (code ? { error: code, message } : { error: message }),
  notFound: '',
};

function judgeFormat(format = 'png', allowed: readonly string[]): string {
  if (!allowed.includes(format)) throw new Rejection(400, `invalid output_format, must be one of [${allowed.join(', ')}]`);
  return format;
}
