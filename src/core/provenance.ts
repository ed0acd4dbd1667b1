import * as v from 'valibot';
import type { Options } from './task.ts';

/** What made an image: enough to make it again. */
export interface Provenance {
  /** As the user gave it. */
  readonly prompt: string;
  /** What the model made of the prompt. */
  readonly revisedPrompt?: string;
  readonly model: string;
  /** An origin, such as `https://api.openai.com`. */
  readonly server: string;
  /** `edited`: from a picture that no model had made. Placeholders were made by no model and have no provenance. */
  readonly made: 'generated' | 'edited';
  readonly options: Options;
  /** ms since 1970. */
  readonly at: number;
  /** Who wrote the prompt, where that was given. */
  readonly writer?: string;
  /** `Easel 0.3.0` */
  readonly tool: string;
}

/** What a file says of itself: all of it where Easel wrote it, else at least the prompt. */
export type FoundProvenance = Pick<Provenance, 'prompt'> & Partial<Provenance>;

/** Where provenance is written, the values of `easel.provenance`. */
export const PROVENANCE_MODES = ['none', 'sidecar', 'xmp'] as const;
export type ProvenanceMode = (typeof PROVENANCE_MODES)[number];

/** The sidecar's name beside an image: `hero.png` → `hero.png.json`. */
export function sidecarName(image: string): string {
  return `${image}.json`;
}

const VERSION = 1;
const text = v.string();

/** What a record holds besides the prompt. */
const entries = {
  version: v.literal(VERSION),
  tool: text,
  at: v.pipe(
    text,
    v.transform((date) => Date.parse(date)),
    v.number(),
  ),
  model: text,
  server: text,
  made: v.picklist(['generated', 'edited']),
  revisedPrompt: v.exactOptional(text),
  writer: v.exactOptional(text),
  options: v.object({
    model: text,
    size: text,
    quality: text,
    count: v.pipe(v.number(), v.finite()),
    background: text,
    outputFormat: text,
    style: text,
    moderation: text,
    inputFidelity: text,
    promptAsIs: v.boolean(),
  }),
};
const recordSchema = v.pipe(text, v.parseJson(), v.object(entries));
const sidecarSchema = v.pipe(text, v.parseJson(), v.object({ ...entries, prompt: text }));

/** The text of a sidecar, JSON. */
export function toSidecar({ at, ...provenance }: Provenance): string {
  return `${JSON.stringify({ version: VERSION, at: new Date(at).toISOString(), ...provenance }, null, 2)}\n`;
}

/** Reads a sidecar; `undefined` for any other text. */
export function readSidecar(sidecar: string): Provenance | undefined {
  const result = v.safeParse(sidecarSchema, sidecar);
  if (!result.success) return undefined;
  const { version, ...provenance } = result.output;
  return provenance;
}

/** A sidecar's JSON in one line and without the prompt, for a place that has it already. */
export function toRecord({ at, prompt, ...provenance }: Provenance): string {
  return JSON.stringify({ version: VERSION, at: new Date(at).toISOString(), ...provenance });
}

/** Reads what {@link toRecord} wrote; `undefined` for any other text. */
export function readRecord(record: string): Omit<Provenance, 'prompt'> | undefined {
  const result = v.safeParse(recordSchema, record);
  if (!result.success) return undefined;
  const { version, ...provenance } = result.output;
  return provenance;
}
