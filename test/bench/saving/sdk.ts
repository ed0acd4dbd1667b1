/** The SDK alone, as its documentation shows it: the images are written one by one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { runContender } from './contender.ts';

await runContender(async (baseURL, folder, n, complete) => {
  const client = new OpenAI({ baseURL, apiKey: 'unused', maxRetries: 0 });
  const answer = await client.images.generate({ model: 'gpt-image-2.6-flare', prompt: 'A cat', n });
  for (const [index, { b64_json }] of (answer.data ?? []).entries()) {
    await writeFile(join(folder, `${index}.png`), Buffer.from(b64_json ?? '', 'base64'));
  }
  complete();
});
