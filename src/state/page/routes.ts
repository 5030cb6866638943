import { decodePercent, encodePercent } from '#core/text/percent.ts';

/** The table of addresses: every view has one in the fragment, so that it can be linked and survives a reload. */
export type Route =
	| { readonly view: 'play' }
	| { readonly view: 'library' }
	| { readonly view: 'texts'; readonly tab: TextsTab }
	/** Sprout's training data; `about` is what is shown or asked: a number, words, a sentence. */
	| { readonly view: 'data'; readonly tab: DataTab; readonly about: string }
	| { readonly view: 'offline' }
	| { readonly view: 'settings' }
	| { readonly view: 'help' }
	| { readonly view: 'runs' }
	| { readonly view: 'fill' }
	| { readonly view: 'run'; readonly id: string }
	/** Two to four saved runs, side by side. */
	| { readonly view: 'diff'; readonly ids: readonly string[] }
	| { readonly view: 'compare' }
	| { readonly view: 'sweep' }
	/** The list of lessons, or one of them; the page is a step's number, `end`, `worksheet`, or empty. */
	| { readonly view: 'lessons'; readonly lesson?: string; readonly page?: string }
	/** The lesson that is being written: empty, a step's number, `worksheet`, or `preview/` and a page of it. */
	| { readonly view: 'lesson-editor'; readonly page: string }
	/** The answers of a class. */
	| { readonly view: 'tally' }
	/** A comparison from a file. */
	| { readonly view: 'comparison' }
	/** A file that could not be opened. */
	| { readonly view: 'file' }
	/** A recipe, run, comparison, filled masks or lesson in the address itself: `recipe=1.…`, `run=1.…`, … */
	| { readonly view: 'link'; readonly fragment: string };

export type View = Route['view'];
export type RouteOf<V extends View> = Extract<Route, { view: V }>;

const TEXTS_TABS = ['score', 'pairs', 'tokens'] as const;
export type TextsTab = (typeof TEXTS_TABS)[number];

const DATA_TABS = ['browse', 'search', 'sentences', 'world'] as const;
export type DataTab = (typeof DATA_TABS)[number];

/** Views that are nothing but their name. */
type PlainView = { [V in View]: { readonly view: V } extends RouteOf<V> ? V : never }[View];

/** How one view's address is read and written; the fragment comes without its `#`. */
interface Address<V extends View> {
	/** Null when the fragment is another view's. */
	readonly read: (fragment: string) => RouteOf<V> | null;
	readonly write: (route: RouteOf<V>) => string;
}

function plain<V extends Exclude<PlainView, 'lessons'>>(view: V): Address<V> {
	const path = `/${view}`;
	return {
		read: (fragment) =>
			// What is known of the type is that a plain route is its view alone.
			isAtOrBelow(fragment, path) ? ({ view } as RouteOf<V>) : null,
		write: () => path
	};
}

const isAtOrBelow = (fragment: string, path: string): boolean =>
	fragment === path || fragment.startsWith(`${path}/`);

const LINK = /^(?:recipe|run|comparison|fill|lesson)=/;
const RUN = /^\/runs\/(sha256:[0-9a-f]{64})$/;
const DIFF = /^\/diff((?:\/sha256:[0-9a-f]{64}){2,4})$/;
const LESSON = /^\/lessons\/([A-Za-z0-9.:-]+)(?:\/([a-z0-9]+))?$/;
const EDITOR = '/lesson-editor';
const DATA = /^\/data(?:\/([^/]+)(?:\/(.*))?)?$/;

/** Asked in this order: the first that knows a fragment has it. */
const ADDRESSES: { readonly [V in View]: Address<V> } = {
	link: {
		read: (fragment) => (LINK.test(fragment) ? { view: 'link', fragment } : null),
		write: ({ fragment }) => fragment
	},
	diff: {
		read(fragment) {
			const ids = DIFF.exec(fragment)?.[1];
			return ids === undefined ? null : { view: 'diff', ids: ids.slice(1).split('/') };
		},
		write: ({ ids }) => `/diff/${ids.join('/')}`
	},
	run: {
		read(fragment) {
			const id = RUN.exec(fragment)?.[1];
			return id === undefined ? null : { view: 'run', id };
		},
		write: ({ id }) => `/runs/${id}`
	},
	runs: plain('runs'),
	lessons: {
		read(fragment) {
			const [, lesson, page] = LESSON.exec(fragment) ?? [];
			if (lesson !== undefined) return lessonRoute(lesson, page);
			return isAtOrBelow(fragment, '/lessons') ? { view: 'lessons' } : null;
		},
		write: ({ lesson, page }) => ['/lessons', lesson, page].filter(Boolean).join('/')
	},
	'lesson-editor': {
		read: (fragment) =>
			fragment.startsWith(EDITOR)
				? { view: 'lesson-editor', page: fragment.slice(EDITOR.length + 1) }
				: null,
		write: ({ page }) => `${EDITOR}/${page}`
	},
	tally: plain('tally'),
	texts: {
		read(fragment) {
			if (!fragment.startsWith('/texts')) return null;
			const tab = TEXTS_TABS.find((each) => fragment.startsWith(`/texts/${each}`));
			return { view: 'texts', tab: tab ?? 'score' };
		},
		write: ({ tab }) => `/texts/${tab}`
	},
	data: {
		read(fragment) {
			const found = DATA.exec(fragment);
			if (found === null) return null;
			const tab = DATA_TABS.find((each) => each === found[1]);
			return { view: 'data', tab: tab ?? 'browse', about: decodePercent(found[2] ?? '') };
		},
		write: ({ tab, about }) => `/data/${tab}${about === '' ? '' : `/${encodePercent(about)}`}`
	},
	fill: plain('fill'),
	library: plain('library'),
	offline: plain('offline'),
	settings: plain('settings'),
	help: plain('help'),
	compare: plain('compare'),
	sweep: plain('sweep'),
	comparison: plain('comparison'),
	file: plain('file'),
	play: plain('play')
};

/** @param hash the address from its `#` on; unknown ones lead to Play */
export function parseRoute(hash: string): Route {
	const fragment = hash.slice(1);
	for (const { read } of Object.values(ADDRESSES)) {
		const route = read(fragment);
		if (route !== null) return route;
	}
	return { view: 'play' };
}

export function routeAddress(route: Route): string {
	const { write } = ADDRESSES[route.view] as Address<View>;
	return `#${write(route)}`;
}

export function lessonRoute(lesson: string, page = ''): Route & { readonly view: 'lessons' } {
	return { view: 'lessons', lesson, page };
}

/** The link in a text that someone pasted, whole or without its address; null if missing. */
export function linkFragment(text: string): string | null {
	return /(?:^|[#\s])((?:recipe|run|comparison|fill|lesson)=\S*)/.exec(text)?.[1] ?? null;
}
