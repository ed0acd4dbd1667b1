import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { PICTURE_ACTIONS, panelCommandOf } from '../../src/core/pictureAction.ts';
import { root } from './host/install.ts';
import type { OpenPage } from './pageHost.ts';

const Manifest = v.object({
  contributes: v.object({ keybindings: v.array(v.object({ command: v.string(), key: v.string(), when: v.string() })) }),
});

/** Presses a key, and sends what VS Code would make of it by package.json's keybindings. */
export async function pressKey({ page, send, received }: OpenPage, key: string): Promise<void> {
  await page.keyboard.press(key);
  const manifest = v.parse(Manifest, JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const bound = manifest.contributes.keybindings.find((binding) => binding.key === key.toLowerCase());
  const action = PICTURE_ACTIONS.find((action) => panelCommandOf(action) === bound?.command);
  const told = received.findLast((message) => message.kind === 'focused');
  if (action && !told?.onInput) await send({ kind: 'key', action: action.id });
}
