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
