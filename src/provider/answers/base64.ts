import { Failed, type Failure } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { MAX_IMAGE_BYTES } from '../../core/image.ts';

/** The most of a data URL that is looked at for its comma, in characters. */
const LONGEST_HEAD = 200;

/** Decodes base64 that comes in pieces, so that none of its text is held. */
export interface Base64Decoder {
  /** Takes the next piece, of any length. What is wrong with it, `end` tells. */
  write(text: string): void;
  /**
   * The bytes of all pieces, on a buffer of their own. Throws `Failed` `badImage`: `damaged` where they were no base64,
   * `notAnImage` for a data URL of something else, `tooManyBytes`.
   */
  end(): Bytes;
}

/** Reads base64, also as a data URL or with line breaks. `onPart` gets the bytes as soon as they are known. */
export function createBase64Decoder(onPart?: (bytes: Uint8Array) => void): Base64Decoder {
  let head: string | undefined = '';
  /** Up to four characters whose bytes are not known before it is known whether they are the last ones. */
  let carry = '';
  let parts: Buffer[] = [];
  let length = 0;
  let fault: Extract<Failure, { kind: 'badImage' }>['reason'] | undefined;

  function keep(whole: Buffer): void {
    length += whole.length;
    parts.push(whole);
    onPart?.(whole);
    if (length > MAX_IMAGE_BYTES) refuse('tooManyBytes');
  }

  function refuse(reason: typeof fault): void {
    fault = reason;
    parts = [];
  }

  function decode(text: string): void {
    const kept = text.length - ((text.length - 1) % 4) - 1;
    const whole = Buffer.from(text.slice(0, kept), 'base64');
    // Node passes over what is not base64, and answers fewer bytes then.
    if (whole.length === bytesOf(kept)) {
      carry = text.slice(kept);
      keep(whole);
    } else if (/\s/.test(text)) {
      decode(text.replace(/\s+/g, ''));
    } else refuse('damaged');
  }

  function begin(piece: string): string {
    head = (head ?? '') + piece;
    if (!'data:'.startsWith(head.slice(0, 5)) || head === '') {
      const text = head;
      head = undefined;
      return text;
    }
    const comma = head.indexOf(',');
    if (comma < 0 && head.length <= LONGEST_HEAD) return '';
    if (comma < 0 || comma > LONGEST_HEAD || !head.slice(0, comma).endsWith(';base64')) refuse('notAnImage');
    const text = head.slice(comma + 1);
    head = undefined;
    return text;
  }

  return {
    write(piece) {
      if (fault || piece === '') return;
      const text = carry + (head === undefined ? piece : begin(piece));
      if (!fault && text) decode(text);
    },
    end() {
      // What began like "data:" and went on otherwise.
      const last = (head ?? carry).replace(/\s+/g, '').replace(/={1,2}$/, '');
      if (!fault && last) {
        const whole = Buffer.from(last, 'base64');
        if (whole.length === bytesOf(last.length)) keep(whole);
        else refuse('damaged');
      }
      if (fault) throw new Failed({ kind: 'badImage', reason: fault });
      const bytes = new Uint8Array(length);
      let offset = 0;
      for (const part of parts.splice(0)) {
        bytes.set(part, offset);
        offset += part.length;
      }
      return bytes;
    },
  };
}

/** How many bytes so many characters of base64 stand for. */
function bytesOf(characters: number): number {
  return Math.floor((characters * 3) / 4);
}

/** The same for base64 that is here already. Throws as `end` does. */
export function decodeBase64(value: string): Bytes {
  const decoder = createBase64Decoder();
  decoder.write(value);
  return decoder.end();
}
