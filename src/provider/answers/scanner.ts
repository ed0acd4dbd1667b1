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
  /** The last string as far as it can still be the property, and what came after it as far as it can still be a colon. */
  let name = '';
  let after = '';
  /** An escape sequence as far as it is here. */
  let sequence = '';

  function pass(bytes: Buffer, left: Buffer[]): void {
    if (bytes.length === 0) return;
    if (place === 'value') {
      sink ??= createSink();
      sink.decoder.write(bytes.toString('latin1'));
    } else left.push(bytes);
    if (name.length <= property.length) name += bytes.toString('latin1', 0, property.length + 1);
  }

  function passBetween(bytes: Buffer, left: Buffer[]): void {
    left.push(bytes);
    if (after.length <= LONGEST_COLON) after += bytes.toString('latin1', 0, LONGEST_COLON + 1);
  }

  function begin(): void {
    place = name === property && /^\s*:\s*$/.test(after) && after.length <= LONGEST_COLON ? 'value' : 'string';
    name = '';
    after = '';
  }

  function end(left: Buffer[]): void {
    if (sink) left.push(Buffer.from(onEnd(sink), 'latin1'));
    sink = undefined;
    place = 'between';
  }

  /** Takes the next byte of an escape sequence. */
  function goOn(byte: Buffer, left: Buffer[]): void {
    sequence += byte.toString('latin1');
    if (sequence.length < (sequence[1] === 'u' ? 6 : 2)) return;
    pass(Buffer.from(place === 'value' ? unescaped(sequence) : sequence, 'latin1'), left);
    // A name that is written so is told from the property: whoever writes it is no server that we know.
    name += '\\';
    sequence = '';
  }

  return (piece) => {
    const left: Buffer[] = [];
    const find = createFinder(piece, [QUOTE, BACKSLASH, NEWLINE]);
    let at = 0;
    while (at < piece.length) {
      if (sequence) {
        goOn(piece.subarray(at, at + 1), left);
        at += 1;
      } else if (place === 'between') {
        const quote = find(at, QUOTE);
        passBetween(piece.subarray(at, quote), left);
        left.push(piece.subarray(quote, quote + 1));
        if (quote < piece.length) begin();
        at = quote + 1;
      } else {
        const stop = find(at);
        pass(piece.subarray(at, stop), left);
        at = stop;
        if (piece[stop] === BACKSLASH) {
          sequence = '\\';
          at += 1;
        } else if (stop < piece.length) {
          end(left);
          // No string of JSON goes over the end of a line. What looked like one was text between events.
          if (piece[stop] === NEWLINE) name = '';
          else left.push(piece.subarray(stop, ++at));
        }
      }
    }
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
