import { shorten } from './agentProblem.ts';
import { formatDollars, type LearnedPrices } from './cost.ts';
import { PLACEHOLDER_ORIGIN } from './models.ts';
import { pricingOfRun } from './server.ts';
import type { Run } from './session.ts';
import { type Spent, spentOn } from './spending.ts';

/** One image as an agent is told of it. */
export interface AgentImage {
  /** From the workspace folder, as VS Code shows it; absolute for one that lies in no folder of the workspace. */
  readonly path: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** `PNG` */
  readonly type: string;
  /** bytes */
  readonly bytes: number;
  readonly markdown: string;
  readonly html: string;
}

/** What a call of a tool has brought. */
export interface AgentOutcome {
  readonly images: readonly AgentImage[];
  readonly run: Run;
  readonly prices: LearnedPrices;
  /** Whole sentences about what came otherwise than it was asked for. */
  readonly notes: readonly string[];
  /** Of the calls that failed, each with what helps. */
  readonly failures: readonly string[];
  /** Images that can be looked at, as parts of the same answer. */
  readonly previews: number;
}

/** The answer for a language model: in English, which models follow best, one fact a line. */
export function answerAgent({ images, run, prices, notes, failures, previews }: AgentOutcome): string {
  const lines = [images.length === 1 ? 'Saved 1 image:' : `Saved ${images.length} images:`];
  for (const { path, width, height, type, bytes, markdown, html } of images) {
    lines.push(`- path: ${path}`);
    lines.push(`  size: ${width} x ${height} px, ${type}, ${bytes} bytes`);
    lines.push(`  Markdown: ${markdown}`);
    lines.push(`  HTML: ${html}`);
  }
  lines.push(
    'A reference whose path begins with / is from the root of the site: use it as it is. Any other is for a document in the workspace folder: for one in another folder adapt its path.',
  );
  lines.push(`Cost: ${costOf(run, prices)}`);
  if (run.provider === PLACEHOLDER_ORIGIN) {
    lines.push('These are placeholders that were drawn on this machine, not pictures of what was asked for: tell the user so.');
  }
  for (const note of notes) lines.push(`Note: ${plain(note)}`);
  for (const failure of failures) lines.push(`Not made: ${failure}`);
  if (previews > 0) lines.push('A small copy of each image follows: look whether it shows what was asked for.');
  return lines.join('\n');
}

function costOf(run: Run, prices: LearnedPrices): string {
  if (pricingOfRun(run) === 'free') return 'nothing';
  const { dollars, about, more }: Spent = spentOn(run, prices);
  if (dollars <= 0) return 'unknown';
  return `${more ? 'at least ' : about ? 'about ' : ''}US$ ${formatDollars(dollars)}`;
}

/** One line, without the marks that keep names of other scripts apart for people. */
function plain(sentence: string): string {
  return shorten(sentence.replace(/\p{Bidi_Control}/gu, ''));
}
