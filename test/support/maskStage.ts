import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Box } from '../../src/core/box.ts';
import type { EditorView, ToHost } from '../../src/core/protocol.ts';
import type { Size } from '../../src/core/size.ts';
import type { Coverage } from '../../src/core/task.ts';
import type { OpenPage, PageHost, PageOptions } from './pageHost.ts';
import { editor, stateMessage } from './pageStates.ts';

/** The mask editor on an open page, as a person at the mouse has it. */
export interface MaskStage extends OpenPage {
  readonly view: EditorView;
  /** Presses at the first of some points of the picture (px), moves over the others, and lets go. */
  drag(points: readonly (readonly [number, number])[], button?: 'left' | 'middle' | 'right'): Promise<void>;
  /** Where a point of the picture lies on the screen, CSS px. */
  at(x: number, y: number): Promise<{ readonly x: number; readonly y: number }>;
  /** Sends the edit and answers what the host gets. */
  sendEdit(): Promise<Extract<ToHost, { kind: 'sendEdit' }>>;
  /** Sends the edit, and answers its coverage: width × height values, row by row. */
  plane(): Promise<Buffer>;
  /** The sentence under the picture, as soon as it is this one. */
  summary(sentence: string | RegExp): Promise<void>;
}

/** Opens an editor on a picture of width × height px. */
export async function openEditor(
  host: PageHost,
  { width, height }: Size,
  part: Partial<EditorView> = {},
  options: PageOptions = {},
): Promise<MaskStage> {
  const opened = await host.open(options);
  await opened.next('ready');
  const src = host.image('#d98b4a', width, height);
  const view = editor({ picture: { src, name: 'cat.png', width, height, alpha: true }, prompt: 'Remove the lamp', ...part });
  await opened.send(stateMessage({ editor: view }));
  return stageOn(opened, view);
}

/** The editor that is on a page already. */
export async function stageOn(opened: OpenPage, view: EditorView): Promise<MaskStage> {
  const { page } = opened;
  const { width, height } = view.picture;
  const image = page.locator('.stage-picture');
  await image.waitFor();
  const at = async (x: number, y: number) => {
    const box = await image.boundingBox();
    assert.ok(box);
    return { x: box.x + (x * box.width) / width, y: box.y + (y * box.height) / height };
  };
  const sendEdit = async () => {
    await page.getByRole('button', { name: /^(Edit|Edit Whole Picture|Extend)$/ }).click();
    return opened.next('sendEdit');
  };
  return {
    ...opened,
    view,
    at,
    sendEdit,
    drag: async ([first, ...rest], button = 'left') => {
      assert.ok(first);
      const start = await at(...first);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down({ button });
      for (const point of rest) {
        const next = await at(...point);
        await page.mouse.move(next.x, next.y, { steps: 3 });
      }
      await page.mouse.up({ button });
    },
    plane: async () => {
      const { coverage } = await sendEdit();
      assert.ok(coverage, 'a coverage was sent');
      assert.deepEqual([coverage.width, coverage.height], [width, height]);
      return inflateSync(coverage.deflated);
    },
    summary: (sentence) => page.locator('#mask-summary').filter({ hasText: sentence }).waitFor(),
  };
}

/** A plane with 255 in a box, and 0 elsewhere; or the other way round. */
export function planeWith({ width, height }: Size, { x, y, width: across, height: down }: Box, inside = 255): Buffer {
  const plane = Buffer.alloc(width * height, 255 - inside);
  for (let row = y; row < y + down; row++) plane.fill(inside, row * width + x, row * width + x + across);
  return plane;
}

/** A plane as it travels. */
export function coverageOf(size: Size, plane: Buffer): Coverage {
  return { ...size, deflated: new Uint8Array(deflateSync(plane)) };
}

/** The values of a plane at points (px). */
export function valuesAt(plane: Buffer, { width }: Size, points: readonly (readonly [number, number])[]): readonly number[] {
  return points.map(([x, y]) => plane[y * width + x] ?? -1);
}
