import assert from 'node:assert/strict';
import { readToHost } from '../../src/core/protocol.ts';

const edit = { kind: 'sendEdit', editor: 'an-editor', prompt: 'a hat', region: 'auto' };
const sheet = { kind: 'changeExport', export: 'a-sheet' };
const coverage = (width: number, height: number) => ({ width, height, deflated: new Uint8Array([1]) });

describe('a message of the page', () => {
  for (const [what, message, isTaken] of [
    ['an edit without a mask', edit, true],
    ['an edit with a mask', { ...edit, coverage: coverage(64, 48) }, true],
    ['a mask for a long screenshot', { ...edit, coverage: coverage(1280, 20_000) }, true],
    ['an extension', { ...edit, canvas: { x: -10, y: 0, width: 100, height: 100 } }, true],
    ['a mask of no width', { ...edit, coverage: coverage(0, 48) }, false],
    ['a mask of half a px', { ...edit, coverage: coverage(1.5, 48) }, false],
    ['a mask that is no bytes', { ...edit, coverage: { width: 1, height: 1, deflated: 'AA==' } }, false],
    ['an extension that begins inside the picture', { ...edit, canvas: { x: 10, y: 0, width: 100, height: 100 } }, false],
    ['a region nobody knows', { ...edit, region: 'some' }, false],
    ['a point of interest', { ...sheet, change: { of: 'focus', x: 0.25, y: 1 } }, true],
    ['a point outside of the picture', { ...sheet, change: { of: 'focus', x: 1.2, y: 0 } }, false],
    ['a size nobody can make', { ...sheet, change: { of: 'size', width: 100_000, height: 10 } }, false],
    ['a format nobody knows', { ...sheet, change: { of: 'format', format: 'svg' } }, false],
    ['a quality above 100', { ...sheet, change: { of: 'quality', quality: 101 } }, false],
    ['a choice nobody knows', { ...sheet, change: { of: 'folder', path: '/etc' } }, false],
    ['a path instead of an id', { kind: 'edit', path: '/etc/passwd' }, false],
    ['a command', { kind: 'command', command: 'workbench.action.quit' }, false],
    ['nothing', undefined, false],
  ] as const) {
    it(`${isTaken ? 'is taken' : 'is dropped'}: ${what}`, () => assert.equal(readToHost(message) !== undefined, isTaken));
  }
});
