import type { Limits } from '../../core/limits.ts';

/** A kind of server, as far as a person and a request's plan are concerned; how it differs on the wire is the provider's. */
export interface ServerKind {
  /** As `easel.servers` has it. */
  readonly id: string;
  /** A proper name; the same in every language. */
  readonly product: string;
  /** What its address usually is. */
  readonly baseUrl: string;
  /** How the names of its hosts end, where it is a service. */
  readonly hosts: readonly string[];
  /** What an address without a path gets. */
  readonly barePath: string;
  readonly key: 'needed' | 'optional' | 'none';
  /** `place`: nothing on this machine, and otherwise nobody knows. */
  readonly pricing: 'openai' | 'free' | 'unknown' | 'place';
  /** ms that one request may take where the user has set no time: a model on one's own machine is slow. */
  readonly timeout?: number;
  readonly limits: Limits;
  /** The name that stands for its model where it has only one and lists none. */
  readonly model?: string;
}

const SERVICE = { hosts: [], barePath: '/v1', key: 'needed', pricing: 'unknown', limits: {} } as const;
const LOCAL = {
  hosts: [],
  barePath: '/v1',
  key: 'none',
  pricing: 'free',
  timeout: 1_800_000,
} as const;
/** The options of OpenAI's models, which servers of other models do not read. Source: their own request schemas. */
const OPENAI_ONLY = ['style', 'background', 'moderation', 'inputFidelity'] as const;
const GENERATE_AND_EDIT = ['generate', 'edit'] as const;

/** In the order in which they are offered. Source of the limits: the Images API facts of 2026-11-22, compatible servers. */
export const SERVER_KINDS: readonly ServerKind[] = [
  {
    ...SERVICE,
    id: 'openai',
    product: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    hosts: ['api.openai.com'],
    pricing: 'openai',
    // Its endpoint for variations is retired.
    limits: { endpoints: GENERATE_AND_EDIT },
  },
  {
    ...SERVICE,
    id: 'azure',
    product: 'Azure OpenAI',
    baseUrl: 'https://RESOURCE.openai.azure.com/openai/v1',
    hosts: ['.openai.azure.com', '.services.ai.azure.com', '.cognitiveservices.azure.com'],
    barePath: '/openai/v1',
    limits: { endpoints: GENERATE_AND_EDIT, outputFormats: ['png', 'jpeg'], inputTypes: ['png', 'jpeg'] },
  },
  {
    ...LOCAL,
    id: 'localai',
    product: 'LocalAI',
    baseUrl: 'http://127.0.0.1:8080/v1',
    // Its inpainting makes one picture, whatever is asked for.
    limits: { endpoints: GENERATE_AND_EDIT, perEdit: 1, unread: OPENAI_ONLY, noStreaming: true },
  },
  {
    ...LOCAL,
    id: 'stable-diffusion.cpp',
    product: 'stable-diffusion.cpp',
    baseUrl: 'http://127.0.0.1:1234/v1',
    model: 'stable-diffusion',
    limits: { endpoints: GENERATE_AND_EDIT, unread: ['quality', ...OPENAI_ONLY], noStreaming: true },
  },
  {
    ...LOCAL,
    id: 'lemonade',
    product: 'Lemonade',
    baseUrl: 'http://127.0.0.1:13305/v1',
    limits: { perCall: 1, unread: OPENAI_ONLY, noStreaming: true },
  },
  {
    ...LOCAL,
    id: 'xinference',
    product: 'Xinference',
    baseUrl: 'http://127.0.0.1:9997/v1',
    limits: { unread: OPENAI_ONLY, noStreaming: true },
  },
  {
    ...LOCAL,
    id: 'sglang',
    product: 'SGLang',
    baseUrl: 'http://127.0.0.1:30000/v1',
    limits: { endpoints: GENERATE_AND_EDIT, noStreaming: true, ignoresMasks: true },
  },
  {
    ...LOCAL,
    id: 'vllm-omni',
    product: 'vLLM-Omni',
    baseUrl: 'http://127.0.0.1:8000/v1',
    limits: { endpoints: GENERATE_AND_EDIT, noStreaming: true },
  },
  { ...SERVICE, id: 'litellm', product: 'LiteLLM', baseUrl: 'http://127.0.0.1:4000/v1', key: 'optional' },
  {
    ...SERVICE,
    id: 'compatible',
    product: 'OpenAI-compatible',
    baseUrl: 'http://127.0.0.1:8080/v1',
    key: 'optional',
    pricing: 'place',
  },
];

const [OPENAI, COMPATIBLE] = [SERVER_KINDS[0], SERVER_KINDS.at(-1)];

/** The kind with an id; `compatible` for one that nobody knows. */
export function kindOf(id: string): ServerKind {
  const kind = SERVER_KINDS.find((one) => one.id === id) ?? COMPATIBLE;
  if (!kind) throw new TypeError('There are no kinds of server');
  return kind;
}

/** The kind of a service by the name of its host; undefined for every other host, and where nothing can be read. */
export function kindByHost(address: string): ServerKind | undefined {
  if (address.trim() === '') return OPENAI;
  if (!URL.canParse(address)) return undefined;
  const { hostname, protocol, port } = new URL(address);
  if (protocol !== 'https:' || port !== '') return undefined;
  return SERVER_KINDS.find(({ hosts }) =>
    hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host)),
  );
}
