/** What a Python regular expression is made of, and what can be told from that alone. */

export type ClassName = 'd' | 's' | 'w';

export type ClassItem =
	| { readonly type: 'range'; readonly from: number; readonly to: number }
	| { readonly type: 'class'; readonly name: ClassName; readonly isNegated: boolean };

export type RegexNode =
	| { readonly type: 'sequence'; readonly items: readonly RegexNode[] }
	| { readonly type: 'choice'; readonly branches: readonly RegexNode[] }
	| { readonly type: 'literal'; readonly code: number }
	| { readonly type: 'any' }
	| { readonly type: 'set'; readonly items: readonly ClassItem[]; readonly isNegated: boolean }
	| { readonly type: 'at'; readonly place: 'A' | 'Z' | '^' | '$' | 'b' | 'B' }
	| { readonly type: 'group'; readonly body: RegexNode; readonly number: number | null }
	| { readonly type: 'back'; readonly number: number }
	| {
			readonly type: 'look';
			readonly body: RegexNode;
			readonly isBehind: boolean;
			readonly isNegated: boolean;
	  }
	| {
			readonly type: 'repeat';
			readonly body: RegexNode;
			readonly least: number;
			/** Infinity: as often as there is. */
			readonly most: number;
			readonly isLazy: boolean;
	  };

export interface RegexFlags {
	readonly ignoreCase: boolean;
	readonly multiline: boolean;
	readonly dotAll: boolean;
	readonly ascii: boolean;
}

export interface ParsedRegex {
	readonly root: RegexNode;
	readonly flags: RegexFlags;
	/** How many groups capture. */
	readonly groups: number;
	/** The numbers of those that have a name. */
	readonly names: ReadonlyMap<string, number>;
}

/** Why a pattern is not used: Python refuses it, too, or it cannot be kept to what Python means. */
export class RegexRefused extends Error {
	/** Whether Python would have taken it. */
	readonly isUnsupported: boolean;

	constructor(message: string, isUnsupported: boolean) {
		super(message);
		this.name = 'RegexRefused';
		this.isUnsupported = isUnsupported;
	}
}

export function regexError(message: string): never {
	throw new RegexRefused(message, false);
}

export function regexUnsupported(what: string): never {
	throw new RegexRefused(what, true);
}

/** The shortest and the longest text that it can match, in code points. */
export interface Width {
	readonly least: number;
	readonly most: number;
}

/** Of groups by number, for references back to them. */
export type GroupWidths = Map<number, Width>;

const ONE: Width = { least: 1, most: 1 };
const NONE: Width = { least: 0, most: 0 };

function backWidth(number: number, groups: GroupWidths): Width {
	return groups.get(number) ?? { least: 0, most: Infinity };
}

function groupWidth(node: Extract<RegexNode, { type: 'group' }>, groups: GroupWidths): Width {
	const width = widthOf(node.body, groups);
	if (node.number !== null) groups.set(node.number, width);
	return width;
}

function sequenceWidth(widths: readonly Width[]): Width {
	return {
		least: widths.reduce((sum, { least }) => sum + least, 0),
		most: widths.reduce((sum, { most }) => sum + most, 0)
	};
}

function choiceWidth(widths: readonly Width[]): Width {
	return {
		least: Math.min(...widths.map(({ least }) => least)),
		most: Math.max(...widths.map(({ most }) => most))
	};
}

function repeatWidth(times: Width, { least, most }: Width): Width {
	// 0 times Infinity is no number.
	return { least: least * times.least, most: most === 0 ? 0 : times.most * most };
}

export function widthOf(node: RegexNode, groups: GroupWidths = new Map()): Width {
	switch (node.type) {
		case 'literal':
		case 'any':
		case 'set':
			return ONE;
		case 'at':
			return NONE;
		case 'look':
			widthOf(node.body, groups);
			return NONE;
		case 'back':
			return backWidth(node.number, groups);
		case 'group':
			return groupWidth(node, groups);
		case 'sequence':
			return sequenceWidth(node.items.map((item) => widthOf(item, groups)));
		case 'choice':
			return choiceWidth(node.branches.map((branch) => widthOf(branch, groups)));
		case 'repeat':
			return repeatWidth(node, widthOf(node.body, groups));
	}
}

export function childrenOf(node: RegexNode): readonly RegexNode[] {
	if (node.type === 'sequence') return node.items;
	if (node.type === 'choice') return node.branches;
	return 'body' in node ? [node.body] : [];
}

/** Numbers of the groups inside of it that capture. */
export function capturesIn(node: RegexNode): number[] {
	const own = node.type === 'group' && node.number !== null ? [node.number] : [];
	return [...own, ...childrenOf(node).flatMap(capturesIn)];
}

/** Numbers of those groups that a match of it need not pass through. */
export function optionalCaptures(node: RegexNode): number[] {
	if (node.type === 'choice' || (node.type === 'repeat' && node.least === 0)) {
		return capturesIn(node);
	}
	if (node.type === 'look') return node.isNegated ? capturesIn(node) : optionalCaptures(node.body);
	return childrenOf(node).flatMap(optionalCaptures);
}
