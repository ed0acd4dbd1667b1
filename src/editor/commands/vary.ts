import * as vscode from 'vscode';
import { placeAtCursor } from '../documents/source.ts';
import { wishForVariations } from '../generation/variation.ts';
import { requireTrust } from '../trust.ts';
import { scopeOf } from '../waiting/place.ts';
import { chooseImages } from './imageArguments.ts';
import { type CommandParts, registerCommand } from './parts.ts';

/** `easel.vary`: variations of a picture, at once. Answers the saved files' URIs. */
export function registerVary(parts: CommandParts): void {
  registerCommand(
    'easel.vary',
    parts,
    async (...given) => {
      requireTrust();
      const chosen = await chooseImages(given, parts.store);
      if (!chosen) return [];
      const scope = scopeOf(chosen.picture, parts.store.state, parts.storage);
      const wish = wishForVariations({ ...chosen, scope });
      const pictures = await parts.generation.start(placeAtCursor(wish, parts.anchors));
      return pictures.map(({ uri }) => vscode.Uri.parse(uri));
    },
    [],
  );
}
