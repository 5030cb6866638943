import type { Chooser } from './chooser.ts';

/**
 * A sentence with slots, such as "{hero} found a {trait} {item}.". A slot draws from its list when
 * the story first comes to it, and repeats its word from then on.
 */
export type Template = readonly (string | { readonly slot: string })[];

export function compileTemplate(text: string): Template {
	return text
		.split(/(\{[a-zA-Z]+\})/)
		.filter((part) => part !== '')
		.map((part) => (part.startsWith('{') ? { slot: part.slice(1, -1) } : part));
}

/** The words a story has settled on, by slot. */
export type Bindings = Record<string, string | undefined>;

/** The lists that slots draw from, and what follows from a drawn word (a pronoun from a name). */
export interface Slots {
	lists: Readonly<Record<string, readonly string[]>>;
	onBind: (slot: string, word: string, bindings: Bindings) => void;
}

/** The text a template is known to begin with: up to the first slot without a word. */
function knownStart(template: Template, bindings: Bindings): string {
	let text = '';
	for (const part of template) {
		const known = typeof part === 'string' ? part : bindings[part.slot];
		if (known === undefined) break;
		text += known;
	}
	return text;
}

function drawWord(chooser: Chooser, slot: string, slots: Slots, bindings: Bindings): string {
	const list = slots.lists[slot];
	if (list === undefined) throw new Error(`Slot {${slot}} is used before it has a word`);
	const word = list[chooser.choose(list)] as string;
	bindings[slot] = word;
	slots.onBind(slot, word, bindings);
	return word;
}

/** Chooses one of the templates uniformly and says it, filling its slots. */
export function sayTemplate(
	chooser: Chooser,
	templates: readonly Template[],
	slots: Slots,
	bindings: Bindings
): void {
	const chosen = chooser.choose({
		length: templates.length,
		at: (index) => knownStart(templates[index] as Template, bindings)
	});
	for (const part of templates[chosen] as Template) {
		if (typeof part === 'string') {
			chooser.say(part);
			continue;
		}
		const word = bindings[part.slot] ?? drawWord(chooser, part.slot, slots, bindings);
		chooser.say(word);
	}
}
