import type * as vscode from 'vscode';
import { type Strength, variationPrompt } from '../../core/variation.ts';
import { readSettings } from '../settings.ts';
import type { Wish } from './wish.ts';

/** Variations as the settings have them; `strength` where another one is asked for. Throws `Failed` `invalid`. */
export function wishForVariations(picture: vscode.Uri, references: readonly vscode.Uri[], strength?: Strength): Wish {
  const { variation } = readSettings(picture);
  const chosen = strength ?? variation.strength;
  return {
    prompt: variationPrompt(variation.prompt, chosen),
    options: { count: variation.count },
    scope: picture,
    edit: { kind: 'vary', picture, references, region: 'whole', strength: chosen },
  };
}
