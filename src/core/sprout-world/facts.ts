import { repeat, sayOne, type Chooser } from './chooser.ts';
import { sayTurn } from './chat.ts';
import { FACTS, type Fact } from './facts-table.ts';

const STATEMENTS = FACTS.flatMap((fact) => fact.statements);
const NEXT_STATEMENTS = STATEMENTS.map((text) => ` ${text}`);
const QUESTIONS = FACTS.map((fact) => fact.question);

/** The answer to a fact's question: its first statement, a full sentence. */
export function factAnswer(fact: Fact): string {
	return fact.statements[0] as string;
}

/** Two to eight facts, each a new draw from the whole table. */
export function tellFacts(chooser: Chooser): void {
	sayOne(chooser, STATEMENTS);
	repeat(chooser, { least: 1, most: 7, more: 2 }, { next: ' ', after: '' }, () => {
		sayOne(chooser, NEXT_STATEMENTS);
	});
}

/** A question about the table and its answer. */
export function sayFactTurn(chooser: Chooser): void {
	const fact = FACTS[chooser.choose(QUESTIONS)] as Fact;
	sayTurn(chooser, fact.question, factAnswer(fact));
}
