/** How far variations go from their picture, with the values of `easel.variationStrength`. */
export const STRENGTHS = ['subtle', 'medium', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** What the setting's `${strength}` stands for. English, because models follow it best. */
const WORDING: Readonly<Record<Strength, string>> = {
  subtle: 'Keep the composition, the subject and the style, and change only small details.',
  medium: 'Keep the subject and the style, and change the composition, the details and the light a little.',
  strong: 'Keep only the subject and the mood, and be free with the composition, the details and the style.',
};

/** The prompt that asks the edits endpoint for a variation: the setting's text with its `${strength}` filled in. */
export function variationPrompt(template: string, strength: Strength): string {
  return template.replace(/\$\{strength\}/g, () => WORDING[strength]);
}
