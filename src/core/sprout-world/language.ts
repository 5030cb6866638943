/** What Sprout was taught, and so all that it reads and writes. BCP 47. */
export const SPROUT_LANGUAGE = 'en';
