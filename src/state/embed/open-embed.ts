/** Builds what a frame of the app shows and whom it listens to. */
import type { ParentFrame } from '#client/parent-frame.ts';
import { readAllowedOrigins } from '#core/embed/allowed-origins.ts';
import type { AppError } from '#core/errors.ts';
import type { AppState } from '../app-state.ts';
import { EmbedState } from './embed-state.svelte.ts';
import { EmbedTalk } from './embed-talk.svelte.ts';

export interface Embed {
	readonly state: EmbedState;
	readonly talk: EmbedTalk;
}

export interface EmbedContext {
	readonly app: AppState;
	readonly frame: ParentFrame;
	/** The app's folder, ending in a slash. */
	readonly base: string;
	readonly location: Pick<Location, 'hash' | 'origin' | 'search'>;
	readonly version: string;
	readonly describeError: (error: AppError) => string;
}

/** Beside index.html; anyone who puts the app on a server writes it. */
const ORIGINS_FILE = 'embed-origins.json';

async function fetchOrigins(base: string): Promise<readonly string[]> {
	try {
		const response = await fetch(new URL(ORIGINS_FILE, base), { cache: 'no-cache' });
		return readAllowedOrigins(await response.json()) ?? [];
	} catch {
		// Missing, unreadable, or no network: nobody but the app's own pages.
		return [];
	}
}

/** A recipe or a run; lessons have addresses of their own, which the route knows. */
export function showAddress(state: EmbedState, hash: string): void {
	if (hash.length > 1 && !/^#(\/lessons|lesson=)/.test(hash)) state.open(hash.slice(1));
}

/** Shows what the address says, and starts listening to the page around. */
export function openEmbed(context: EmbedContext): Embed {
	const { app, frame, base, location, version, describeError } = context;
	const state = new EmbedState(app);
	const wanted = new URLSearchParams(location.search).get('theme');
	app.theme.value = app.theme.options.find((theme) => theme === wanted) ?? 'system';
	showAddress(state, location.hash);
	const talk = new EmbedTalk({
		app,
		embed: state,
		frame,
		ownOrigin: location.origin,
		readOrigins: () => fetchOrigins(base),
		version,
		describeError
	});
	void talk.start();
	return { state, talk };
}
