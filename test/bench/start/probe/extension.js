import { readFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Where a line of JSON goes at every start. */
const results = process.env.EASEL_BENCH_RESULTS;
/** ms without a turn that took long: VS Code itself has started by then. */
const QUIET = 500;
/** ms */
const LONG_TURN = 20;

const WARM = 'bench.warm';
const STARTERS = { easel: 'easel.easel', empty: 'bench.empty' };
const COMMANDS = { easel: 'easel.showPanel', empty: 'empty.nothing' };

/**
 * VS Code waits for it before it activates what starts "when startup has finished". So the others are activated here, one after
 * the other, each timed from the request to load it until its `activate()` is over; then a first command of each.
 */
export async function activate() {
  const starts = (await readFile(results, 'utf8').catch(() => '')).split('\n').length;
  // What VS Code itself loads for its first extension of this kind is nobody's own cost.
  await vscode.extensions.getExtension(WARM).activate();
  await quiet();
  const order = starts % 2 === 0 ? ['easel', 'empty'] : ['empty', 'easel'];
  const activation = {};
  for (const name of order) {
    const extension = vscode.extensions.getExtension(STARTERS[name]);
    if (extension.isActive) throw new Error(`${name} is active already`);
    activation[name] = await time(() => extension.activate());
  }
  await quiet();
  const command = {};
  for (const name of order) command[name] = await time(() => vscode.commands.executeCommand(COMMANDS[name]));
  // What is open is restored at the next start, and would activate its extension.
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await appendFile(results, `${JSON.stringify({ activation, command })}\n`);
}

/** ms; what the host's thread only waited for a processor, on a machine with other work, does not count. */
async function time(work) {
  const [start, waited] = [performance.now(), waitedForProcessor()];
  await work();
  return performance.now() - start - (waitedForProcessor() - waited);
}

function waitedForProcessor() {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
}

async function quiet() {
  for (let since = performance.now(); performance.now() - since < QUIET; ) {
    const start = performance.now();
    await setImmediate();
    await sleep(1);
    if (performance.now() - start > LONG_TURN) since = performance.now();
  }
}
