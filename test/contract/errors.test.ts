import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/failure.ts';
import type { Parameters } from '../../src/core/task.ts';
import { base64Of, completedOf, eventsOf, items, json } from '../support/imagesAnswers.ts';
import { callAt, ofKind, outcomeOf, partsFor } from '../support/imagesCalls.ts';
import { html } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';

/** An answer as it is written by whom it names, and what it means; `origin` and the request's id are left out. */
type Row = readonly [string, number, unknown, Failure | Omit<Extract<Failure, { kind: 'badKey' }>, 'origin'>];

const MODEL = 'gpt-image-2.6-flare';
const SAFETY = 'Your request was rejected by the safety system.';
const FILTERED =
  "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt.";
const CLEAR = 'Transparent background is not supported for this model.';

function error(code: string | null, message: string, more: object = {}): object {
  return { error: { message, type: 'invalid_request_error', param: null, code, ...more } };
}

/** As LiteLLM's proxy does: the code is the status as text, and Python's None is a word. */
function litellm(status: number, message: string, more: object = {}): object {
  return { error: { message, type: 'None', param: 'None', code: String(status), ...more } };
}

const rows: readonly Row[] = [
  // The content policy
  [
    'OpenAI, with what and when',
    400,
    error('moderation_blocked', `${SAFETY} safety_violations=[violence].`, {
      type: 'image_generation_user_error',
      moderation_details: { categories: ['violence', 'sexual'], moderation_stage: 'output' },
    }),
    {
      kind: 'refused',
      categories: ['violence', 'sexual'],
      stage: 'output',
      message: `${SAFETY} safety_violations=[violence].`,
    },
  ],
  [
    'OpenAI, without a code',
    400,
    error(null, SAFETY, { type: 'image_generation_user_error' }),
    { kind: 'refused', categories: [], message: SAFETY },
  ],
  [
    'a server of the DALL·E days',
    400,
    error('content_policy_violation', SAFETY),
    { kind: 'refused', categories: [], message: SAFETY },
  ],
  [
    'Azure, as its guide says',
    400,
    { created: 1_698_435_368, error: { code: 'contentFilter', message: 'Your task failed as a result of our safety system.' } },
    { kind: 'refused', categories: [], message: 'Your task failed as a result of our safety system.' },
  ],
  [
    'Azure, about a picture',
    400,
    {
      error: {
        code: 'content_policy_violation',
        inner_error: {
          code: 'ResponsibleAIPolicyViolation',
          content_filter_results: {
            hate: { filtered: false, severity: 'safe' },
            violence: { filtered: true, severity: 'medium' },
            jailbreak: { detected: false, filtered: false },
          },
        },
        message: SAFETY,
        type: 'invalid_request_error',
      },
    },
    { kind: 'refused', categories: ['violence'], message: SAFETY },
  ],
  [
    'Azure, about a prompt',
    400,
    error('content_filter', FILTERED, {
      type: null,
      param: 'prompt',
      innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { self_harm: { filtered: true } } },
    }),
    { kind: 'refused', categories: ['self_harm'], message: FILTERED },
  ],
  [
    'LiteLLM before OpenAI',
    400,
    litellm(400, `litellm.BadRequestError: litellm.ContentPolicyViolationError: OpenAIException - no`),
    {
      kind: 'refused',
      categories: [],
      message: 'litellm.BadRequestError: litellm.ContentPolicyViolationError: OpenAIException - no',
    },
  ],
  [
    'LiteLLM before Azure',
    400,
    litellm(400, `litellm.BadRequestError: AzureException - ${FILTERED}`),
    { kind: 'refused', categories: [], message: `litellm.BadRequestError: AzureException - ${FILTERED}` },
  ],
  // Money
  [
    'OpenAI without budget',
    400,
    error('billing_hard_limit_reached', 'Billing hard limit has been reached', { type: 'image_generation_user_error' }),
    { kind: 'noCredit', message: 'Billing hard limit has been reached' },
  ],
  [
    'OpenAI without credit',
    429,
    error('insufficient_quota', 'You exceeded your current quota.', { type: 'insufficient_quota' }),
    { kind: 'noCredit', message: 'You exceeded your current quota.' },
  ],
  [
    'LiteLLM without credit',
    429,
    litellm(429, 'litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota.'),
    {
      kind: 'noCredit',
      message: 'litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota.',
    },
  ],
  // Too many requests
  [
    'OpenAI, too often',
    429,
    error('rate_limit_exceeded', 'Rate limit reached.', { type: 'requests' }),
    { kind: 'rateLimited', message: 'Rate limit reached.' },
  ],
  [
    'Xinference, too often',
    429,
    { detail: 'Rate limit reached for the model.' },
    { kind: 'rateLimited', message: 'Rate limit reached for the model.' },
  ],
  // The key and the organization
  ['OpenAI', 401, error('invalid_api_key', 'Incorrect API key.'), { kind: 'badKey', message: 'Incorrect API key.' }],
  [
    'Azure',
    401,
    { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
    { kind: 'badKey', message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
  ],
  [
    'LocalAI with a key',
    401,
    { error: { code: 401, message: 'An authentication key is required', type: 'invalid_request_error' } },
    { kind: 'badKey', message: 'An authentication key is required' },
  ],
  ['Xinference with a key', 401, { detail: 'Not authenticated' }, { kind: 'badKey', message: 'Not authenticated' }],
  [
    'OpenAI, an organization that is not verified',
    403,
    error(null, 'Your organization must be verified to use the model `gpt-image-2.6-flare`.'),
    {
      kind: 'denied',
      reason: 'organization',
      message: 'Your organization must be verified to use the model `gpt-image-2.6-flare`.',
    },
  ],
  // The model
  [
    'OpenAI, a model',
    404,
    error('model_not_found', 'The model `x` does not exist.'),
    { kind: 'noModel', model: MODEL, message: 'The model `x` does not exist.' },
  ],
  [
    'OpenAI, a model that is retired',
    400,
    error('invalid_value', "The model 'dall-e-3' does not exist.", { param: 'model' }),
    { kind: 'noModel', model: MODEL, message: "The model 'dall-e-3' does not exist." },
  ],
  [
    'OpenAI, a model that this endpoint does not take',
    400,
    error('invalid_value', "Invalid value: 'x'. Supported values are: 'gpt-image-2'.", { param: 'model' }),
    { kind: 'noModel', model: MODEL, message: "Invalid value: 'x'. Supported values are: 'gpt-image-2'." },
  ],
  [
    'Azure, a deployment',
    404,
    { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
    { kind: 'noModel', model: MODEL, message: 'The API deployment for this resource does not exist.' },
  ],
  [
    'LiteLLM, a model',
    400,
    litellm(400, '/images/generations: Invalid model name passed in model=x. Call `/v1/models` to view them.'),
    {
      kind: 'noModel',
      model: MODEL,
      message: '/images/generations: Invalid model name passed in model=x. Call `/v1/models` to view them.',
    },
  ],
  [
    'Xinference, a model',
    400,
    { detail: 'Model not found in the model list, uid: x' },
    { kind: 'noModel', model: MODEL, message: 'Model not found in the model list, uid: x' },
  ],
  [
    'vLLM-Omni, a model',
    400,
    { detail: "Model mismatch: request specifies 'x' but server is running 'Qwen/Qwen-Image'." },
    {
      kind: 'noModel',
      model: MODEL,
      message: "Model mismatch: request specifies 'x' but server is running 'Qwen/Qwen-Image'.",
    },
  ],
  // The address
  ['a retired endpoint', 404, '', { kind: 'noEndpoint', status: 404 }],
  [
    'Azure and LocalAI, a path',
    404,
    { error: { code: 404, message: 'Resource not found' } },
    { kind: 'noEndpoint', status: 404, message: 'Resource not found' },
  ],
  ['FastAPI, a path', 404, { detail: 'Not Found' }, { kind: 'noEndpoint', status: 404, message: 'Not Found' }],
  // What was asked for
  [
    'OpenAI, a value',
    400,
    error('invalid_value', "Invalid value: 'huge'.", { param: 'quality' }),
    { kind: 'rejected', status: 400, parameter: 'quality', message: "Invalid value: 'huge'." },
  ],
  [
    'OpenAI, the fidelity of an edit',
    400,
    error('invalid_input_fidelity_model', 'The model does not take it.', { param: 'input_fidelity' }),
    { kind: 'rejected', status: 400, parameter: 'input_fidelity', message: 'The model does not take it.' },
  ],
  [
    'OpenAI, a transparent background',
    400,
    error('invalid_value', CLEAR, { type: 'image_generation_user_error' }),
    { kind: 'rejected', status: 400, parameter: 'background', message: CLEAR },
  ],
  [
    'a relay, a transparent background',
    400,
    error(null, `Upstream returned HTTP 400: ${CLEAR} | invalid_value`, { type: 'image_generation_user_error' }),
    {
      kind: 'rejected',
      status: 400,
      parameter: 'background',
      message: `Upstream returned HTTP 400: ${CLEAR} | invalid_value`,
    },
  ],
  [
    'OpenAI, the type of a picture',
    400,
    error('unsupported_file_mimetype', "Invalid file 'image': unsupported mimetype ('application/octet-stream').", {
      param: 'image',
    }),
    {
      kind: 'rejected',
      status: 400,
      parameter: 'image',
      message: "Invalid file 'image': unsupported mimetype ('application/octet-stream').",
    },
  ],
  ['stable-diffusion.cpp', 400, { error: 'invalid params' }, { kind: 'rejected', status: 400, message: 'invalid params' }],
  [
    'SGLang',
    400,
    { detail: 'response_format=x is not supported' },
    { kind: 'rejected', status: 400, message: 'response_format=x is not supported' },
  ],
  [
    'FastAPI, a field',
    422,
    { detail: [{ type: 'missing', loc: ['body', 'prompt'], msg: 'Field required', input: null }] },
    { kind: 'rejected', status: 422, parameter: 'prompt', message: 'Field required: body.prompt' },
  ],
  [
    'LocalAI',
    400,
    { error: { code: 400, message: 'missing mask file', type: '' } },
    { kind: 'rejected', status: 400, message: 'missing mask file' },
  ],
  // The server's own trouble
  [
    'LocalAI, a model that cannot be loaded',
    500,
    { error: { code: 500, message: 'could not load model: rpc error', type: '' } },
    { kind: 'server', status: 500, message: 'could not load model: rpc error' },
  ],
  [
    'stable-diffusion.cpp, with a word and a text',
    500,
    { error: 'server_error', message: '[json.exception.type_error.302] type must be number' },
    { kind: 'server', status: 500, message: '[json.exception.type_error.302] type must be number' },
  ],
  [
    'SGLang and vLLM-Omni',
    500,
    { detail: 'Image generation failed: out of memory' },
    { kind: 'server', status: 500, message: 'Image generation failed: out of memory' },
  ],
  ['a proxy’s page', 502, html, { kind: 'server', status: 502 }],
  // A 200 without an image
  ['xAI, blocked without a word', 200, { data: [] }, { kind: 'noImage' }],
  ['xAI, blocked one by one', 200, { data: [{ url: '', b64_json: '', respect_moderation: false }] }, { kind: 'noImage' }],
  ['a server without data', 200, { created: 1_790_000_000 }, { kind: 'noImage' }],
  ['a server with data: null', 200, { created: 1_790_000_000, data: null }, { kind: 'noImage' }],
];

describe('an error as servers write it', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  function answer(status: number, body: unknown): void {
    server.answer((_request, response) => {
      if (typeof body === 'string') response.writeHead(status).end(body);
      else json(response, body, status);
    });
  }

  for (const [who, status, body, wanted] of rows) {
    it(`${who}: ${status} → ${wanted.kind}`, async () => {
      for (const endpoint of ['generate', 'edit'] as const) {
        server.reset();
        answer(status, body);
        const { failure } = await outcomeOf(partsFor(server.baseUrl), callAt(endpoint));
        const { requestId: _, origin: __, ...facts } = { requestId: '', origin: '', ...failure };
        assert.deepEqual(facts, wanted, endpoint);
        assert.equal(server.posts.length, 1);
      }
    });
  }

  const unknown: readonly (readonly [string, number, unknown])[] = [
    ['OpenAI', 400, error('unknown_parameter', "Unknown parameter: 'quality'.", { param: 'quality' })],
    ['a relay', 400, error(null, "upstream: Unknown parameter: 'quality'.")],
    [
      'LiteLLM',
      400,
      litellm(400, "litellm.UnsupportedParamsError: openai does not support parameters: ['quality'], for model=x"),
    ],
    ['FastAPI', 422, { detail: [{ type: 'extra_forbidden', loc: ['body', 'quality'], msg: 'Extra inputs are not permitted' }] }],
    ['FastAPI, in a text', 400, { detail: "unknown_parameter: 'quality' is not supported here" }],
    ['a small server', 400, { error: 'unknown field quality' }],
  ];
  const parameters: Parameters = { quality: 'high', background: 'opaque' };
  for (const [who, status, body] of unknown) {
    it(`${who}: a parameter that it does not know is left out, and said`, async () => {
      server.answer((_request, response) => json(response, body, status), 'good');
      const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('edit', parameters));
      assert.equal(outcome.failure, undefined);
      assert.deepEqual(
        ofKind(outcome, 'note').map(({ note }) => note),
        [{ kind: 'dropped', parameter: 'quality' }],
      );
      assert.deepEqual(
        server.posts.map((post) => ['quality' in post.body, 'background' in post.body]),
        [
          [true, true],
          [false, true],
        ],
      );
    });
  }

  describe('that repeats the key', () => {
    // Of no shape that anybody knows: only that it was sent says what it is.
    const key = 'planted/0123456789abcdef';
    const said = `bad ${key}, ${key}`;
    const moderated = { moderation_details: { categories: [said, key], moderation_stage: key } };
    for (const [where, body, headers] of [
      ['in a text', { error: said }],
      ['as the error', { error: key, message: said }],
      ['in a detail', { detail: said }],
      ['in a message', error('invalid_value', said, { param: 'size' })],
      ['as a parameter', error('invalid_value', 'no', { param: key })],
      ['as a type and a code', error(key, 'no', { type: key })],
      ['as what was refused', error('moderation_blocked', SAFETY, moderated)],
      ['as what was refused, in the text', error('moderation_blocked', `${SAFETY} safety_violations=[${key},x].`)],
      [
        'as what Azure refused',
        error('content_filter', 'no', { innererror: { content_filter_result: { [key]: { filtered: true } } } }),
      ],
      ['as the id of the request', error(null, 'no'), { 'x-request-id': key }],
      ['in a login that it asks for', error(null, 'no'), { 'www-authenticate': `Bearer realm="${key}"` }],
    ] as const) {
      it(`${where}, says it nowhere`, async () => {
        for (const status of [400, 401, 404, 500]) {
          server.answer((_request, response) => json(response, body, status, { ...headers }));
          const { failure, steps } = await outcomeOf(partsFor(server.baseUrl, { key }), callAt('generate'));
          assert.ok(failure);
          assert.ok(!JSON.stringify([failure, steps]).includes(key), JSON.stringify(failure));
        }
      });
    }

    it('as what it made of the prompt, says it nowhere', async () => {
      const revised = { revised_prompt: `A cat. ${said}` };
      server.answer(
        items((request) => [{ b64_json: base64Of(request), ...revised }]),
        (request, response) => eventsOf(request, response)('completed', { ...completedOf(request.body), ...revised }),
      );
      for (const stream of [false, true]) {
        const parts = partsFor(server.baseUrl, { key });
        const { steps, failure } = await outcomeOf(parts, callAt('generate', stream ? { stream } : {}));
        assert.equal(failure, undefined);
        const [image] = ofKind({ steps }, 'image');
        assert.equal(image?.revisedPrompt, 'A cat. bad …, …');
      }
    });
  });
});
