import * as l10n from '@vscode/l10n';
import { useEffect, useMemo } from 'preact/hooks';
import { boxOf } from '../../core/box.ts';
import type { Aim } from '../../core/editAim.ts';
import { frameOf } from '../../core/frame.ts';
import type { EditorView, Region } from '../../core/protocol.ts';
import type { Size } from '../../core/size.ts';
import type { Frame } from '../../core/task.ts';
import { post } from '../host.ts';
import type { Extent } from './strokes/coverage.ts';

/** What the host would send: it finds the same bounds in the coverage. */
export function useFrame(editor: EditorView, region: Region, extent: Extent | undefined): Frame | undefined {
  const { width, height } = editor.picture;
  const bounds = extent?.bounds;
  return useMemo(() => {
    if (!bounds) return undefined;
    const canvas = boxOf({ width, height });
    return frameOf({ picture: { width, height }, canvas, bounds, region, ...editor.rules }).frame;
  }, [JSON.stringify(editor.rules), width, height, region, bounds]);
}

/** Tells the host what would be sent, as often as that changes: it knows the prices. */
export function useAim(editor: string, aim: Aim | undefined, size: Size | undefined): void {
  const key = aim && JSON.stringify([editor, aim.region, aim.canvas, size]);
  useEffect(() => {
    if (aim) post({ kind: 'aimEdit', editor, ...aim });
  }, [key]);
}

interface RegionSwitchProps {
  readonly frame: Frame | undefined;
  readonly region: Region;
  readonly onChoose: (region: Region) => void;
}

/** What is sent, where it is a part, with the switch to send all. */
export function RegionSwitch({ frame, region, onChoose }: RegionSwitchProps) {
  if (!frame?.isRegion && region === 'auto') return null;
  return (
    <div class="region">
      {frame?.isRegion && <p>{l10n.t('Only the part in the frame is sent ({0} × {1}).', frame.box.width, frame.box.height)}</p>}
      <label class="checkbox">
        <input
          type="checkbox"
          checked={region === 'whole'}
          onChange={(event) => onChoose(event.currentTarget.checked ? 'whole' : 'auto')}
        />
        <span>{l10n.t('Send the whole picture')}</span>
      </label>
    </div>
  );
}
