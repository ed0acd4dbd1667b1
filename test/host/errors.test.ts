import * as assert from 'node:assert/strict';
import { failureOf } from '../../src/core/failure.ts';
import { explain } from '../../src/editor/words/failures.ts';
import { Refusal } from '../../src/provider/answers/refusal.ts';
import { readServer } from '../support/servers.ts';

interface Row {
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
  readonly sentence: string;
  readonly buttons: readonly string[];
  /** The server's own words, as they are shown beside it. */
  readonly said?: string;
}

const inError = (message: string, code: string | null = null, more: object = {}) => ({ error: { message, code, ...more } });
const TRY = 'Try Again';
const WITHOUT = 'Try Without It';
const [EDIT, SETTINGS, KEY] = ['Edit Prompt', 'Open Settings', 'Set API Key…'];
const REFUSED = 'The content policy refused the prompt';

/** The errors of the Images API as servers send them (facts of 2026-11-22). */
const ROWS: readonly Row[] = [
  {
    what: 'a prompt that moderation blocked, with category and stage',
    status: 400,
    body: inError('Your request was rejected.', 'moderation_blocked', {
      type: 'image_generation_user_error',
      moderation_details: { categories: ['violence'], moderation_stage: 'input' },
    }),
    sentence: `${REFUSED} (violence). Change the prompt.`,
    said: 'Your request was rejected.',
    buttons: [EDIT],
  },
  {
    what: 'a category in the text only',
    status: 400,
    body: inError('Rejected. safety_violations=[violence]', null, { type: 'image_generation_user_error' }),
    sentence: `${REFUSED} (violence). Change the prompt.`,
    said: 'Rejected. safety_violations=[violence]',
    buttons: [EDIT],
  },
  {
    what: 'an image that moderation blocked',
    status: 400,
    body: inError('Blocked.', 'moderation_blocked', { moderation_details: { categories: [], moderation_stage: 'output' } }),
    sentence: 'The content policy refused the finished image. Another try may pass; else change the prompt.',
    said: 'Blocked.',
    buttons: [EDIT, TRY],
  },
  {
    what: 'a relay’s content policy',
    status: 400,
    body: inError('rejected', 'content_policy_violation'),
    sentence: `${REFUSED}. Change the prompt.`,
    said: 'rejected',
    buttons: [EDIT],
  },
  {
    what: 'Azure’s content filter',
    status: 400,
    body: inError('filtered', 'contentFilter', { innererror: { content_filter_result: { hate: { filtered: true } } } }),
    sentence: `${REFUSED} (hate). Change the prompt.`,
    said: 'filtered',
    buttons: [EDIT],
  },
  {
    what: 'a hard limit of the bill',
    status: 400,
    body: inError('Billing hard limit has been reached', 'billing_hard_limit_reached'),
    sentence: 'Your account has no credit left, or has reached its limit. Nothing was made.',
    said: 'Billing hard limit has been reached',
    buttons: ['Open Billing', TRY],
  },
  {
    what: 'no credit',
    status: 429,
    body: inError('You exceeded your current quota.', 'insufficient_quota'),
    sentence: 'Your account has no credit left, or has reached its limit. Nothing was made.',
    said: 'You exceeded your current quota.',
    buttons: ['Open Billing', TRY],
  },
  {
    what: 'too many requests',
    status: 429,
    body: inError('Rate limit reached', 'rate_limit_exceeded'),
    sentence: 'The server has too many requests to answer now. Try again in a minute.',
    said: 'Rate limit reached',
    buttons: [TRY],
  },
  {
    what: 'a wrong key',
    status: 401,
    body: inError('Incorrect API key provided: sk-abcde***wxyz.', 'invalid_api_key'),
    sentence: 'https://api.openai.com does not accept the API key.',
    said: 'Incorrect API key provided: sk-…',
    buttons: [KEY, TRY, 'Get a Key'],
  },
  {
    what: 'an organization that is not verified',
    status: 403,
    body: inError('Your organization must be verified to use the model `gpt-image-2`.'),
    sentence:
      'OpenAI wants your organization to be verified before it makes images with this model. It may take 15 minutes to count.',
    said: 'Your organization must be verified to use the model `gpt-image-2`.',
    buttons: ['Verify Organization', TRY],
  },
  {
    what: 'a model that is not there',
    status: 404,
    body: inError('The model does not exist.', 'model_not_found'),
    sentence: 'The server does not know the model “gpt-image-1”, or has retired it. gpt-image-2.6-flare replaces it.',
    said: 'The model does not exist.',
    buttons: ['Use the Replacement', SETTINGS],
  },
  {
    what: 'a model that is not there, in words only',
    status: 400,
    body: { detail: 'model gpt-image-1 does not exist' },
    sentence: 'The server does not know the model “gpt-image-1”, or has retired it. gpt-image-2.6-flare replaces it.',
    said: 'model gpt-image-1 does not exist',
    buttons: ['Use the Replacement', SETTINGS],
  },
  {
    what: 'an endpoint that is not there',
    status: 404,
    body: '',
    sentence: 'The server has no such service (status 404). Is its address complete, with “/v1” at the end?',
    buttons: ['Change Server…', TRY, 'Check Setup'],
  },
  {
    what: 'a value that the model does not take',
    status: 400,
    body: inError("Invalid value: 'huge'.", 'invalid_value', { param: 'size' }),
    sentence: 'The server rejects the value of “size”.',
    said: "Invalid value: 'huge'.",
    buttons: [WITHOUT, EDIT, SETTINGS],
  },
  {
    what: 'a fidelity that the model does not take',
    status: 400,
    body: inError('Not supported.', 'invalid_input_fidelity_model', { param: 'input_fidelity' }),
    sentence: 'The server rejects the value of “input_fidelity”.',
    said: 'Not supported.',
    buttons: [WITHOUT, EDIT, SETTINGS],
  },
  {
    what: 'an input of the wrong type',
    status: 400,
    body: inError("Invalid file 'image': unsupported mimetype ('application/octet-stream').", null, { param: 'image' }),
    sentence: 'The server rejects the value of “image”.',
    said: "Invalid file 'image': unsupported mimetype ('application/octet-stream').",
    buttons: [EDIT, SETTINGS],
  },
  {
    what: 'an error as stable-diffusion.cpp writes it',
    status: 500,
    body: { error: 'out of memory' },
    sentence: 'The server failed (status 500). It may have billed the request.',
    said: 'out of memory',
    buttons: [TRY],
  },
  {
    what: 'an error as FastAPI writes it',
    status: 422,
    body: { detail: [{ loc: ['body', 'size'], msg: 'Input should be a valid string', type: 'string_type' }] },
    sentence: 'The server rejects the value of “size”.',
    said: 'Input should be a valid string: body.size',
    buttons: [WITHOUT, EDIT, SETTINGS],
  },
  {
    what: 'an answer without an image',
    status: 200,
    body: { error: {} },
    sentence: 'The server answered, but no image came back. Some servers answer so when they block a prompt.',
    buttons: [EDIT, TRY],
  },
];

describe('An error of the Images API', () => {
  for (const { what, status, body, sentence, said, buttons } of ROWS) {
    it(`${what} is said with what helps`, () => {
      const asked = { server: readServer(''), key: 'sk-test', model: 'gpt-image-1' };
      const headers = new Headers({ 'x-request-id': 'req_1' });
      const found = explain(failureOf(new Refusal({ status, headers, body }, asked, ['size', 'quality'])));
      assert.deepEqual(
        [
          found.sentence.replaceAll(/[\u2066-\u2069]/g, ''),
          found.detail,
          found.requestId,
          found.buttons.map(({ label }) => label),
        ],
        [sentence, said, 'req_1', buttons],
      );
    });
  }
});
