import * as vscode from 'vscode';
import { readEditInput, readGenerateInput, readVaryInput } from '../../core/agentInput.ts';
import type { AgentTool } from '../../core/agentTool.ts';
import { isWithin } from '../../core/box.ts';
import { coverageOfBox } from '../../core/coverage.ts';
import { assertNever, invalid } from '../../core/failure.ts';
import { formatSize } from '../../core/size.ts';
import { readStyles, type Style } from '../../core/style.ts';
import type { Options } from '../../core/task.ts';
import { typeOfTarget } from '../gaps/exactFile.ts';
import type { Generation } from '../generation/generation.ts';
import { readSubject } from '../generation/subject.ts';
import { wishForVariations } from '../generation/variation.ts';
import type { Wish } from '../generation/wish.ts';
import type { Outside } from '../outside.ts';
import { readSettings } from '../settings.ts';
import { findPicture, findTarget } from './paths.ts';

/** What reading an agent's input works with. */
export interface WishParts {
  readonly outside: Outside;
  readonly generation: Pick<Generation, 'read'>;
}

/**
 * What an agent asks for by a call of a tool, with the flags of its prompt as options. Throws `Failed`: `invalid` (input, or
 * what a wish can be wrong about), `noFile`, `badImage` with its name, `raster`.
 */
export async function wishOfTool(tool: AgentTool, input: unknown, parts: WishParts): Promise<Wish> {
  const wish = parts.generation.read({ ...(await readInput(tool, input, parts.outside)), by: 'agent' });
  const { count = 1, background } = wish.options;
  if (background === 'transparent' && wish.target && typeOfTarget(wish.target) === 'jpeg') {
    throw invalid({ field: 'input', name: 'transparent', problem: 'transparentJpeg' });
  }
  const limit = readSettings(wish.scope).agentMaxImages;
  if (count > limit) throw invalid({ field: 'input', name: 'count', problem: 'tooMany', count, limit });
  return wish;
}

function readInput(tool: AgentTool, input: unknown, outside: Outside): Promise<Wish> {
  switch (tool) {
    case 'easel_generate_image':
      return readGenerate(input, outside);
    case 'easel_edit_image':
      return readEdit(input, outside);
    case 'easel_image_variations':
      return readVary(input, outside);
    default:
      return assertNever(tool);
  }
}

async function readGenerate(input: unknown, outside: Outside): Promise<Wish> {
  const { prompt, path, size, count = 1, transparent, style } = readGenerateInput(input);
  if (!vscode.workspace.workspaceFolders?.length) {
    throw invalid({ field: 'input', name: 'path', problem: 'noWorkspace' });
  }
  const target = path === undefined ? undefined : await findTarget(path, outside);
  const options: Partial<Options> = {
    count,
    ...(size !== undefined && { size }),
    // False is what models fill in where they mean nothing: the settings and the style hold.
    ...(transparent && { background: 'transparent' }),
    ...(target && formatOf(target)),
  };
  // The settings that hold are those of the folder that it is for.
  return {
    prompt,
    options,
    ...(target && { target, scope: target }),
    ...(style !== undefined && { style: findStyle(style, target) }),
  };
}

/** What the name of the file says; what no model makes is converted. */
function formatOf(target: vscode.Uri): Partial<Options> {
  const type = typeOfTarget(target);
  return type === 'png' || type === 'jpeg' || type === 'webp' ? { outputFormat: type } : {};
}

function findStyle(name: string, scope: vscode.Uri | undefined): Style | 'none' {
  if (name.toLowerCase() === 'none') return 'none';
  const { styles } = readStyles(readSettings(scope).styles);
  const style = styles.find((one) => one.name === name) ?? styles.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (style) return style;
  throw invalid({ field: 'input', name: 'style', problem: 'style', value: name, known: styles.map((one) => one.name) });
}

async function readEdit(input: unknown, outside: Outside): Promise<Wish> {
  const { path, prompt, region, references = [] } = readEditInput(input);
  const picture = await findPicture(path, 'path', outside);
  const others: vscode.Uri[] = [];
  for (const [index, reference] of references.entries()) {
    others.push(await findPicture(reference, `references.${index}`, outside));
  }
  const { bytes, facts } = await readSubject(outside, picture, new AbortController().signal);
  const about = { prompt, options: { count: 1 }, scope: picture };
  const edit = { kind: 'edit', picture, sha256: await outside.sha256(bytes), references: others } as const;
  if (!region) return { ...about, edit: { ...edit, region: 'whole' } };
  if (!isWithin(region, { x: 0, y: 0, ...facts })) {
    throw invalid({ field: 'input', name: 'region', problem: 'region', picture: formatSize(facts) });
  }
  const { editRegion } = readSettings(picture);
  return { ...about, edit: { ...edit, region: editRegion, coverage: await coverageOfBox(facts, region) } };
}

async function readVary(input: unknown, outside: Outside): Promise<Wish> {
  const { path, count, strength } = readVaryInput(input);
  const picture = await findPicture(path, 'path', outside);
  const { edit, ...wish } = wishForVariations({ picture, references: [], scope: picture, ...(strength && { strength }) });
  const { agentMaxImages, variation } = readSettings(picture);
  const { bytes } = await readSubject(outside, picture, new AbortController().signal);
  const sha256 = await outside.sha256(bytes);
  return {
    ...wish,
    ...(edit && { edit: { ...edit, sha256 } }),
    options: { ...wish.options, count: count ?? Math.max(1, Math.min(variation.count, agentMaxImages)) },
  };
}
