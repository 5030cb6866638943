/**
 * A template is a stranger's program: it may run for so many steps, and make texts and numbers so
 * large. One render runs at a time and never waits, so its budget is in this module.
 */
import { TemplateFailure } from './failure.ts';

/** About a second of work; a conversation of a thousand turns takes some hundred thousand steps. */
const MOST_STEPS = 5_000_000;
/** UTF-16 code units of one text. */
const LONGEST_TEXT = 64 * 1024 * 1024;
/** Macros, and loops that call themselves, in each other; Python stops at about as many. */
const DEEPEST_CALLS = 150;
/** Units of text that cost as much as a step: texts are joined without copying them. */
const UNITS_PER_STEP = 4096;

const budget = { steps: 0, calls: 0 };

function exceeded(what: string): never {
	throw new TemplateFailure('limit', what);
}

/** @throws TemplateFailure when this render has done too much */
export function spend(steps: number): void {
	budget.steps += steps;
	if (budget.steps > MOST_STEPS) exceeded('the template does not come to an end');
}

/** To be asked before a text of that many code units is made. */
export function spendText(length: number): void {
	if (length > LONGEST_TEXT)
		exceeded('the template makes a text of more than 64 million characters');
	spend(1 + length / UNITS_PER_STEP);
}

/** Runs what a macro or a recursive loop does. */
export function withCall<T>(run: () => T): T {
	if (budget.calls >= DEEPEST_CALLS) exceeded('the template calls itself too often');
	budget.calls += 1;
	try {
		return run();
	} finally {
		budget.calls -= 1;
	}
}

/** Runs with a fresh budget. A stack that overflows is a template that nests too deeply. */
export function withBudget<T>(run: () => T): T {
	budget.steps = 0;
	budget.calls = 0;
	try {
		return run();
	} catch (error) {
		if (error instanceof RangeError || (error instanceof Error && error.name === 'InternalError')) {
			exceeded('the template nests too deeply');
		}
		throw error;
	}
}
