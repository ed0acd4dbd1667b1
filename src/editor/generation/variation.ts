import type * as vscode from 'vscode';
import { type Strength, variationPrompt } from '../../core/variation.ts';
import { readSettings } from '../settings.ts';
import type { Wish } from './wish.ts';

/** What variations are asked for with. */
export interface VariationRequest {
  readonly picture: vscode.Uri;
  readonly references: readonly vscode.Uri[];
  /** Absent: as the settings have it. */
  readonly strength?: Strength;
  /** Whose settings and folder hold. */
  readonly scope: vscode.Uri;
}

/** Variations as the settings have them. Throws `Failed` `invalid`. */
export function wishForVariations({ picture, references, strength, scope }: VariationRequest): Wish {
  const { variation } = readSettings(scope);
  const chosen = strength ?? variation.strength;
  return {
    prompt: variationPrompt(variation.prompt, chosen),
    options: { count: variation.count },
    scope,
    edit: { kind: 'vary', picture, references, region: 'whole', strength: chosen },
  };
}
