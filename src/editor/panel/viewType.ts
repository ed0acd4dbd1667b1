/** The panel's type, as in package.json's activation event. */
export const VIEW_TYPE = 'easel.panel';
