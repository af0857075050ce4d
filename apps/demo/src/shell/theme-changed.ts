/** Fired at the document when the colours have changed, for what is painted by hand. */
export const THEME_CHANGED = 'latents:theme';
