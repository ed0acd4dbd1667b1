/** Text of people and servers beside ours: what reads from right to left, and what turns a direction round. */

/** Letters of the scripts that are written from right to left, by their blocks. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** What opens or closes an embedding, an override or an isolate. */
const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Cannot be seen, and parts what would mean something together. */
const WORD_JOINER = '\u2060';
const [FIRST_STRONG_ISOLATE, POP_ISOLATE, POP_EMBEDDING] = ['\u2068', '\u2069', '\u202C'];

/**
 * Text as one piece of a sentence, and nothing but text: what is in it cannot change the order of what stands around it, its
 * first letter does not decide about the sentence's direction, and where VS Code reads links to commands and signs out of
 * sentences (`[Quit](command:…)` in a notification, `$(trash)` above a line) it stays what it is.
 */
export function isolate(text: string): string {
  const closed = close(text).replaceAll('](', `]${WORD_JOINER}(`).replaceAll('$(', `$${WORD_JOINER}(`);
  return RIGHT_TO_LEFT.test(closed) || closed.search(CONTROLS) >= 0 ? `${FIRST_STRONG_ISOLATE}${closed}${POP_ISOLATE}` : closed;
}

/**
 * Text in which every override ends, and nothing ends that began outside. An element of its own is no shelter from these:
 * browsers isolate it by the same characters, so that one too many in the text leads out of it.
 */
export function close(text: string): string {
  if (text.search(CONTROLS) < 0) return text;
  return text
    .split(/(\r?\n|\u2029)/)
    .map(closeParagraph)
    .join('');
}

/** No override goes beyond the end of its paragraph. */
function closeParagraph(text: string): string {
  /** What has to come for what is open, the innermost last. */
  const open: string[] = [];
  let isolates = 0;
  const balanced = text.replace(CONTROLS, (control) => {
    if (control === POP_EMBEDDING) return open.at(-1) === control ? (open.pop() ?? '') : '';
    if (control === POP_ISOLATE) {
      if (isolates === 0) return '';
      isolates -= 1;
      // It ends the embeddings in it too.
      return open.splice(open.lastIndexOf(control))[0] ?? '';
    }
    const isIsolate = control >= '\u2066';
    if (isIsolate) isolates += 1;
    open.push(isIsolate ? POP_ISOLATE : POP_EMBEDDING);
    return control;
  });
  return balanced + open.reverse().join('');
}

/** Text without what turns a direction round. */
export function withoutOverrides(text: string): string {
  return text.replace(CONTROLS, '');
}
