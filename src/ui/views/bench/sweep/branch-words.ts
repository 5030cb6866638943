/** What is said of the tree of a sweep, and of each of its branches. */
import { inSentence } from '#words/in-sentence.ts';
import { branchProbability, type TreeNode } from '#core/diff/prefix-tree.ts';
import type { AxisField } from '#core/sweep/axis-values.ts';
import { plural } from '#words/plural.ts';
import { pieceInWords, SPACE_MARK } from '#words/token-words.ts';
import { fieldLabel } from '../bench-words.ts';
import { cellWords, pieceText, rangeWords, type DoneCell } from './sweep-words.ts';
import { cut, type PlacedNode } from './tree-layout.ts';

/** Width of a letter of the bold part of a label, in CSS pixels. */
const LETTER = 6.6;

export class BranchWords {
	readonly #fields: readonly AxisField[];
	readonly #done: readonly DoneCell[];
	readonly #tree: TreeNode;

	constructor(fields: readonly AxisField[], done: readonly DoneCell[], tree: TreeNode) {
		this.#fields = fields;
		this.#done = done;
		this.#tree = tree;
	}

	get whole(): string {
		const texts = new Set(this.#done.map(({ run }) => run.output.token_ids.join())).size;
		const ends = this.#fields.map((field) => inSentence(fieldLabel(field))).join(' · ');
		return [
			`${plural(this.#done.length, ['# run', '# runs'])} wrote ${plural(texts, ['# different text', '# different texts'])}.`,
			this.#beginning,
			'The percentage is the probability of the first token of a branch, before temperature and filters.',
			`At the end of each branch: ${ends}.`
		].join(' ');
	}

	get #beginning(): string {
		const { to, children } = this.#tree;
		if (to === 0) return 'They differ from the first token.';
		return children.length === 0
			? 'All are the same.'
			: `All begin with the same ${plural(to, ['# token', '# tokens'])}, then split into ${plural(children.length, ['# branch', '# branches'])}.`;
	}

	/** @param edgeWidth how much room there is, in CSS pixels */
	label({ node, index }: PlacedNode, edgeWidth: number): { strong: string; rest: string } {
		const run = this.#firstRun(node);
		if (index === 0) {
			const shared = pieceInWords(pieceText(run, node.from, node.to));
			const text =
				node.to === 0 ? '(nothing in common)' : shared.replaceAll(SPACE_MARK, ' ').trim();
			return { strong: '', rest: cut(text, edgeWidth) };
		}
		if (node.from === node.to) return { strong: 'ends here', rest: '' };
		const first = pieceInWords(pieceText(run, node.from, node.from + 1));
		const strong = `${first} ${this.#odds(node)}`;
		const rest = pieceText(run, node.from + 1, node.to).replaceAll(/\s+/g, ' ');
		return { strong, rest: cut(rest, edgeWidth - LETTER * (strong.length + 1)) };
	}

	/** For those who hear the picture: nothing is cut short. */
	spoken(placed: PlacedNode): string {
		const { node, index } = placed;
		const text = pieceText(this.#firstRun(node), node.from, node.to).trim();
		const start =
			index === 0
				? `Beginning: ${text || 'nothing in common'}`
				: `${text || 'ends here'}, ${this.#odds(node)}`;
		const runs = plural(node.runs.length, ['# run', '# runs']);
		return `${start}, ${runs}${this.#who(placed)}`;
	}

	cellsOf({ node }: PlacedNode): DoneCell[] {
		return node.runs.flatMap((run) => this.#done[run] ?? []);
	}

	#who(placed: PlacedNode): string {
		const cells = this.cellsOf(placed);
		const first = cells[0];
		if (placed.node.children.length > 0 || first === undefined) return '';
		const words = cellWords(this.#fields, first.cell.values);
		return `, ${words}${cells.length > 1 ? ' and others' : ''}`;
	}

	#firstRun({ runs }: TreeNode): DoneCell['run'] | undefined {
		return this.#done[runs[0] ?? 0]?.run;
	}

	#odds(node: TreeNode): string {
		const traces = this.#done.map(({ run }) => run.output.tokens);
		return rangeWords(branchProbability(node, traces));
	}
}
