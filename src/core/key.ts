import type { Server } from './server.ts';

/** Characters that are not seen and come along from web pages and chats. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** What stands in front of a key where people copy it from: each is taken off, again and again. */
const PREFIXES = [
  /^[$>%]\s+(?=\S)/,
  /^export\s+(?=\S)/i,
  /^setx\s+\S+\s+(?=\S)/i,
  /^set\s+-\w+\s+\S+\s+(?=\S)/i,
  /^set\s+(?=\S+\s*=)/i,
  // The lookahead leaves the padding of a base64 key alone.
  /^(?:\$env:)?\w*(?:key|token)\w*\s*=\s*(?=[^\s=])/i,
  /^-H\s+(?=\S)/,
  /^(?:proxy-)?authorization["']?\s*:\s*(?=\S)/i,
  /^(?:x-)?api[-_]?key\s*["']?\s*:\s*(?=\S)/i,
  /^bearer\s+(?=\S)/i,
];

/** What a shell's line ends with behind a key: a comment, a continuation, a separator. */
const SUFFIX = /(?:\s+#.*|\s*\\|[,;])$/;

/**
 * The key alone, out of what people paste: `Bearer …`, `export OPENAI_API_KEY=…`, `setx OPENAI_API_KEY "…"`,
 * `$env:OPENAI_API_KEY = '…'`, `Authorization: Bearer …`, quoted, with spaces around it. Only the first line counts.
 */
export function cleanKey(text: string): string {
  let [key = ''] = text
    .replace(INVISIBLE, '')
    .trim()
    .split(/[\r\n]/);
  for (;;) {
    const next = PREFIXES.reduce((rest, prefix) => rest.replace(prefix, ''), unquote(key.trim()))
      .replace(SUFFIX, '')
      .trim();
    if (next === key) return key;
    key = next;
  }
}

/** Why a cleaned key cannot stand in a header, which takes printable ASCII only. */
export function keyProblem(key: string): 'empty' | 'spaces' | 'nonAscii' | undefined {
  if (key === '') return 'empty';
  if (/\s/.test(key)) return 'spaces';
  return /[^\x21-\x7e]/.test(key) ? 'nonAscii' : undefined;
}

/** What stands between quotes, whatever follows; a stray quote at either end goes too, as no key has one. */
function unquote(text: string): string {
  const quoted = /^["'`“”„‘’«»]([^"'`“”„‘’«»]+)["'`“”‘’«»]\s/.exec(text)?.[1];
  return quoted ?? text.replace(/^["'`“”„‘’«»]+|["'`“”‘’«»]+$/g, '');
}

/** Who gives out keys of a shape that nobody else has, and below which domains they are good for something. */
export interface Vendor {
  readonly name: string;
  readonly shape: RegExp;
  readonly domains: readonly string[];
}

const OPENAI_DOMAINS = ['openai.com'];
/** Manages an organization, and makes nothing. */
const OPENAI_ADMIN = /^sk-admin-/;

/**
 * The shapes as the vendors' own documentation and the rules of secret scanners have them. A plain `sk-…` is nobody's: half of
 * all relays give out such keys. Short prefixes count with what must follow only.
 */
const VENDORS: readonly Vendor[] = [
  { name: 'Anthropic', shape: /^sk-ant-/, domains: ['anthropic.com'] },
  { name: 'OpenRouter', shape: /^sk-or-/, domains: ['openrouter.ai'] },
  // The middle of OpenAI's own keys, old and new, is "OpenAI" in base64.
  { name: 'OpenAI', shape: /^sk-(?:proj-|svcacct-|admin-|[\w-]{8,}T3BlbkFJ)/, domains: OPENAI_DOMAINS },
  { name: 'Google', shape: /^(?:AIza[\w-]{30}|AQ\.[\w-]{20})/, domains: ['googleapis.com'] },
  { name: 'xAI', shape: /^xai-/, domains: ['x.ai'] },
  { name: 'Groq', shape: /^gsk_[A-Za-z0-9]{20}/, domains: ['groq.com'] },
  { name: 'Hugging Face', shape: /^hf_[A-Za-z0-9]{20}/, domains: ['huggingface.co', 'huggingface.cloud'] },
  { name: 'Replicate', shape: /^r8_[A-Za-z0-9]{20}/, domains: ['replicate.com'] },
  { name: 'Perplexity', shape: /^pplx-/, domains: ['perplexity.ai'] },
  { name: 'NVIDIA', shape: /^nvapi-/, domains: ['nvidia.com'] },
  { name: 'Cerebras', shape: /^csk-/, domains: ['cerebras.ai'] },
  { name: 'GitHub', shape: /^(?:gh[opsur]_[A-Za-z0-9]{20}|github_pat_)/, domains: ['github.com', 'github.ai'] },
  { name: 'AWS', shape: /^(?:AKIA|ASIA)[A-Z2-7]{16}/, domains: ['amazonaws.com'] },
];

/** Whose key a cleaned key is, by its shape; undefined where the shape does not tell. */
export function vendorOf(key: string): Vendor | undefined {
  return VENDORS.find(({ shape }) => shape.test(key));
}

/** What should be told before a key goes to a server. It forbids nothing: relays take the keys of others. */
export type KeyDoubt =
  /** OpenAI does not take it. */
  | { readonly kind: 'foreign'; readonly vendor: string }
  | { readonly kind: 'admin' }
  /** The server is not the vendor's, and gets what the vendor bills. */
  | { readonly kind: 'elsewhere'; readonly vendor: string };

/**
 * Why a cleaned key may be a mistake at a server; undefined where nothing speaks against it. Whose the server is goes by its
 * address alone: what kind it is, the settings may say as they like.
 */
export function doubtAbout(key: string, server: Pick<Server, 'origin'>): KeyDoubt | undefined {
  const vendor = vendorOf(key);
  if (!vendor) return undefined;
  if (!isBelow(server.origin, vendor.domains)) return { kind: isOfOpenAI(server) ? 'foreign' : 'elsewhere', vendor: vendor.name };
  return OPENAI_ADMIN.test(key) ? { kind: 'admin' } : undefined;
}

/** Whether a server is one of OpenAI's own. */
export function isOfOpenAI({ origin }: Pick<Server, 'origin'>): boolean {
  return isBelow(origin, OPENAI_DOMAINS);
}

function isBelow(origin: string, domains: readonly string[]): boolean {
  const host = new URL(origin).hostname;
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
