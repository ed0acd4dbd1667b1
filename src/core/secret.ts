const KNOWN = [
  /\b[srp]k[-_][A-Za-z0-9_-]{16,}/,
  /\bgh[opsur]_[A-Za-z0-9]{16,}/,
  /\b(?:github_pat|glpat|npm|hf|pypi|dop_v1|shpat|whsec|xox[abeprs])[-_][A-Za-z0-9_-]{10,}/,
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/,
  /\bAIza[\w-]{20,}/,
  /\bSG\.[\w-]{10,}\.[\w-]{10,}/,
  /-----BEGIN [A-Z0-9 ]+-----/,
  /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/,
  /\bBearer\s+[\w.~+/-]{16,}/i,
  /\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@]+:[^\s/@]+@/i,
  /(?:password|passwd|passphrase|pwd|passwort|kennwort)["']?\s*[:=]\s*["']?[^\s"',;]{4,}/i,
  // Less telling names need a value that is no word: "the secret: a door" is a prompt.
  /(?:secret|token|credential|api[_ -]?key|[_-]key|access[_ -]?key)["']?\s*[:=]\s*["']?(?=[^\s"',;]{0,200}\d)[^\s"',;]{6,}/i,
  /(?:secret|token|credential|api[_ -]?key|access[_ -]?key)["']?\s*=\s*["']?[^\s"',;]{4,}/i,
];

/** Whether a text holds something like a key or a password: with a value, not the mere word. */
export function holdsSecret(text: string): boolean {
  return (
    KNOWN.some((pattern) => pattern.test(text)) || [...text.matchAll(/[A-Za-z0-9+/=_-]{32,}/g)].some(([token]) => isRandom(token))
  );
}

function isRandom(token: string): boolean {
  if (/^[0-9a-f]+$/i.test(token)) {
    return /\d/.test(token) && /[a-f]/i.test(token);
  }
  const run = token.split(/[-_/+=]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  return run.length >= 20 && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && entropy(run) > 3.5;
}

/** Shannon entropy in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
