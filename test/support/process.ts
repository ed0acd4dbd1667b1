import { type ChildProcess, spawn } from 'node:child_process';

/** A program with all that it started: one process group, ended as a whole and by its id. */
export interface Program {
  readonly child: ChildProcess;
  /** Resolves with the exit code; a signal counts as 1. */
  readonly ended: Promise<number>;
  /** The last 8000 characters it wrote, of both streams. */
  output(): string;
  /** Ends the group and waits: politely first, after 5 s by force. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Passes the output on to ours while it comes. */
  readonly show?: boolean;
}

const running = new Set<number>();
process.once('exit', () => {
  for (const id of running) signalGroup(id, 'SIGKILL');
});
// What is detached does not get the terminal's Ctrl+C; the handlers of `exit` end it.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

/** Starts a program without standard input. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const child = spawn(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    // There npm is a script, which only a shell can start.
    shell: process.platform === 'win32' && command === 'npm',
  });
  let output = '';
  const collect = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8000);
    if (options.show) target.write(chunk);
  };
  child.stdout.on('data', collect(process.stdout));
  child.stderr.on('data', collect(process.stderr));
  const id = child.pid;
  if (id !== undefined) running.add(id);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    if (id !== undefined) running.delete(id);
  });
  return {
    child,
    ended,
    output: () => output,
    async stop() {
      if (id === undefined || !running.has(id)) return;
      signalGroup(id, 'SIGTERM');
      const force = setTimeout(() => signalGroup(id, 'SIGKILL'), 5000);
      await ended;
      clearTimeout(force);
      // The leader may be gone before its children.
      signalGroup(id, 'SIGKILL');
    },
  };
}

/** Runs a program to its end. Throws with the end of its output when it fails. */
export async function runProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const program = startProgram(command, args, options);
  const code = await program.ended;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${options.show ? '' : program.output()}`);
  return program.output();
}

function signalGroup(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? id : -id, signal);
  } catch {
    // It is gone already.
  }
}
