import { type ExportFile, type ExportOptions, type ExportWish, exportPlan, type Point } from '../../core/exportPlan.ts';
import type { ExportChange, ExportFileView, Preset } from '../../core/protocol.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../core/raster.ts';
import type { Size } from '../../core/size.ts';
import type { PictureFacts } from '../../core/task.ts';

/** What the user chose on the sheet. */
export interface Choices {
  readonly preset: Preset;
  readonly focus: Point;
  /** Of `custom`. */
  readonly size: Size;
  /** Of each preset that has a choice. */
  readonly formats: { readonly custom: ExportFormat; readonly openGraph: 'png' | 'jpeg' };
  /** Of each format that somebody chose one for. */
  readonly quality: Partial<Record<ExportFormat, number>>;
  /** By file name; what is not here is as the plan has it. */
  readonly ticks: ReadonlyMap<string, boolean>;
  /** Names of files that are to be replaced. */
  readonly replaced: ReadonlySet<string>;
}

/** What a picture's sheet begins with. */
export function firstChoices({ width, height, type }: PictureFacts): Choices {
  return {
    preset: 'favicon',
    focus: { x: 0.5, y: 0.5 },
    size: { width: Math.min(width, 800), height: Math.max(1, Math.round((height * Math.min(width, 800)) / width)) },
    // A photograph as PNG is five times as large.
    formats: { custom: type === 'gif' ? 'png' : type, openGraph: type === 'jpeg' ? 'jpeg' : 'png' },
    quality: {},
    ticks: new Map(),
    replaced: new Set(),
  };
}

/** The choices after one more. `nameOf` answers the name of a file of the sheet. */
export function applyChange(choices: Choices, change: ExportChange, nameOf: (file: string) => string | undefined): Choices {
  switch (change.of) {
    case 'preset':
      return { ...choices, preset: change.preset };
    case 'focus':
      return { ...choices, focus: { x: change.x, y: change.y } };
    case 'size':
      return { ...choices, size: { width: change.width, height: change.height } };
    case 'format': {
      const { format } = change;
      if (choices.preset === 'custom') return { ...choices, formats: { ...choices.formats, custom: format } };
      const isCard = choices.preset === 'openGraph' && (format === 'png' || format === 'jpeg');
      return isCard ? { ...choices, formats: { ...choices.formats, openGraph: format } } : choices;
    }
    case 'quality': {
      const format = formatOf(choices);
      return format ? { ...choices, quality: { ...choices.quality, [format]: change.quality } } : choices;
    }
    case 'tick': {
      const name = nameOf(change.file);
      return name === undefined ? choices : { ...choices, ticks: new Map([...choices.ticks, [name, change.on]]) };
    }
    case 'taken': {
      const name = nameOf(change.file);
      if (name === undefined) return choices;
      const others = [...choices.replaced].filter((other) => other !== name);
      return { ...choices, replaced: new Set(change.existing === 'replace' ? [...others, name] : others) };
    }
  }
}

/** The files that the choices mean. `base`: the picture's name without its extension. */
export function planOf(choices: Choices, { width, height, type }: PictureFacts, base: string): readonly ExportFile[] {
  const options: ExportOptions = { focus: choices.focus, quality: choices.quality };
  return exportPlan(wishOf(choices), { width, height, type, base }, options);
}

function wishOf({ preset, size, formats }: Choices): ExportWish {
  switch (preset) {
    case 'custom':
      return { kind: 'custom', size, format: formats.custom };
    case 'openGraph':
      return { kind: 'openGraph', format: formats.openGraph };
    case 'favicon':
    case 'responsive':
      return { kind: preset };
  }
}

/** The one format of a preset that has a choice. */
export function formatOf({ preset, formats }: Choices): ExportFormat | undefined {
  return preset === 'custom' ? formats.custom : preset === 'openGraph' ? formats.openGraph : undefined;
}

/** What a preset's format may be. */
export function formatsOf({ preset }: Choices): readonly ExportFormat[] {
  return preset === 'custom' ? EXPORT_FORMATS : preset === 'openGraph' ? ['png', 'jpeg'] : [];
}

/** The files of a plan as they stand on the sheet; `taken` has the names that are in the folder. */
export function viewFiles(files: readonly ExportFile[], choices: Choices, taken: ReadonlySet<string>): readonly ExportFileView[] {
  return files.map((file, index) => ({
    id: `${choices.preset}-${index}`,
    name: file.name,
    facts: sizesOf(file),
    ticked: choices.ticks.get(file.name) ?? !file.upscaled,
    upscaled: file.upscaled,
    ...(taken.has(file.name) && { taken: choices.replaced.has(file.name) ? 'replace' : 'skip' }),
  }));
}

function sizesOf(file: ExportFile): string {
  if (file.kind === 'icon') return file.parts.map(({ size }) => `${size.width} × ${size.height}`).join(', ');
  return `${file.size.width} × ${file.size.height}`;
}
