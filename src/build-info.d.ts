/** Set by the build: see `define` in vite.config.ts. */
declare const __APP_VERSION__: string;
/** null when the sources are not a git checkout. */
declare const __APP_COMMIT__: string | null;
/** Codes of the interface's languages, the source language first. */
declare const __LANGUAGES__: readonly string[];
