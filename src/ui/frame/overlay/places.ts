/** Where the command palette leads to, and the words by which people look for each place. */
import type { AppState } from '#state/app-state.ts';
import type { Route, View } from '#state/page/routes.ts';
import type { IconName } from '../../kit/icons.ts';
import { MENU } from '../../views.ts';

export interface Place {
	readonly label: string;
	readonly icon: IconName;
	/** Searched, and not shown: what people call it who do not know its name here. */
	readonly keywords: string;
	readonly run: () => void;
}

/** Of the menu's places. */
const KEYWORDS: { readonly [V in View]?: string } = {
	play: 'write, prompt, generate, completion, temperature, seed, token, probability',
	compare: 'side by side, models, precisions, quantization, difference',
	lessons: 'teach, class, course, pupils, worksheet',
	library: 'download a model, add a model, folder, Hugging Face, weights, delete a model',
	runs: 'verify a run, check a file, open a file, import, export, history, report',
	fill: 'mask, gap, BERT'
};

/** Every view and tool that can be opened from anywhere. */
export function places(app: AppState): Place[] {
	const { recipe, route } = app;
	const leadsTo = (to: Route) => (): void => route.go(to);
	const menu = MENU.filter(({ isFor, route: to }) => to.view !== 'texts' && (isFor?.(app) ?? true));
	const more: readonly (readonly [string, IconName, Route, string])[] = [
		[
			'Score a text',
			'texts',
			{ view: 'texts', tab: 'score' },
			'texts, perplexity, likelihood, log-probability'
		],
		[
			'Compare two texts',
			'texts',
			{ view: 'texts', tab: 'pairs' },
			'bias, audit, sentence pairs, likelihood'
		],
		['Tokens', 'texts', { view: 'texts', tab: 'tokens' }, 'tokenizer, split a text, vocabulary'],
		['Sweep', 'branch', { view: 'sweep' }, 'temperature, seeds, grid, many runs'],
		[
			'Training data',
			'texts',
			{ view: 'data', tab: 'search', about: '' },
			'corpus, search, was it in the data, memorized'
		],
		['Write a lesson', 'edit', { view: 'lesson-editor', page: '' }, 'editor, teach, author'],
		['Answers of a class', 'check', { view: 'tally' }, 'tally, teacher, pupils, results'],
		['Offline', 'download', { view: 'offline' }, 'network, install, pack, storage'],
		['Settings', 'settings', { view: 'settings' }, 'language, theme, threads, storage, hub'],
		['Help', 'unknown', { view: 'help' }, 'about, version, licence, how it works']
	];
	return [
		...menu.map(({ label, icon, route: to }) => ({
			label,
			icon,
			keywords: KEYWORDS[to.view] ?? '',
			run: leadsTo(to)
		})),
		{
			label: 'Chat',
			icon: 'play',
			keywords: 'conversation, assistant, message, talk',
			run: () => {
				recipe.mode = 'chat';
				route.go({ view: 'play' });
			}
		},
		...more.map(([label, icon, to, keywords]) => ({ label, icon, keywords, run: leadsTo(to) }))
	];
}
