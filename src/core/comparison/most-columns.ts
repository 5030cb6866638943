/** The most outputs that stand side by side. */
export const MOST_COLUMNS = 4;
