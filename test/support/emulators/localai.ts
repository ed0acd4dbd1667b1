import { json } from '../imagesAnswers.ts';
import { Rejection, type Shape, type Stage } from './emulator.ts';
import { countOf, drawn, edited, imagesOf, inBase64, need, sizeOf, textOf } from './pictures.ts';

const SIDE = '512x512';
const NOTHING = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/**
 * LocalAI. Edits are "inpainting": one picture and its mask (white: change), both needed; the answer is one link to 512 × 512
 * px, whatever is asked for.
 */
export const localAI: Shape = {
  kind: 'localai',
  base: '/v1',
  models: ['stablediffusion'],
  routes: {
    '/images/generations': (request, response, stage) => {
      judgeModel(textOf(request, 'model'));
      const images = drawn(countOf(request), sizeOf(request, SIDE));
      const isInline = textOf(request, 'response_format') === 'b64_json';
      json(response, answerOf(isInline ? inBase64(images) : links(images, stage, 'b64')));
    },
    '/images/inpainting': async (request, response, stage) => {
      const bad = new Rejection(400, 'Bad Request');
      judgeModel(need(request, 'model', bad));
      need(request, 'prompt', bad);
      const [picture = Buffer.alloc(0)] = imagesOf(request, ['image'], new Rejection(400, 'missing image file'));
      const [mask] = imagesOf(request, ['mask'], new Rejection(400, 'missing mask file'));
      json(response, answerOf(links(await edited(picture, mask, 'white', SIDE, 1), stage, 'inpaint_')));
    },
  },
  error: (status, message) => ({ error: { code: status, message, type: '' } }),
  notFound: { error: { code: 404, message: 'Resource not found', type: '' } },
};

function judgeModel(model: string | undefined): void {
  if (model === undefined) throw new Rejection(400, 'Bad Request');
  if (model !== 'stablediffusion') throw new Rejection(500, 'could not load model: rpc error: code = NotFound');
}

function links(images: readonly Buffer[], stage: Stage, prefix: string): readonly object[] {
  return images.map((image, index) => ({ url: stage.keep(`/generated-images/${prefix}${index}.png`, image) }));
}

function answerOf(data: readonly object[]): object {
  return { created: 1_790_000_000, id: '0b2d5e4c-ffff-4c11-8e2b-000000000000', data, usage: NOTHING };
}
