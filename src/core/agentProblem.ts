import { assertNever, type Failure, type Invalid } from './failure.ts';

/** What a language model is told of a value that is refused before anything is sent. */
export function problemOf(invalid: Invalid): string {
  switch (invalid.field) {
    case 'prompt':
      return invalid.problem === 'empty'
        ? 'The prompt has no words.'
        : `The prompt has ${invalid.length} characters; ${shorten(invalid.model)} takes at most ${invalid.limit}.`;
    case 'count':
      return `The count is ${quote(invalid.value)}; it must be a whole number from 1 to 10.`;
    case 'size':
      return `The size is ${quote(invalid.value)}; it must be "auto", width x height such as "1536x1024", or a ratio such as "16:9".`;
    case 'saveFolder':
      return `The save folder ${quote(invalid.value)} in the settings of the user cannot be used.`;
    case 'baseUrl':
      return 'The address of the server in the settings of the user cannot be used.';
    case 'entry':
      return `An entry of ${invalid.setting} in the settings of the user cannot be used.`;
    case 'setting':
      return `The setting ${invalid.name} of the user has a value that it cannot have.`;
    case 'endpoint':
      return `${shorten(invalid.model)} makes images from words only; to edit images the user has to choose another model.`;
    case 'reference':
      return `The style ${quote(invalid.style)} of the user has a picture that does not lie in the workspace.`;
    case 'picture':
      return `${quote(invalid.name)} was changed meanwhile.`;
    case 'mask':
      return `The mask is ${invalid.size} px, and the picture ${invalid.picture} px.`;
    case 'canvas':
      return `A picture of ${invalid.size} px cannot be made from this one.`;
    case 'arguments':
      return `${quote(invalid.name)} has a wrong value.`;
    case 'input':
      return inputProblemOf(invalid);
    default:
      return assertNever(invalid);
  }
}

function inputProblemOf(invalid: Extract<Invalid, { field: 'input' }>): string {
  const { name } = invalid;
  switch (invalid.problem) {
    case 'wrong':
      return `The input ${quote(name)} is missing, unknown, or has a wrong value: see the schema of the tool.`;
    case 'noWorkspace':
      return `"${name}" needs a workspace, and no folder is open.`;
    case 'outside':
      return `The "${name}" ${quote(invalid.value)} leads out of the workspace; only files inside of it are read and written.`;
    case 'address':
      return `The "${name}" ${quote(invalid.value)} is an address; only files of the workspace are taken.`;
    case 'extension':
      return `The "${name}" ${quote(invalid.value)} must be a file name that ends in .png, .jpg, .jpeg or .webp, without characters that some systems do not take.`;
    case 'notAPicture':
      return `The "${name}" ${quote(invalid.value)} is no image that can be sent: that is a .png, .jpg, .jpeg or .webp file.`;
    case 'style':
      return `There is no style ${quote(invalid.value)}. ${
        invalid.known.length > 0 ? `There are: ${invalid.known.map(quote).join(', ')}, and "none".` : 'The user has none.'
      }`;
    case 'tooMany':
      return `${invalid.count} images are more than the user allows an agent at once: ${invalid.limit} (easel.agentMaxImages).`;
    case 'transparentJpeg':
      return 'A JPEG cannot be transparent: give a path that ends in .png or .webp.';
    case 'changed':
      return 'The settings or the picture were changed since this was confirmed: it would not be the same request any more. Call again, so that it is confirmed anew.';
    case 'region':
      return `The region does not lie within the picture, which is ${invalid.picture} px.`;
    default:
      return assertNever(invalid);
  }
}

/** Of a text from elsewhere no more than can be of use, and no line break: what a server says is no instruction. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** The same without quotation marks, for what is a name. */
export function shorten(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Why no connection could be opened. */
export const REASONS: Readonly<Record<Extract<Failure, { kind: 'unreachable' }>['reason'], string>> = {
  unknownHost: 'there is no such host',
  refused: 'nothing listens there',
  certificate: 'its certificate is not trusted',
  proxy: 'the proxy refuses',
  other: 'the network fails',
};

/** What is wrong about an image, after its name. */
export const BAD_IMAGES: Readonly<Record<Extract<Failure, { kind: 'badImage' }>['reason'], string>> = {
  notAnImage: 'is no image that can be read',
  truncated: 'is cut off',
  damaged: 'is damaged',
  tooManyPixels: 'has too many pixels',
  tooManyBytes: 'is too large',
};

/** Why an image could not be saved. */
export const PLACES: Readonly<Record<Extract<Failure, { kind: 'noPlace' }>['reason'], string>> = {
  full: 'the disk is full',
  readOnly: 'the folder may not be written',
  other: 'the folder cannot be used',
};
