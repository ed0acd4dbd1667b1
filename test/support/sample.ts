import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The sentence of the sample's README.md that asks for a picture. */
export const SAMPLE_SENTENCE = 'A small red lighthouse on a rocky island at dusk, its lamp just lit, flat illustration';

const README = `# Harbor Lights

Tide tables and lighthouse timings for small harbors,
in one static page that works without a connection.

${SAMPLE_SENTENCE}

## Why

Printed tide tables are out of date the day they are
printed, and a phone has no signal two miles out.
Harbor Lights is 40 kB and loads from the cache.

## Use

\`\`\`sh
npx harbor-lights build --harbor "Port Ellery"
\`\`\`

- High and low water for the next fourteen days
- The character of every light you can see from here
- Sunrise, sunset and the moon
`;

const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Harbor Lights</title>
    <link rel="stylesheet" href="styles.css">
  </head>
  <body>
    <header class="hero">
      <h1>Harbor Lights</h1>
      <!-- a calm harbor at night, seen from the water -->
    </header>
    <p>High water at 04:12, low water at 10:31.</p>
  </body>
</html>
`;

const STYLES = `body {
  margin: 0 auto;
  max-width: 40rem;
  font-family: system-ui, sans-serif;
}

/* soft waves seen from above, two shades of blue */
.hero {
  padding: 4rem 2rem;
  color: white;
}
`;

/** Writes a small project that could do with some pictures into a folder of that name, and answers with its path. */
export async function makeSample(parent: string): Promise<string> {
  const folder = join(parent, 'harbor-lights');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'README.md'), README);
  await writeFile(join(folder, 'index.html'), INDEX);
  await writeFile(join(folder, 'styles.css'), STYLES);
  return folder;
}
