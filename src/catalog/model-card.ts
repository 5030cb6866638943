/** What a repository says of itself: the head of its README.md, and the text as plain text. */

export interface ModelCard {
	/** As the page writes it, e.g. `apache-2.0`; null when it names none. */
	readonly license: string | null;
	/** As the page lists them, mostly ISO 639 codes. */
	readonly languages: readonly string[];
	readonly baseModels: readonly string[];
	readonly datasets: readonly string[];
	/** Without markup that only a browser would understand; never longer than `MOST_CHARACTERS`. */
	readonly text: string;
}

const MOST_CHARACTERS = 20_000;
const MOST_VALUES = 100;
/** Of the head: more are no values. */
const MOST_HEAD_CHARACTERS = 20_000;
const LONGEST_LINE = 1000;

/** The few forms of YAML that heads of model pages use: `key: value`, `key: [a, b]`, lists of `- a`. */
function readHead(head: string): ReadonlyMap<string, readonly string[]> {
	const values = new Map<string, string[]>();
	let open: string[] = [];
	for (const whole of head.slice(0, MOST_HEAD_CHARACTERS).split('\n')) {
		const line = whole.slice(0, LONGEST_LINE);
		const [, item] = /^\s*-\s+(.+)$/.exec(line) ?? [];
		const [, key, value = ''] = /^([A-Za-z_-]+):\s*(.*)$/.exec(line) ?? [];
		if (key !== undefined) {
			open = value
				.replace(/^\[(.*)\]$/, '$1')
				.split(',')
				.map(plainValue)
				.filter((one) => one !== '');
			values.set(key, open);
		} else if (item !== undefined && open.length < MOST_VALUES) {
			open.push(plainValue(item));
		}
	}
	return values;
}

function plainValue(text: string): string {
	return text
		.trim()
		.replace(/^(['"])(.*)\1$/, '$2')
		.slice(0, 200);
}

/**
 * Takes out what begins and ends with the marks; what is never closed stays. Each mark is looked for from where
 * the last one was found: a page of a megabyte may be nothing but beginnings.
 */
function without(text: string, begin: RegExp, end: RegExp): string {
	let kept = '';
	let at = 0;
	for (;;) {
		begin.lastIndex = at;
		const opening = begin.exec(text);
		end.lastIndex = begin.lastIndex;
		const closing = opening === null ? null : end.exec(text);
		if (opening === null || closing === null) return kept + text.slice(at);
		kept += text.slice(at, opening.index);
		at = end.lastIndex;
	}
}

/** A link keeps its words, a picture leaves, and so does every tag. */
function plainText(markdown: string): string {
	const commentless = without(markdown.slice(0, 3 * MOST_CHARACTERS), /<!--/g, /-->/g);
	const scriptless = without(commentless, /<script\b/gi, /<\/script\s*>/gi);
	return without(scriptless, /<style\b/gi, /<\/style\s*>/gi)
		.replace(/<\/?[A-Za-z][^<>]*>/g, '')
		.replace(/!\[[^\]]{0,500}\]\([^)]{0,500}\)/g, '')
		.replace(/\[([^\]]{1,500})\]\([^)]{0,500}\)/g, '$1')
		.replace(/\n{3,}/g, '\n\n')
		.trim()
		.slice(0, MOST_CHARACTERS);
}

/** @param markdown a README.md; anything else gives a card that says little, never an error */
export function readModelCard(markdown: string): ModelCard {
	const text = markdown.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
	const [whole = '', head = ''] = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(text) ?? [];
	const values = readHead(head);
	const [license] = values.get('license') ?? [];
	const [named] = values.get('license_name') ?? [];
	return {
		license: (license === 'other' ? (named ?? license) : license) ?? null,
		languages: values.get('language') ?? [],
		baseModels: values.get('base_model') ?? [],
		datasets: values.get('datasets') ?? [],
		text: plainText(text.slice(whole.length))
	};
}
