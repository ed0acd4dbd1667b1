import * as vscode from 'vscode';
import { invalid } from '../../core/failure.ts';
import { readStyles, type Style } from '../../core/style.ts';
import { readSettings } from '../settings.ts';

/** The style that prompts get, chosen for the workspace. */
export interface Styles extends vscode.Disposable {
  /** Throws `Failed` `invalid` where the setting is not right, and the style that was chosen cannot be used for that. */
  active(scope: vscode.Uri | undefined): Style | undefined;
  choose(name: string | undefined): Promise<void>;
  readonly onChange: vscode.Event<void>;
}

const ACTIVE = 'easel.activeStyle';

export function createStyles(state: vscode.Memento): Styles {
  const changed = new vscode.EventEmitter<void>();
  return {
    active(scope) {
      const name = state.get<unknown>(ACTIVE);
      if (name === undefined) return undefined;
      const { styles, problems } = readStyles(readSettings(scope).styles);
      const style = styles.find((one) => one.name === name);
      // Without its style the picture would be another one than was asked for.
      const isBroken = !style && problems.some((problem) => problem.name === name);
      if (isBroken) throw invalid({ field: 'setting', name: 'easel.styles', value: `“${name}”` });
      return style;
    },
    async choose(name) {
      await state.update(ACTIVE, name);
      changed.fire();
    },
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
