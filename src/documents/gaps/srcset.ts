/** One of the images of a `srcset`. */
export interface Candidate {
  readonly url: string;
  /** Where the address begins in the attribute's text. */
  readonly start: number;
  /** px of the file, from `480w`. */
  readonly width?: number;
  /** Pixels of the file for one of the layout, from `2x`. */
  readonly density?: number;
}

/** Reads the candidates of a `srcset`. Source: HTML Standard, "Parsing a srcset attribute". */
export function readCandidates(text: string): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const lead = /[\s,]*/y;
  const address = /\S+/y;
  const descriptors = /(?:[^(),]|\([^()]*(?:\)|$)|\))*/y;
  for (let at = 0; at < text.length; ) {
    const start = at + take(lead, text, at).length;
    const written = take(address, text, start);
    if (written === '') {
      break;
    }
    const url = written.replace(/,+$/, '');
    at = start + written.length;
    let described = '';
    if (url === written) {
      described = take(descriptors, text, at);
      // One character at least, so that a parenthesis that nothing closes does not stop the reader.
      at += described.length + 1;
    }
    const width = /(?:^|\s)(\d+)w(?:\s|$)/.exec(described)?.[1];
    const density = /(?:^|\s)(\d+(?:\.\d+)?)x(?:\s|$)/.exec(described)?.[1];
    candidates.push({
      url,
      start,
      ...(width === undefined ? {} : { width: Number(width) }),
      ...(density === undefined ? {} : { density: Number(density) }),
    });
  }
  return candidates;
}

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
