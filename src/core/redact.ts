const HIDDEN = '[redacted]';

/** Shorter ones are no secrets, and hiding them would make the log unreadable. */
const SHORTEST_SECRET = 4;

/**
 * A URL: scheme, user, host with path, query with fragment. The last two are optional parts of one pattern and the scheme
 * is short, because a pattern that fails at the end of a long line is tried again from each of its characters.
 */
const URL_PARTS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#"'<>]*@)?([^\s?#"'<>]*)([?#][^\s"'<>]*)?/gi;

/** What never reaches the log, each with what is left of it. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\?[\w.~%[\]-]+=[^\s"'<>]*/g, `?${HIDDEN}`],
  [/\b((?:proxy-)?authorization|set-cookie|cookie)(["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1$2${HIDDEN}`],
  [/\b((?:x-)?api[-_]?key)(["']?\s*[:=]\s*["']?)[^\s"',;]+/gi, `$1$2${HIDDEN}`],
  [/\b(bearer)\s+[^\s"',;]+/gi, `$1 ${HIDDEN}`],
  // The server's own answer to a wrong key repeats parts of it, with asterisks between.
  [/\b((?:sk|sess|xai|pplx|nvapi|csk)-)[\w*-]{6,}/g, `$1${HIDDEN}`],
  [/\b((?:gsk|hf|r8|gh[opsur]|github_pat)_)[\w*]{16,}/g, `$1${HIDDEN}`],
  [/\b(AIza|AQ\.)[\w*-]{16,}/g, `$1${HIDDEN}`],
  // The base64 of an image, or a body.
  [/[A-Za-z0-9+/_-]{200,}={0,2}/g, HIDDEN],
];

/**
 * Takes out of a line of the log what must not be in it: the given secrets, keys by their shape, `Bearer` tokens, key and
 * cookie headers, the query, fragment and user of URLs, base64 bodies. Too much rather than too little.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap(spellings)
    // The longest first: one secret may be the beginning of another.
    .sort((a, b) => b.length - a.length);
  const hidden = known.reduce((line, secret) => line.replaceAll(secret, HIDDEN), text);
  const bare = hidden.replace(
    URL_PARTS,
    (_, scheme: string, user: string | undefined, path: string, query: string | undefined) => {
      return scheme + (user ? `${HIDDEN}@` : '') + path + (query ? `?${HIDDEN}` : '');
    },
  );
  return PATTERNS.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), bare);
}

/** As it stands in a URL and in JSON. What is not plain ASCII was never sent, and `encodeURIComponent` may throw on it. */
function spellings(secret: string): readonly string[] {
  const inUrl = /^[\x20-\x7e]+$/.test(secret) ? [encodeURIComponent(secret)] : [];
  return [secret, JSON.stringify(secret).slice(1, -1), ...inUrl];
}
