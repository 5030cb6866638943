/**
 * What the words of an output do when they are pressed: what the step reveals of them, nothing until it is revealed, or
 * nothing at all, since the step reveals nothing of them.
 */
export type WordState = 'live' | 'after-reveal' | 'still';
