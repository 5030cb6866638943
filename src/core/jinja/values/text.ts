/**
 * Python's `str`, which remembers what of it came from a message: the rest is the template's own.
 * Indices are code points, as in Python, where not said otherwise.
 */
import { spend, spendText } from '../budget.ts';
import { PyObject } from './object.ts';

const SURROGATE = /[\ud800-\udfff]/;
const NONE: readonly number[] = [];

/** Triples of first and last + 1 code unit and who says it, in order, neighbours by two authors. */
type Spans = readonly number[];

/** Who says what a message says. */
type Author = 0 | 1;
const PERSON: Author = 0;
const MODEL: Author = 1;

function addSpan(spans: number[], start: number, end: number, author: number | undefined): void {
	if (start >= end) return;
	if (spans.at(-2) === start && spans.at(-1) === author) spans[spans.length - 2] = end;
	else spans.push(start, end, author ?? PERSON);
}

export interface Piece {
	readonly text: string;
	/** Whether a message says it, and not the template. */
	readonly fromContent: boolean;
	/** True when the message is the model's; missing otherwise. */
	readonly byModel?: true;
}

export class Str extends PyObject {
	readonly typeName = 'str';
	readonly text: string;
	readonly #spans: Spans;
	/** MarkupSafe's `Markup`: what `escape` and `safe` give. */
	readonly isMarkup: boolean;
	#starts: readonly number[] | null | undefined;

	private constructor(text: string, spans: Spans, isMarkup: boolean) {
		super();
		this.text = text;
		this.#spans = spans;
		this.isMarkup = isMarkup;
	}

	static of(text: string): Str {
		return new Str(text, NONE, false);
	}

	static content(text: string, byModel = false): Str {
		return new Str(text, text === '' ? NONE : [0, text.length, byModel ? MODEL : PERSON], false);
	}

	static concat(parts: readonly Str[]): Str {
		let length = 0;
		for (const part of parts) length += part.text.length;
		spendText(length);
		let text = '';
		const spans: number[] = [];
		for (const part of parts) {
			if (part.#spans.length > 16) spend(part.#spans.length / 16);
			for (let i = 0; i < part.#spans.length; i += 3) {
				const start = text.length + (part.#spans[i] ?? 0);
				const end = text.length + (part.#spans[i + 1] ?? 0);
				addSpan(spans, start, end, part.#spans[i + 2]);
			}
			text += part.text;
		}
		return new Str(text, spans, false);
	}

	asMarkup(isMarkup = true): Str {
		return isMarkup === this.isMarkup ? this : new Str(this.text, this.#spans, isMarkup);
	}

	get hasContent(): boolean {
		return this.#spans.length > 0;
	}

	/** @returns its parts in order, none empty, no two neighbours alike */
	pieces(): Piece[] {
		const pieces: Piece[] = [];
		let position = 0;
		const add = (end: number, from: Omit<Piece, 'text'>) => {
			if (end > position) pieces.push({ text: this.text.slice(position, end), ...from });
			position = end;
		};
		for (let i = 0; i < this.#spans.length; i += 3) {
			const byModel = this.#spans[i + 2] === MODEL;
			add(this.#spans[i] ?? 0, { fromContent: false });
			add(this.#spans[i + 1] ?? 0, { fromContent: true, ...(byModel ? { byModel } : {}) });
		}
		add(this.text.length, { fromContent: false });
		return pieces;
	}

	/** By code units. */
	cut(start: number, end = this.text.length): Str {
		if (start <= 0 && end >= this.text.length) return this;
		if (this.#spans.length === 0) return Str.of(this.text.slice(start, end));
		const spans: number[] = [];
		for (let i = 0; i < this.#spans.length; i += 3) {
			const from = Math.max(this.#spans[i] ?? 0, start);
			const to = Math.min(this.#spans[i + 1] ?? 0, end);
			addSpan(spans, from - start, to - start, this.#spans[i + 2]);
		}
		return new Str(this.text.slice(start, end), spans, false);
	}

	/**
	 * Another text made of this one, such as its capitals. Where it is not the same piece by piece, all
	 * of it counts as content: better too much than too little.
	 */
	map(change: (text: string) => string): Str {
		spendText(this.text.length * 3);
		// This copies it.
		spend(this.text.length / 64);
		const whole = change(this.text);
		if (!this.hasContent) return Str.of(whole);
		const pieces = this.pieces().map(({ text, fromContent, byModel }) =>
			fromContent ? Str.content(change(text), byModel) : Str.of(change(text))
		);
		const joined = Str.concat(pieces);
		return joined.text === whole ? joined : Str.content(whole);
	}

	/** Where each code point starts, in code units; null when each is one unit. */
	get #offsets(): readonly number[] | null {
		if (this.#starts !== undefined) return this.#starts;
		if (!SURROGATE.test(this.text)) return (this.#starts = null);
		spend(this.text.length / 16);
		const starts: number[] = [];
		let at = 0;
		for (const character of this.text) {
			starts.push(at);
			at += character.length;
		}
		return (this.#starts = starts);
	}

	get length(): number {
		return this.#offsets?.length ?? this.text.length;
	}

	/** @returns the code unit at which that code point starts */
	unitAt(index: number): number {
		const offsets = this.#offsets;
		return offsets === null ? index : (offsets[index] ?? this.text.length);
	}

	/** @returns how many code points lie before that code unit */
	indexOfUnit(unit: number): number {
		const offsets = this.#offsets;
		if (offsets === null || unit < 0) return unit;
		const index = offsets.findIndex((start) => start >= unit);
		return index === -1 ? offsets.length : index;
	}

	slice(start: number, end: number): Str {
		return this.cut(this.unitAt(start), this.unitAt(end));
	}

	*characters(): Generator<Str> {
		let at = 0;
		for (const character of this.text) {
			spend(1);
			yield this.cut(at, at + character.length);
			at += character.length;
		}
	}
}

export const EMPTY = Str.of('');

/** Gathers what is written. */
export class TextBuilder {
	readonly #parts: Str[] = [];
	#length = 0;

	add(part: Str): void {
		if (part.text === '') return;
		this.#length += part.text.length;
		spendText(0);
		if (this.#length > 1024) spendText(this.#length / 1024);
		this.#parts.push(part);
	}

	build(): Str {
		return Str.concat(this.#parts);
	}
}
