const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
/** The most spaces around a colon with it, in characters. */
const LONGEST_COLON = 8;

/** What the text of a value is written to, with what belongs to it. */
interface Sink {
  readonly decoder: { write(text: string): void };
}

/**
 * Finds the strings of JSON in bytes that come in pieces of any length. The text of each that is the value of `property` goes
 * into a sink of its own, and what `onEnd` answers (characters of ASCII) stands in its place; one without text stays. Returns
 * what is left of each piece. All that is known of JSON here is where a string begins and ends.
 */
export function createScanner<One extends Sink>(
  property: string,
  createSink: () => One,
  onEnd: (sink: One) => string,
): (piece: Buffer) => Buffer<ArrayBuffer> {
  let place: 'between' | 'string' | 'value' = 'between';
  let sink: One | undefined;
  /** Of a value, as far as it is to be written yet. */
  let text = '';
  /** The last string as far as it can still be the property, and what came after it as far as it can still be a colon. */
  let name = '';
  let after = '';
  /** An escape sequence of a value, as far as it is here; in another string, whether the next byte belongs to one. */
  let sequence = '';

  function addToName(bytes: Buffer): void {
    if (name.length <= property.length) name += bytes.toString('latin1', 0, property.length + 1);
  }

  function begin(between: Buffer): void {
    if (after.length <= LONGEST_COLON) after += between.toString('latin1', 0, LONGEST_COLON + 1);
  }

  function open(): void {
    place = name === property && /^\s*:\s*$/.test(after) && after.length <= LONGEST_COLON ? 'value' : 'string';
    name = '';
    after = '';
  }

  /** Once a piece: an answer can have an escape sequence every few characters. */
  function writeText(): void {
    if (text === '') return;
    sink ??= createSink();
    sink.decoder.write(text);
    text = '';
  }

  function close(left: Buffer[]): void {
    writeText();
    if (sink) left.push(Buffer.from(onEnd(sink), 'latin1'));
    sink = undefined;
    place = 'between';
  }

  /** The end of what belongs to a string that stays, from `at` on. */
  function passOver(piece: Buffer, find: (from: number) => number, at: number): number {
    let next = sequence ? at + 1 : at;
    sequence = '';
    for (;;) {
      next = find(Math.min(next, piece.length));
      if (piece[next] !== BACKSLASH) return next;
      if (next + 1 === piece.length) sequence = '\\';
      next += 2;
    }
  }

  return (piece) => {
    const left: Buffer[] = [];
    const find = createFinder(piece, [QUOTE, BACKSLASH, NEWLINE]);
    let at = 0;
    while (at < piece.length) {
      if (place === 'between') {
        const quote = find(at, QUOTE);
        begin(piece.subarray(at, quote));
        left.push(piece.subarray(at, quote + 1));
        if (quote < piece.length) open();
        at = quote + 1;
        continue;
      }
      if (place === 'value' && sequence) {
        sequence += piece.toString('latin1', at, at + 1);
        at += 1;
        if (sequence.length < (sequence[1] === 'u' ? 6 : 2)) continue;
        text += unescaped(sequence);
        sequence = '';
        continue;
      }
      const stop = place === 'value' ? find(at) : passOver(piece, find, at);
      if (place === 'value') text += piece.toString('latin1', at, stop);
      else {
        left.push(piece.subarray(at, stop));
        addToName(piece.subarray(at, stop));
      }
      at = stop;
      if (piece[stop] === BACKSLASH) {
        sequence = '\\';
        at += 1;
      } else if (stop < piece.length) {
        close(left);
        // No string of JSON goes over the end of a line. What looked like one was text between events.
        if (piece[stop] === NEWLINE) name = '';
        else left.push(piece.subarray(stop, ++at));
      }
    }
    writeText();
    return Buffer.concat(left);
  };
}

/** Finds the next of some bytes, or of one of them; the end where there is none. Looks at no byte of a piece twice. */
function createFinder(piece: Buffer, bytes: readonly number[]): (from: number, wanted?: number) => number {
  const next = bytes.map((byte) => ({ byte, at: -1 }));
  return (from, wanted) => {
    let nearest = piece.length;
    for (const one of next) {
      if (wanted !== undefined && one.byte !== wanted) continue;
      if (one.at < from) {
        const found = piece.indexOf(one.byte, from);
        one.at = found < 0 ? piece.length : found;
      }
      nearest = Math.min(nearest, one.at);
    }
    return nearest;
  };
}

/** What an escape sequence of a JSON string stands for; one that is none is no base64 either. */
function unescaped(sequence: string): string {
  try {
    return String(JSON.parse(`"${sequence}"`));
  } catch {
    return '!';
  }
}
