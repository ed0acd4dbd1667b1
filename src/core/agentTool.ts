/** The tools for agents, by the names they have in package.json. */
export const AGENT_TOOLS = ['easel_generate_image', 'easel_edit_image', 'easel_image_variations'] as const;
export type AgentTool = (typeof AGENT_TOOLS)[number];
