import { JSONParser } from '@streamparser/json';
import * as v from 'valibot';
import { Failed } from '../../core/failure.ts';
import { AnyItem, type Item } from './schema.ts';

/** Reads the JSON of an answer that comes in pieces of any length. */
export interface AnswerReader {
  /**
   * The images that are whole by now. Throws `Failed`, after those that came before: `incomplete`; `notAnApi` for what does not
   * even begin like an answer.
   */
  read(piece: Uint8Array): Item[];
  /** The whole answer. Throws as `read` does. */
  end(): unknown;
}

/** A reader for what came from `host` with `status`. */
export function createAnswerReader(host: string, status: number): AnswerReader {
  const parser = new JSONParser({ paths: ['$', '$.data.*'], stringBufferSize: 64 * 1024 });
  const items: Item[] = [];
  let begins = '';
  let answer: unknown;
  let failed: Failed | undefined;
  parser.onValue = ({ value, key, stack }) => {
    if (stack.length === 0) answer = value;
    // Also the members of an object, which is no list of images.
    else if (typeof key === 'number') items.push(v.parse(AnyItem, value));
  };

  function broken(error: unknown): Failed {
    // It began as an answer and ends in the middle.
    return new Failed(begins === '{' ? { kind: 'incomplete' } : { kind: 'notAnApi', host, status }, error);
  }

  return {
    read(piece) {
      begins ||= new TextDecoder().decode(piece).trimStart().slice(0, 1);
      if (failed) throw failed;
      try {
        parser.write(piece);
      } catch (error) {
        // What stands before it in the same piece is paid for.
        failed = broken(error);
        if (items.length === 0) throw failed;
      }
      return items.splice(0);
    },
    end() {
      if (failed) throw failed;
      try {
        if (!parser.isEnded) parser.end();
      } catch (error) {
        throw broken(error);
      }
      if (begins !== '{') throw broken(undefined);
      return answer;
    },
  };
}
