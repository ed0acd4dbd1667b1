import { encodeIcon, type IconPart } from './exportIcon.ts';
import type { ExportFile } from './exportPlan.ts';
import type { Bytes } from './image.ts';
import type { Raster } from './raster.ts';

/** Makes one file of an export. Throws `Failed`: `raster`, `badImage`, `cancelled`. */
export async function renderExport(
  raster: Pick<Raster, 'render'>,
  picture: Bytes,
  file: ExportFile,
  signal: AbortSignal,
): Promise<Bytes> {
  if (file.kind === 'picture') {
    const { name, upscaled, kind, ...rendering } = file;
    return raster.render(picture, rendering, signal);
  }
  const parts: IconPart[] = [];
  for (const part of file.parts) parts.push({ side: part.size.width, png: await raster.render(picture, part, signal) });
  return encodeIcon(parts);
}
