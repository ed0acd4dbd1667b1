import Mocha from 'mocha';

export interface MochaOptions {
  /** Where mocha's JSON goes. */
  readonly results: string;
  /** Only tests whose whole title matches. */
  readonly grep?: string | undefined;
  /** For one test. ms */
  readonly timeout: number;
  /** How often a test that failed is run again. */
  readonly retries?: number;
  /** `require` in the extension host, which serves `vscode` to it alone; `import` elsewhere. */
  readonly load: 'import' | 'require';
}

/** Runs test files in this process: readable lines on the console, mocha's JSON in a file. Returns the number of failures. */
export async function runMocha(files: readonly string[], options: MochaOptions): Promise<number> {
  const mocha = new Run({
    ui: 'bdd',
    timeout: options.timeout,
    retries: options.retries ?? 0,
    reporter: reporterInto(options.results),
    forbidOnly: process.env.CI !== undefined,
    // What is skipped is printed and counted; there it fails, by its name.
    forbidPending: process.env.CI !== undefined,
    ...(options.grep === undefined ? {} : { grep: options.grep }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.load(options.load);
  return new Promise((resolve) => mocha.run(resolve));
}

class Run extends Mocha {
  async load(by: 'import' | 'require'): Promise<void> {
    if (by === 'require') this.loadFiles();
    else await this.loadFilesAsync();
  }
}

/** Mocha knows one reporter a run; this one is two. */
function reporterInto(output: string): Mocha.ReporterConstructor {
  return class extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      // The types know only the option's old name, `reporterOptions`, which this reporter no longer reads.
      const withOutput = { ...options, reporterOption: { output } };
      new Mocha.reporters.JSON(runner, withOutput);
      const { EVENT_TEST_RETRY, EVENT_RUN_END } = Mocha.Runner.constants;
      const repeats: string[] = [];
      // A second run may fail of what the first one left: only the first error says what happened.
      runner.on(EVENT_TEST_RETRY, (test, error) => {
        console.log(`    ↻ ${test.fullTitle()}: is run again, because\n${error.stack ?? error.message}`);
        repeats.push(`  ↻ ${test.fullTitle()}\n${inShort(error)}`);
      });
      // Of a long log often only the end is kept.
      runner.once(EVENT_RUN_END, () => {
        if (repeats.length > 0) console.log(`  Run again were:\n${repeats.join('\n')}\n`);
      });
    }
  };
}

/** What happened, and where in the tests, in few lines. */
function inShort({ message, stack = '' }: Error): string {
  const said = message.split('\n').filter((line) => line.trim() !== '');
  const at = stack.split('\n').find((line) => /^\s+at .*\.test\.\w+:\d/.test(line));
  const lines = [...said.slice(0, SAID_LINES), ...(at === undefined ? [] : [at])];
  return lines.map((line) => `      ${line.trimEnd()}`).join('\n');
}

/** How many lines of an error are printed at the end; where it happened is one more. */
const SAID_LINES = 5;
