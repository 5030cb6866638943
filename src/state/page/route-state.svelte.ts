/** Every view has an address in the fragment, so that it can be linked and survives a reload. */
export type Route =
	| { readonly view: 'play' }
	| { readonly view: 'library' }
	| { readonly view: 'texts'; readonly tab: TextsTab }
	/** Sprout's training data; `about` is what is shown or asked: a number, words, a sentence. */
	| { readonly view: 'data'; readonly tab: DataTab; readonly about: string }
	| { readonly view: 'offline' }
	| { readonly view: 'settings' }
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
	/** Somebody's recipe, run, comparison, filled masks or lesson in the address itself: `recipe=1.…`, `run=1.…`, … */
	| { readonly view: 'link'; readonly fragment: string };

const TEXTS_TABS = ['score', 'pairs', 'tokens'] as const;
export type TextsTab = (typeof TEXTS_TABS)[number];

const DATA_TABS = ['browse', 'search', 'sentences', 'world'] as const;
export type DataTab = (typeof DATA_TABS)[number];

const RUN_ADDRESS = /^#\/runs\/(sha256:[0-9a-f]{64})$/;
const LESSON_ADDRESS = /^#\/lessons\/([A-Za-z0-9.:-]+)(?:\/([a-z0-9]+))?$/;
const EDITOR = '#/lesson-editor';
const DIFF_ADDRESS = /^#\/diff((\/sha256:[0-9a-f]{64}){2,4})$/;

const DATA_ADDRESS = /^#\/data(?:\/([^/]+)(?:\/(.*))?)?$/;

const PLAIN_VIEWS = [
	'fill',
	'lessons',
	'library',
	'offline',
	'settings',
	'runs',
	'compare',
	'sweep',
	'tally',
	'comparison'
] as const;

/** The link in a text that someone pasted, whole or without its address; null when there is none. */
export function linkFragment(text: string): string | null {
	return /(?:^|[#\s])((?:recipe|run|comparison|fill|lesson)=\S*)/.exec(text)?.[1] ?? null;
}

/** An address that somebody cut or mistyped is no reason to fail. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

export function parseRoute(hash: string): Route {
	if (/^#(recipe|run|comparison|fill|lesson)=/.test(hash))
		return { view: 'link', fragment: hash.slice(1) };
	const ids = DIFF_ADDRESS.exec(hash)?.[1];
	if (ids !== undefined) return { view: 'diff', ids: ids.slice(1).split('/') };
	const run = RUN_ADDRESS.exec(hash);
	if (run?.[1] !== undefined) return { view: 'run', id: run[1] };
	const [, lesson, page] = LESSON_ADDRESS.exec(hash) ?? [];
	if (lesson !== undefined) return lessonRoute(lesson, page);
	return parseTool(hash) ?? parsePlain(hash);
}

/** A view with tools: which one is open stands in the address. */
function parseTool(hash: string): Route | null {
	if (hash.startsWith(EDITOR))
		return { view: 'lesson-editor', page: hash.slice(EDITOR.length + 1) };
	if (hash.startsWith('#/texts')) {
		const tab = TEXTS_TABS.find((each) => hash.startsWith(`#/texts/${each}`));
		return { view: 'texts', tab: tab ?? 'score' };
	}
	const data = DATA_ADDRESS.exec(hash);
	if (data === null) return null;
	const tab = DATA_TABS.find((each) => each === data[1]);
	return { view: 'data', tab: tab ?? 'browse', about: decoded(data[2] ?? '') };
}

function parsePlain(hash: string): Route {
	const view = PLAIN_VIEWS.find((name) => hash === `#/${name}` || hash.startsWith(`#/${name}/`));
	return { view: view ?? 'play' };
}

export function lessonRoute(lesson: string, page = ''): Route {
	return { view: 'lessons', lesson, page };
}

export function routeAddress(route: Route): string {
	switch (route.view) {
		case 'run':
			return `#/runs/${route.id}`;
		case 'diff':
			return `#/diff/${route.ids.join('/')}`;
		case 'lessons':
			return ['#/lessons', route.lesson, route.page].filter(Boolean).join('/');
		case 'texts':
			return `#/texts/${route.tab}`;
		case 'data':
			return `#/data/${route.tab}${route.about === '' ? '' : `/${encodeURIComponent(route.about)}`}`;
		case 'lesson-editor':
			return `${EDITOR}/${route.page}`;
		case 'link':
			return `#${route.fragment}`;
		default:
			return `#/${route.view}`;
	}
}

export class RouteState {
	current = $state.raw<Route>({ view: 'play' });
	/** Resolves once something other than a link is shown: opening a link starts nothing by itself. */
	readonly pastLink: Promise<void>;
	readonly #location: Pick<Location, 'hash'>;
	#passLink: () => void = () => undefined;

	constructor(location: Pick<Location, 'hash'>) {
		this.#location = location;
		this.pastLink = new Promise((resolve) => {
			this.#passLink = resolve;
		});
		this.read();
	}

	/** Takes the route from the address; called when the address changes. */
	read(): void {
		this.#show(parseRoute(this.#location.hash));
	}

	go(route: Route): void {
		this.#location.hash = routeAddress(route);
		this.#show(route);
	}

	#show(route: Route): void {
		this.current = route;
		if (route.view !== 'link') this.#passLink();
	}
}
