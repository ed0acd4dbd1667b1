import { good, json, refuse, whole } from './imagesAnswers.ts';
import { html } from './imagesSamples.ts';
import type { Answer } from './imagesServer.ts';

/** Answers by a status that is an error, by name. */
export const refusals = {
  // Errors with a message
  rejected: refuse(400, { message: "Invalid value: 'x'.", type: 'invalid_request_error', param: 'size', code: 'invalid_value' }),
  moderation: refuse(400, {
    message: 'Your request was rejected by the safety system. safety_violations=[violence].',
    type: 'image_generation_user_error',
    param: null,
    code: 'moderation_blocked',
    moderation_details: { categories: ['violence'], moderation_stage: 'input' },
  }),
  moderationOutput: refuse(400, {
    message: 'The generated image was rejected by the safety system. safety_violations=[violence].',
    type: 'image_generation_user_error',
    param: null,
    code: 'moderation_blocked',
    moderation_details: { categories: ['violence'], moderation_stage: 'output' },
  }),
  moderationText: refuse(400, {
    message: 'Your request was rejected. safety_violations=[violence, self-harm]',
    type: 'image_generation_user_error',
    param: null,
    code: null,
  }),
  moderationRelay: refuse(400, { message: 'rejected', type: 'invalid_request_error', code: 'content_policy_violation' }),
  moderationAzure: refuse(400, {
    code: 'contentFilter',
    message: 'Your task failed as a result of our safety system.',
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: { violence: { filtered: true }, hate: { filtered: false } },
    },
  }),
  badKey: refuse(401, {
    message: 'Incorrect API key provided: sk-abcde***wxyz.',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  }),
  noCredit: refuse(429, {
    message: 'You exceeded your current quota.',
    type: 'insufficient_quota',
    param: null,
    code: 'insufficient_quota',
  }),
  billingLimit: refuse(400, {
    message: 'Billing hard limit has been reached',
    type: 'image_generation_user_error',
    code: 'billing_hard_limit_reached',
  }),
  organization: refuse(403, {
    message: 'Your organization must be verified to use the model `gpt-image-2.6-flare`.',
    type: 'invalid_request_error',
    param: null,
    code: null,
  }),
  denied: refuse(403, {
    message: 'Country not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  }),
  noModel: refuse(404, {
    message: 'The model `gpt-image-0.5-x` does not exist.',
    type: 'invalid_request_error',
    param: null,
    code: 'model_not_found',
  }),
  /** OpenAI's endpoint for variations: an empty body, for good. The others are there. */
  retired: (request, response, around) => {
    if (!request.path.endsWith('/images/variations')) return good(request, response, around);
    response.writeHead(404).end();
  },
  notFound: (_request, response) => void response.writeHead(404).end(),
  invalidUrl: refuse(404, {
    message: 'Invalid URL (POST /v1/images/variations)',
    type: 'invalid_request_error',
    param: null,
    code: null,
  }),
  notAllowed: (_request, response) => json(response, { detail: 'Method Not Allowed' }, 405),
  noModelText: (_request, response) => json(response, { detail: 'model sd-3.5 does not exist' }, 400),
  mimetype: refuse(400, {
    message:
      "Invalid file 'image': unsupported mimetype ('application/octet-stream'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
    type: 'invalid_request_error',
    param: 'image',
    code: 'unsupported_file_mimetype',
  }),
  tooLargeRequest: (_request, response) =>
    void response.writeHead(413, { 'content-type': 'text/plain' }).end('Payload Too Large'),
  conflict: refuse(409, { message: 'Another request is running', type: 'invalid_request_error', code: null }),
  requestTimeout: refuse(408, { message: 'Request timeout', type: 'server_error', code: null }),
  errorText: refuse(400, 'prompt is too spicy'),
  detailText: (_request, response) => json(response, { detail: 'width must be a multiple of 8' }, 422),

  // Rate limits
  rateLimit: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after': '1' },
  ),
  rateLimitMs: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after-ms': '300' },
  ),
  rateLimitHour: refuse(
    429,
    { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after': '3600' },
  ),
  rateLimitGarbage: refuse(429, { message: 'Slow down' }, { 'retry-after': 'soon' }),
  rateLimitNegative: refuse(429, { message: 'Slow down' }, { 'retry-after': '-5' }),

  // The server's trouble
  serverError: refuse(500, { message: 'The server had an error', type: 'server_error', param: null, code: null }),
  badGateway: (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end(html),
  unavailable: (_request, response) => void response.writeHead(503).end(),
  gatewayTimeout: (_request, response) => void response.writeHead(504, { 'content-type': 'text/html' }).end(html),

  // Parameters that this server does not know
  unknownParameter: (request, response, around) => {
    const param = ['quality', 'background', 'moderation', 'style'].find((name) => name in request.body);
    if (param === undefined) return whole(request, response, around);
    json(
      response,
      { error: { message: `Unknown parameter: '${param}'.`, type: 'invalid_request_error', param, code: 'unknown_parameter' } },
      400,
    );
  },
  unknownInDetail: (request, response, around) => {
    if (!('quality' in request.body)) return whole(request, response, around);
    json(response, { detail: "unknown_parameter: 'quality' is not supported here" }, 400);
  },
  unknownPydantic: (request, response, around) => {
    if (!('quality' in request.body)) return whole(request, response, around);
    json(
      response,
      { detail: [{ type: 'extra_forbidden', loc: ['body', 'quality'], msg: 'Extra inputs are not permitted' }] },
      422,
    );
  },
  unknownForEver: (request, response) => {
    const param = Object.keys(request.body).at(-1) ?? '';
    json(response, { error: { message: `Unknown parameter: '${param}'.`, param, code: 'unknown_parameter' } }, 400);
  },
} as const satisfies Record<string, Answer>;
