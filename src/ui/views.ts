/** The table of views: what each is called, how it is fetched, and where the menu leads to it. */
import type { Component } from 'svelte';
import type { AppState } from '#state/app-state.ts';
import type { Route, RouteOf, View } from '#state/page/routes.ts';
import type { IconName } from './kit/icons.ts';
import PlayPage from './views/play/PlayPage.svelte';

export interface MenuPlace {
	readonly label: string;
	readonly icon: IconName;
	readonly route: Route;
	/** Left out: everybody sees it. */
	readonly isFor?: (app: AppState) => boolean;
}

/** A view's component is given its route's fields; one without fields takes nothing. */
type Page<V extends View> = Component<RouteOf<V>> | Component<Record<string, never>>;

interface ViewEntry<V extends View> {
	/** In the browser's tab. */
	readonly title: string;
	/** Its own place in the menu, or the view whose place is marked while this one is open. */
	readonly menu?: MenuPlace | View;
	/** Called when the view is opened; the same function for two views keeps what they share. */
	readonly load: () => Promise<{ readonly default: Page<V> }>;
}

const loadBench = () => import('./views/bench/BenchGate.svelte');

/** In the menu's order. */
export const VIEWS: { readonly [V in View]: ViewEntry<V> } = {
	play: {
		title: 'Play',
		menu: { label: 'Play', icon: 'play', route: { view: 'play' } },
		// Part of the first screen.
		load: () => Promise.resolve({ default: PlayPage })
	},
	compare: {
		title: 'Compare',
		menu: { label: 'Compare', icon: 'compare', route: { view: 'compare' } },
		load: loadBench
	},
	sweep: { title: 'Sweep', menu: 'compare', load: loadBench },
	comparison: {
		title: 'Comparison',
		menu: 'compare',
		load: () => import('./views/bench/ComparisonPage.svelte')
	},
	texts: {
		title: 'Texts',
		menu: { label: 'Texts', icon: 'texts', route: { view: 'texts', tab: 'score' } },
		load: () => import('./views/texts/TextsPage.svelte')
	},
	lessons: {
		title: 'Lessons',
		menu: { label: 'Lessons', icon: 'lessons', route: { view: 'lessons' } },
		load: () => import('./views/lessons/LessonsPage.svelte')
	},
	'lesson-editor': {
		title: 'Lesson editor',
		menu: 'lessons',
		load: () => import('./views/lessons/editor/LessonEditorPage.svelte')
	},
	tally: {
		title: 'Answers of a class',
		menu: 'lessons',
		load: () => import('./views/lessons/tally/TallyPage.svelte')
	},
	library: {
		title: 'Library',
		menu: { label: 'Library', icon: 'library', route: { view: 'library' } },
		load: () => import('./views/library/LibraryPage.svelte')
	},
	runs: {
		title: 'Runs',
		menu: { label: 'Runs', icon: 'runs', route: { view: 'runs' } },
		load: () => import('./views/runs/RunsView.svelte')
	},
	run: { title: 'Run', menu: 'runs', load: () => import('./views/runs/RunPage.svelte') },
	file: { title: 'File', menu: 'runs', load: () => import('./views/runs/FilePage.svelte') },
	diff: {
		title: 'Runs side by side',
		menu: 'runs',
		load: () => import('./views/bench/RunsPage.svelte')
	},
	fill: {
		title: 'Fill',
		menu: {
			label: 'Fill',
			icon: 'fill',
			route: { view: 'fill' },
			// Only for those who have a model that fills masks.
			isFor: ({ model, route }) =>
				route.current.view === 'fill' || model.catalog.some(({ task }) => task === 'fill-mask')
		},
		load: () => import('./views/fill/FillView.svelte')
	},
	data: { title: 'Training data', load: () => import('./views/data/DataPage.svelte') },
	offline: { title: 'Offline', load: () => import('./views/offline/OfflinePage.svelte') },
	help: { title: 'Help', load: () => import('./views/help/HelpPage.svelte') },
	settings: { title: 'Settings', load: () => import('./views/settings/SettingsPage.svelte') },
	link: { title: 'Link', load: () => import('./views/links/LinkPage.svelte') }
};

/** The menu's places, and the views during which each is marked. */
export const MENU: readonly (MenuPlace & { readonly covers: readonly View[] })[] = (
	Object.entries(VIEWS) as [View, ViewEntry<View>][]
).flatMap(([view, { menu }]) =>
	typeof menu === 'object' ? [{ ...menu, covers: [view, ...viewsUnder(view)] }] : []
);

function viewsUnder(place: View): View[] {
	return (Object.keys(VIEWS) as View[]).filter((view) => VIEWS[view].menu === place);
}
