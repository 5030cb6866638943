/** What the command palette can do: each entry is found by its words and does one thing. */
import { fuzzyScore } from '#core/text/fuzzy-match.ts';
import { keepLanguage, language, LANGUAGES } from '#locales/language.ts';
import type { AppState, Theme } from '#state/app-state.ts';
import { lessonRoute, type Route } from '#state/page/routes.ts';
import { titleLanguage } from '#state/model/text-language.ts';
import { choiceOf } from '#state/model/run-model.ts';
import { strangersWords } from '#words/strangers-words.ts';
import { titleWords } from '#words/title-words.ts';
import type { IconName } from '../../kit/icons.ts';
import { places } from './places.ts';

export type CommandGroup = 'views' | 'actions' | 'lessons' | 'models' | 'runs';

export interface Command {
	readonly id: string;
	readonly group: CommandGroup;
	readonly label: string;
	/** Beside the label, and searched, too. */
	readonly note: string;
	/** Searched, and not shown. */
	readonly keywords?: string;
	readonly icon: IconName;
	/** BCP 47, of a label that is in another language than the page. */
	readonly lang?: string;
	readonly run: () => void;
}

/** Of each group, before and after you typed. */
const MOST = { before: 6, after: 8 };
/** Newest first. */
const RUNS_SEARCHED = 500;

const leadsTo =
	({ route }: AppState, to: Route): (() => void) =>
	() =>
		route.go(to);

const views = (app: AppState): Command[] =>
	places(app).map((place) => ({
		...place,
		id: `view-${place.label}`,
		group: 'views',
		note: ''
	}));

const THEMES: readonly (readonly [Theme, string, IconName])[] = [
	['light', 'Use the light theme', 'sun'],
	['dark', 'Use the dark theme', 'moon'],
	['system', 'Use the theme of this device', 'system']
];

function languageActions({ drafts }: AppState): Command[] {
	return LANGUAGES.filter((code) => code !== language).map((code) => ({
		id: `language-${code}`,
		group: 'actions',
		label: new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code,
		note: 'Change the language',
		icon: 'texts',
		lang: code,
		run: () => {
			keepLanguage(code);
			void drafts.flush().then(() => location.reload());
		}
	}));
}

function actions(app: AppState): Command[] {
	const { model, overlay, projector, recipe, teacher, theme, writing } = app;
	const action = (id: string, label: string, icon: IconName, run: () => void): Command => ({
		id,
		group: 'actions',
		label,
		note: '',
		icon,
		run
	});
	const writes = writing.isWriting
		? [action('stop', 'Stop writing', 'stop', () => writing.stop())]
		: [
				action('write', 'Write with the recipe in Play', 'play', () => {
					app.route.go({ view: 'play' });
					if (recipe.canWrite) void writing.write();
				})
			];
	const projectorLabel = projector.isOn ? 'Turn projector mode off' : 'Turn projector mode on';
	const teacherLabel = teacher.isOn ? 'Hide answer keys and notes' : 'Show answer keys and notes';
	return [
		...writes,
		action('shortcuts', 'Show keyboard shortcuts', 'info', () => {
			overlay.shown = 'shortcuts';
		}),
		action('projector', projectorLabel, 'projector', () => (projector.isOn = !projector.isOn)),
		action('teacher', teacherLabel, 'lessons', () => (teacher.isOn = !teacher.isOn)),
		...THEMES.filter(([value]) => value !== theme.value).map(([value, label, icon]) =>
			action(`theme-${value}`, label, icon, () => (theme.value = value))
		),
		...(model.choice === null || model.generating
			? []
			: [action('reload', 'Load the model again', 'regrow', () => void model.restart())]),
		...languageActions(app)
	];
}

/** Those that can be used at once: the built-in one, and what is stored here. */
function models({ model }: AppState): Command[] {
	const { backend } = model.choice ?? model.defaultChoice;
	return model.catalog
		.filter(({ id }) => id !== model.choice?.modelId)
		.map((known) => ({
			id: `model-${known.id}`,
			group: 'models',
			label: strangersWords(known.name),
			note: 'Use this model',
			icon: 'library',
			run: () => void model.load(choiceOf(known, backend))
		}));
}

function lessons(app: AppState): Command[] {
	const listed = app.lessons.value?.lessons;
	return [...(listed?.preferred ?? []), ...(listed?.own ?? [])].map(
		({ key, language: lang, title }) => ({
			id: `lesson-${key}`,
			group: 'lessons',
			label: strangersWords(title),
			note: '',
			icon: 'lessons',
			lang,
			run: leadsTo(app, lessonRoute(key))
		})
	);
}

function runs(app: AppState): Command[] {
	return app.runs.summaries
		.slice(0, RUNS_SEARCHED)
		.map(({ id, modelName, promptStart, textStart, title, isOwnTitle }) => ({
			id: `run-${id}`,
			group: 'runs',
			label:
				titleWords(title, isOwnTitle) || strangersWords(promptStart) || strangersWords(textStart),
			note: title === '' ? '' : strangersWords(promptStart),
			icon: 'runs',
			lang: titleLanguage(title, { name: modelName }),
			run: leadsTo(app, { view: 'run', id })
		}));
}

/** What a command is called counts ten times what else people call it. */
function scoreOf({ label, note, keywords = '' }: Command, query: string): number {
	const named = fuzzyScore(query, `${label} ${note}`);
	return named > 0 ? named : fuzzyScore(query, `${label} ${keywords}`) / 10;
}

export interface FoundGroup {
	readonly group: CommandGroup;
	readonly commands: readonly Command[];
}

/**
 * What answers to a query, the best first, in groups; the group with the best answer comes first once
 * something was typed.
 */
export function findCommands(app: AppState, query: string): FoundGroup[] {
	const isAsked = query.trim() !== '';
	const groups = [views(app), actions(app), lessons(app), models(app), runs(app)].map(
		(commands) => {
			const found = commands
				.map((command) => ({
					command,
					score: scoreOf(command, query)
				}))
				.filter(({ score }) => score > 0);
			if (isAsked) found.sort((a, b) => b.score - a.score);
			return found.slice(0, isAsked ? MOST.after : MOST.before);
		}
	);
	if (isAsked) groups.sort((a, b) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0));
	return groups.flatMap((found) => {
		const [first] = found;
		if (first === undefined) return [];
		return [{ group: first.command.group, commands: found.map(({ command }) => command) }];
	});
}
