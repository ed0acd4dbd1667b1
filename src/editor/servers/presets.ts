import * as v from 'valibot';
import { type EntryProblem, NoList, readNamedList } from '../../core/namedList.ts';
import { holdsSecret } from '../../core/secret.ts';
import { type ModelAlias, readAddress } from '../../core/server.ts';
import { kindOf, SERVER_KINDS } from './kinds.ts';

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));

/** What stands in a header is sent in the clear to whoever is asked, and lies in a settings file: keys have another place. */
const SECRET_HEADER =
  /authorization|cookie|secret|password|credential|(^|[-_])(auth|key|token|session|signature)s?$|(api|access|auth|subscription)(key|token)/i;
/** What the wire sets itself. */
const OWN_HEADER = /^(host|content-.*|accept(-encoding)?|connection|transfer-encoding|te|upgrade|expect|trailer|keep-alive)$/i;

const Headers = v.pipe(
  NoList,
  v.record(
    v.pipe(
      v.string(),
      v.regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/),
      v.check((name) => !SECRET_HEADER.test(name) && !OWN_HEADER.test(name)),
    ),
    v.pipe(
      v.string(),
      v.regex(/^[\x20-\x7e]{0,500}$/),
      v.check((value) => !holdsSecret(value)),
    ),
  ),
);

const Alias = v.union([
  v.pipe(
    text,
    v.transform((name): ModelAlias => ({ name })),
  ),
  v.strictObject({ name: text, is: v.exactOptional(text) }),
]);

const PresetSetting = v.strictObject({
  name: v.pipe(text, v.maxLength(100)),
  kind: v.optional(v.picklist(SERVER_KINDS.map(({ id }) => id)), 'compatible'),
  baseUrl: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  models: v.optional(v.array(Alias), []),
  headers: v.optional(Headers, {}),
  organization: v.exactOptional(v.pipe(text, v.regex(/^[\x21-\x7e]+$/))),
  project: v.exactOptional(v.pipe(text, v.regex(/^[\x21-\x7e]+$/))),
});

/** An entry of `easel.servers`. */
export type Preset = v.InferOutput<typeof PresetSetting>;

/** Reads `easel.servers`: the presets that can be used, and what is wrong with the others. */
export function readPresets(setting: readonly unknown[]): {
  readonly presets: readonly Preset[];
  readonly problems: readonly EntryProblem[];
} {
  const { entries, problems } = readNamedList(setting, PresetSetting);
  const presets: Preset[] = [];
  const twice: EntryProblem[] = [];
  for (const preset of entries) {
    // Only the address says which is in use.
    if (!presets.some((other) => isAt(other, preset.baseUrl))) presets.push(preset);
    else twice.push({ position: positionOf(setting, preset), name: preset.name, property: 'baseUrl' });
  }
  return { presets, problems: [...problems, ...twice] };
}

function positionOf(setting: readonly unknown[], { name }: Preset): number {
  return setting.findIndex((entry) => v.is(v.object({ name: v.string() }), entry) && entry.name.trim() === name) + 1;
}

/** Whether an address is that of a preset. */
export function isAt({ baseUrl, kind }: Pick<Preset, 'baseUrl' | 'kind'>, address: string): boolean {
  const { barePath } = kindOf(kind);
  try {
    return readAddress(baseUrl, barePath).baseUrl === readAddress(address, barePath).baseUrl;
  } catch {
    return false;
  }
}

/** All that a preset has sent with each request. */
export function headersOf({ headers, organization, project }: Preset): Readonly<Record<string, string>> {
  return {
    ...headers,
    ...(organization !== undefined && { 'OpenAI-Organization': organization }),
    ...(project !== undefined && { 'OpenAI-Project': project }),
  };
}
