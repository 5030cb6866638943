/**
 * What a model, a stranger or a lesson says is seldom in the page's language, and its element says so with
 * `lang`: a screen reader reads it with the right sounds, or at least not with the page's. Every component is
 * looked through: what holds such words is found by how it is called.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../src/ui/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
	.map((name) => name.replaceAll('\\', '/'))
	.sort();
/** The kit shows what it is handed. */
const components = files.filter((name) => name.endsWith('.svelte') && !name.startsWith('kit/'));

/** Values, and functions of them, that hold words which are not the app's own: one too many rather than one too few. */
const FOREIGN =
	/text|piece|spelled|prompt|title|sentence|\bword\.|\bfit\(|(?<!\.)\blabel\(|\.unit\b/i;
/** Functions that make the app's own words of whatever they are given. */
const OWN_WORDS = /^(\w+(Words|Text|Label)|plural|format\w+)\(|^errorText\(/;
/** What the app itself says, one way or the other. */
const LITERALS = /^[^?]+\?\s*(['`]).*\1\s*:\s*(['`]).*\2$/s;
/** These draw words that they are handed. */
const DRAWS_TEXT: ReadonlySet<string> = new Set(['Markdown', 'MarkedText']);
const FIELDS: ReadonlySet<string> = new Set(['textarea', 'input', 'GrowingTextarea']);
/** Fields of these kinds hold no sentences. */
const NO_SENTENCES =
	/type="(radio|checkbox|number|range|file|url|search|datetime-local)"|type=\{|inputmode=|class="number"/;

/** The app's own words, or names, which have no language; or the element that holds it all is the parent's. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
	// What is searched is called in the app's language.
	'frame/overlay/CommandPalette.svelte': ['field: query'],
	'parts/glass/Timeline.svelte': ["ofPrompt === null ? '–' : formatDecimal(ofPrompt, 2)"],
	// In a title, which can have no language of its own: a sentence about a token.
	'parts/inside/LensView.svelte': ['lonePiece(cell.text)'],
	'parts/markdown/Markdown.svelte': ['node.text', 'node.text', 'node.text', 'text', 'text', 'text'],
	// Reports, addresses and markup that the app made.
	'parts/reports/ReportText.svelte': ['field: text'],
	'parts/share/EmbedSnippet.svelte': ['field: snippet'],
	'parts/share/ShareLink.svelte': ['field: address'],
	'parts/side-by-side/DiffersTable.svelte': ['title'],
	'parts/tokens/ColouringPicker.svelte': ['text'],
	'parts/tokens/TokenChunk.svelte': [
		"token.text === '' ? tokenPiece(token) : token.text.slice(lead.length)"
	],
	'parts/verify/VerdictBox.svelte': ['sentence'],
	'views/bench/sweep/SweepView.svelte': ['text.what', 'text.advice'],
	'views/data/MarkedText.svelte': ['text', 'text'],
	'views/data/WorldTableView.svelte': ['world.title'],
	// Names: of learners, classes and models.
	'views/lessons/LessonEnd.svelte': ['field: player.attempt.learner'],
	'views/help/TrustDiagram.svelte': ['title'],
	'views/library/CustomModel.svelte': ['field: custom.place', 'field: custom.libraryUrl'],
	'views/library/DownloadDock.svelte': ['title', 'title'],
	'views/library/FolderOffers.svelte': ['found.title'],
	'views/offline/ClassPack.svelte': ['field: classPack.title'],
	'views/runs/FilePage.svelte': ['title']
};

interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly name?: string;
	readonly data?: string;
	readonly attributes?: readonly { readonly name?: string }[];
	readonly nodes?: readonly Node[];
	readonly [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Parts of a node that may hold elements. */
function childrenOf(node: Node): Node[] {
	return Object.entries(node)
		.filter(([part]) => part !== 'attributes' && part !== 'expression')
		.flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
		.filter(isNode);
}

/** Words stand beside it: then it is quoted in a sentence of the app. */
const isSentence = (nodes: readonly Node[]): boolean =>
	nodes.some(({ type, data }) => type === 'Text' && /\p{L}{2}/u.test(data ?? ''));

/** What a component shows in no language of its own. */
class Walk {
	readonly found: string[] = [];
	readonly #source: string;

	constructor(source: string) {
		this.#source = source;
		this.#visit(parse(source, { modern: true }).fragment as unknown as Node, []);
	}

	#visit(node: Node, siblings: readonly Node[]): void {
		if (node.attributes?.some(({ name }) => name === 'lang') === true) return;
		const code = this.#source.slice(node.start, node.end);
		if (node.type === 'ExpressionTag') this.#look(code.slice(1, -1).trim(), siblings);
		else this.#note(node.name ?? '', code);
		for (const child of childrenOf(node)) this.#visit(child, node.nodes ?? siblings);
	}

	#note(name: string, code: string): void {
		if (DRAWS_TEXT.has(name)) this.found.push(code);
		if (!FIELDS.has(name) || NO_SENTENCES.test(code)) return;
		this.found.push(`field: ${/value=\{([^}]*)/.exec(code)?.[1] ?? code}`);
	}

	#look(expression: string, siblings: readonly Node[]): void {
		if (!FOREIGN.test(expression) || isSentence(siblings)) return;
		if (OWN_WORDS.test(expression) || LITERALS.test(expression)) return;
		this.found.push(expression);
	}
}

const flat = (code: string): string => code.replaceAll(/\s+/g, ' ');

/** Columns of tables behind pictures whose cells are numbers, names or the app's own words. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
	'Drawn',
	'End',
	'Habit',
	'Hidden word',
	'Language',
	'Learner',
	'Learners',
	'Own word',
	'Part',
	'Right',
	'Run id',
	'Sentence'
]);

/** Columns that have neither numbers nor a language. */
const ownColumns = (source: string): string[] =>
	!/\bcolumns: \[/.test(source)
		? []
		: Array.from(source.matchAll(/\{ label: '([^']*)' \}/g), ([, label = '']) => label);

describe('texts say which language they are in', () => {
	test.each(components)('%s', (name) => {
		const found = new Walk(read(name)).found.map(flat);
		expect(found).toEqual([...(KNOWN[name] ?? [])]);
	});

	test('cells of the tables behind pictures, too', () => {
		const found = files
			.filter((name) => /(?<!\.test)\.(ts|svelte)$/.test(name))
			.flatMap((name) => ownColumns(read(name)));
		expect(found.length).toBeGreaterThan(5);
		expect(found.filter((label) => !OWN_COLUMNS.has(label))).toEqual([]);
	});
});
