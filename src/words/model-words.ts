/** What the parts of a model are called, and what choosing one means. */
import type { RunEngine } from '#core/run-file/schema.ts';
import { quotedWords, strangersWords } from './strangers-words.ts';

export const BACKEND_NAMES: Readonly<Record<RunEngine['backend'], string>> = {
	wasm: 'Processor (CPU)',
	webgpu: 'Graphics card (WebGPU)'
};

/** In mid-sentence, where a name in every language's own grammar would not fit: “on CPU”. */
// @wc-ignore
export const BACKEND_MARKS: Readonly<Record<RunEngine['backend'], string>> = {
	wasm: 'CPU',
	webgpu: 'WebGPU'
};

const PRECISION_NAMES: Readonly<Record<string, string>> = {
	int8: 'int8',
	q4: '4-bit',
	fp32: 'Full'
};

/** A model by its name; as a quotation where the name is the word of a pack or a folder. */
export function shownName({
	name,
	stored
}: {
	readonly name: string;
	readonly stored?: { readonly isQuoted?: true };
}): string {
	return stored?.isQuoted === true ? quotedWords(name) : name;
}

export function precisionName(id: string): string {
	return PRECISION_NAMES[id] ?? strangersWords(id);
}
