/** Set by the build: see `define` in vite.config.ts. */
declare const __APP_VERSION__: string;
/** null when the sources are not a git checkout. */
declare const __APP_COMMIT__: string | null;
