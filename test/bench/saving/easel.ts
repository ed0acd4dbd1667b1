/** Easel's own way from the request to the files: run, queue, ledger, provider, shelf and disk as the extension has them. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: new URL('./vscodeStub.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

const [{ runContender }, { saveAsEasel }] = await Promise.all([import('./contender.ts'), import('./saveAsEasel.ts')]);
await runContender(saveAsEasel);
