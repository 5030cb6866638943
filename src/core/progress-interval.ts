/** How often progress is told while work continues, in milliseconds: a bar that moves, and no flood of messages. */
export const PROGRESS_INTERVAL_MS = 100;
