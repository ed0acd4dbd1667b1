/** The SDK alone, as its documentation shows it, in one call: the images are written one by one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { runContender } from './contender.ts';

await runContender(async ({ baseUrl, folder, images, complete }) => {
  const client = new OpenAI({ baseURL: baseUrl, apiKey: 'unused', maxRetries: 0 });
  const answer = await client.images.generate({ model: 'gpt-image-2.6-flare', prompt: 'A cat', n: images });
  for (const [index, { b64_json }] of (answer.data ?? []).entries()) {
    await writeFile(join(folder, `${index}.png`), Buffer.from(b64_json ?? '', 'base64'));
  }
  complete();
});
