/** Phrases in the code of core, engines and workers that reach the page as facts of an error. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const LAYERS = ['core', 'engines', 'worker', 'storage', 'catalog', 'state'];

/** Functions that make such a fact, with the places where the phrase is among their arguments. */
const MAKERS: ReadonlyMap<string, readonly number[]> = new Map([
	['fieldError', [1]],
	['broken', [1]],
	['settingInvalid', [1]],
	['invalidGraph', [0]],
	['unwritable', [1]],
	['v.check', [1]],
	['invalid', [0, 1]],
	['TokenizerRefusal', [0]]
]);

const FACTS = new Set(['expected', 'allowed', 'problem']);

/** A number that stands for whatever is put into a template. */
const FILLED = '7';

function phrasesIn(node: ts.Node): string[] {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
	if (ts.isTemplateExpression(node)) {
		const spans = node.templateSpans.map(({ literal }) => FILLED + literal.text);
		return [node.head.text + spans.join('')];
	}
	if (ts.isConditionalExpression(node)) {
		return [...phrasesIn(node.whenTrue), ...phrasesIn(node.whenFalse)];
	}
	return [];
}

function phraseNodes(node: ts.Node): readonly ts.Node[] {
	if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
		const places = MAKERS.get(node.expression.getText()) ?? [];
		return places.flatMap((place) => node.arguments?.[place] ?? []);
	}
	const isFact = ts.isPropertyAssignment(node) && FACTS.has(node.name.getText());
	return isFact ? [node.initializer] : [];
}

function phrasesOf(file: string): string[] {
	const text = readFileSync(file, 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		found.push(...phraseNodes(node).flatMap(phrasesIn));
		// What is said of a pattern is turned round: "is not a token id" has expected "a token id".
		if (ts.isCallExpression(node) && node.expression.getText() === 'v.regex') {
			const said = node.arguments.slice(1).flatMap(phrasesIn);
			found.push(...said.map((phrase) => phrase.replace(/^is not /, '')));
		}
		node.forEachChild(visit);
	};
	visit(source);
	return found;
}

/** Each phrase once; what a template puts in is a 7. */
export function corePhrases(): string[] {
	const files = LAYERS.flatMap((layer) =>
		readdirSync(`src/${layer}`, { encoding: 'utf8', recursive: true })
			.map((name) => `src/${layer}/${name}`)
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
			// A frame answers programs.
			.filter((name) => !name.startsWith('src/core/embed/'))
	);
	return [...new Set(files.flatMap(phrasesOf))].toSorted();
}
