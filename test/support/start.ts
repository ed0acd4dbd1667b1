/** `npm start`: a real VS Code with the extension and the sample workspace, left open until Ctrl+C. */
import { startVsCode } from './host/server.ts';
import { makeSample } from './sample.ts';
import { makeScratch } from './scratch.ts';
import { packageExtension } from './vsix.ts';

const vsix = await packageExtension();
const folder = await makeSample(makeScratch('start').path);
const server = await startVsCode({
  mode: 'product',
  folder,
  extensions: [vsix],
  settings: { 'easel.model': 'placeholder', 'workbench.colorTheme': 'Dark Modern' },
});
console.log(`\nThe workspace is ${folder}; it goes with Ctrl+C.\nOpen ${server.url}`);
await server.ended;
console.error('VS Code ended by itself.');
process.exit(1);
