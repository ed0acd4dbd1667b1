import Ajv, { type ValidateFunction } from 'ajv';
import { type Bytes, type ImageInfo, sniffHeader } from '../../src/core/image.ts';
import type { Endpoint } from '../../src/core/models.ts';
// Imported, not read from beside this file: the tests in VS Code are bundled.
import schema from './openai-images.schema.json' with { type: 'json' };

/** The parameters of a request, as far as the answers look at them. */
export interface RequestBody {
  readonly model?: string;
  readonly prompt?: string;
  readonly n?: number;
  readonly size?: string;
  readonly output_format?: string;
  readonly stream?: boolean;
  readonly partial_images?: number;
  readonly [name: string]: unknown;
}

/** A part of a form that is a file. */
export interface RecordedFile {
  /** `image`, `image[]`, `mask` */
  readonly field: string;
  readonly name: string;
  /** Its `content-type`. */
  readonly type: string;
  readonly bytes: Bytes;
}

/** What a request carries. */
export interface Contents {
  /** The parameters, of JSON or of a form; empty where it is neither. */
  readonly body: RequestBody;
  /** The text fields of a form as they came. */
  readonly fields: Readonly<Record<string, string>>;
  /** The files of a form, in their order. */
  readonly files: readonly RecordedFile[];
  /** What OpenAI would not accept; none is good. */
  readonly violations: readonly string[];
}

/** What the SDK's types say of variations; the schema does not have it. */
const VARIATION = {
  type: 'object',
  additionalProperties: false,
  properties: {
    model: { type: 'string' },
    n: { type: 'number' },
    response_format: { enum: ['url', 'b64_json'] },
    size: { type: 'string' },
    user: { type: 'string' },
  },
};
/** In bytes. */
const MASK_LIMIT = 4 * 1024 * 1024;

/** Reads what was POSTed and judges it by OpenAI's rules. */
export function createReader(): (path: string, type: string, raw: Uint8Array<ArrayBuffer>) => Promise<Contents> {
  const ofSchema = (name: string) => ({ ...schema, $ref: `#/definitions/OpenAIImages757/properties/${name}` });
  const json = new Ajv({ strict: false });
  // In a form everything is text.
  const form = new Ajv({ strict: false, coerceTypes: true });
  const rules: Readonly<Record<Endpoint, ValidateFunction>> = {
    generate: json.compile(ofSchema('generate')),
    edit: form.compile(ofSchema('edit')),
    variation: form.compile(VARIATION),
  };
  return async (path, type, raw) => {
    const endpoint = endpointOf(path.split('?')[0] ?? '');
    const isAllowed = rules[endpoint];
    const read = endpoint === 'generate' ? readJson(raw) : await readForm(type, raw);
    // Turns the texts of a form into what they stand for.
    const violations = isAllowed(read.body) ? [] : [JSON.stringify(isAllowed.errors)];
    return { ...read, violations: [...violations, ...read.violations, ...judgeFiles(endpoint, read)] };
  };
}

function endpointOf(path: string): Endpoint {
  if (/\/images\/(edits|inpainting)$/.test(path)) return 'edit';
  return path.endsWith('/images/variations') ? 'variation' : 'generate';
}

/** What a request carries, by its content type and without a judgement. */
export async function readContents(_path: string, type: string, raw: Uint8Array<ArrayBuffer>): Promise<Contents> {
  return type.startsWith('multipart/') ? readForm(type, raw) : readJson(raw);
}

function readJson(raw: Uint8Array): Contents {
  const empty = { body: {}, fields: {}, files: [], violations: [] };
  try {
    const body: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    return typeof body === 'object' && body !== null ? { ...empty, body: { ...body } } : empty;
  } catch {
    return empty;
  }
}

async function readForm(type: string, raw: Uint8Array<ArrayBuffer>): Promise<Contents> {
  const fields: Record<string, string> = {};
  const files: RecordedFile[] = [];
  const violations: string[] = [];
  try {
    const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
    for (const [field, value] of form) {
      if (typeof value === 'string') {
        if (field in fields) violations.push(`${field} twice`);
        fields[field] = value;
      } else {
        files.push({ field, name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
      }
    }
  } catch {
    violations.push(`no form: ${type}`);
  }
  return { body: { ...fields }, fields, files, violations };
}

function judgeFiles(endpoint: Endpoint, { body, files }: Contents): string[] {
  if (endpoint === 'generate') return [];
  const images = files.filter(({ field }) => field === 'image' || field === 'image[]');
  const masks = files.filter(({ field }) => field === 'mask');
  const [first] = images.map(({ bytes }) => sniffHeader(bytes));
  const [mask] = masks;
  const drawn = mask && sniffHeader(mask.bytes);
  const isOld = endpoint === 'variation' || body.model === 'dall-e-2';
  const rules: readonly (readonly [boolean, string])[] = [
    [images.length > 0 && images.length <= (isOld ? 1 : 16), `${images.length} images`],
    [images.every(({ field }) => (field === 'image') === (images.length === 1)), 'image or image[]'],
    [images.every(({ type, bytes }) => isWhatItSays(type, sniffHeader(bytes))), images.map(({ type }) => type).join()],
    [images.length + masks.length === files.length && masks.length <= (endpoint === 'edit' ? 1 : 0), 'other files'],
    [!mask || isWhatItSays(mask.type, drawn), `mask: ${mask?.type}`],
    [!mask || (drawn?.type === 'png' && drawn.alpha && mask.bytes.length < MASK_LIMIT), 'no mask'],
    [!mask || (drawn?.width === first?.width && drawn?.height === first?.height), 'mask of another size'],
    [body.model !== 'dall-e-2' || (first?.type === 'png' && first.width === first.height), 'no square PNG'],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => rule);
}

/** OpenAI judges a part by its type, others by its bytes. */
function isWhatItSays(type: string, info: ImageInfo | undefined): boolean {
  return info !== undefined && info.type !== 'gif' && type === `image/${info.type}`;
}

/** What the header of the first image says. */
export function firstImageOf({ files }: Pick<Contents, 'files'>): ImageInfo | undefined {
  const image = files.find(({ field }) => field.startsWith('image'));
  return image && sniffHeader(image.bytes);
}
