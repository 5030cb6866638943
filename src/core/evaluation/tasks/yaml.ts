/** Task files: YAML, as PyYAML's safe loader reads it, with the harness's tag `!function`. */
import {
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	parseDocument,
	visit,
	type Alias,
	type Document,
	type Node
} from 'yaml';
import { isHashable, PyDict } from '#core/jinja/values/dict.ts';
import { PyList, PyObject, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';
import { plainScalar } from './yaml-scalars.ts';

/** UTF-16 code units of one file. The harness's longest has some 20,000. */
const LONGEST_FILE = 200_000;
/** Of one file, with what its anchors repeat. */
const MOST_NODES = 100_000;
const DEEPEST = 50;

/** What PyYAML's reader takes. */
const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const STANDARD = 'tag:yaml.org,2002:';

/** What `!function module.name` stands for: Python, which is not run here. */
export class PythonFunction extends PyObject {
	readonly typeName = 'function';
	readonly name: string;

	constructor(name: string) {
		super();
		this.name = name;
	}
}

type Entry = readonly [Value, Value];

/** What each alias stands for: the last node before it that has its anchor. */
function anchored(document: Document.Parsed): ReadonlyMap<Alias, Node> {
	const anchors = new Map<string, Node>();
	const found = new Map<Alias, Node>();
	visit(document, (_, node) => {
		if (isAlias(node)) {
			const target = anchors.get(node.source);
			if (target !== undefined) found.set(node, target);
		} else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
	});
	return found;
}

class Reader {
	readonly #document: Document.Parsed;
	readonly #anchored: ReadonlyMap<Alias, Node>;
	readonly #where: string;
	#nodes = 0;

	constructor(document: Document.Parsed, where: string) {
		this.#document = document;
		this.#anchored = anchored(document);
		this.#where = where;
	}

	#refuse(reason: string): never {
		throw new TaskRefused(this.#where, reason);
	}

	read(): Value {
		return this.#value(this.#document.contents, 0);
	}

	#count(depth: number): void {
		this.#nodes += 1;
		if (this.#nodes > MOST_NODES) {
			this.#refuse(`with what its anchors repeat it has more than ${MOST_NODES} values`);
		}
		if (depth > DEEPEST) this.#refuse(`it nests more than ${DEEPEST} levels`);
	}

	/** @param node an anchor's place, or the node itself */
	#resolved(node: unknown): Node | null {
		if (!isAlias(node)) return node as Node | null;
		return this.#anchored.get(node) ?? this.#refuse(`the anchor ${node.source} is not there`);
	}

	#value(given: unknown, depth: number): Value {
		this.#count(depth);
		const node = this.#resolved(given);
		if (node === null) return null;
		if (isScalar(node)) return this.#scalar(node.value, node.type === 'PLAIN', node.tag);
		const { tag } = node as { tag?: string };
		if (isSeq(node)) {
			this.#checkTag(tag, 'seq');
			return new PyList(node.items.map((item) => this.#value(item, depth + 1)));
		}
		this.#checkTag(tag, 'map');
		return new PyDict(this.#entries(node, depth));
	}

	#checkTag(tag: string | undefined, expected: string): void {
		if (tag === undefined || tag === STANDARD + expected) return;
		this.#refuse(`the tag ${tag} is not known here`);
	}

	#scalar(value: unknown, isPlain: boolean, tag: string | undefined): Value {
		const text = typeof value === 'string' ? value : '';
		if (tag === '!function') return new PythonFunction(text);
		if (tag === undefined) return isPlain ? plainScalar(text, this.#where) : Str.of(text);
		if (tag === `${STANDARD}str`) return Str.of(text);
		if (tag === `${STANDARD}null`) return null;
		return this.#refuse(`the tag ${tag} is not known here`);
	}

	/** What `<<` brings comes first, so that the mapping's own entries win. */
	#entries(given: unknown, depth: number): Entry[] {
		const node = this.#resolved(given);
		if (!isMap(node)) return this.#refuse('what << merges must be mappings');
		const merged: Entry[] = [];
		const own: Entry[] = [];
		for (const { key, value } of node.items) {
			const isMerge = isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
			if (isMerge) merged.push(...this.#merged(value, depth + 1));
			else own.push([this.#key(key, depth + 1), this.#value(value, depth + 1)]);
		}
		return [...merged, ...own];
	}

	/** Of several mappings the first wins, so that it comes last. */
	#merged(given: unknown, depth: number): Entry[] {
		this.#count(depth);
		const node = this.#resolved(given);
		const sources: unknown[] = isSeq(node) ? [...node.items].reverse() : [node];
		return sources.flatMap((source) => this.#entries(source, depth));
	}

	#key(given: unknown, depth: number): Value {
		const key = this.#value(given, depth);
		return isHashable(key) ? key : this.#refuse('a list or a mapping cannot be a key');
	}
}

/**
 * @param where the file's path, for messages
 * @throws TaskRefused for what is no YAML, no mapping, or larger than task files are
 */
export function readYaml(text: string, where: string): PyDict {
	if (text.length > LONGEST_FILE) {
		throw new TaskRefused(where, `it is longer than ${LONGEST_FILE} characters`);
	}
	const unprintable = NOT_PRINTABLE.exec(text)?.[0].codePointAt(0);
	if (unprintable !== undefined) {
		const code = unprintable.toString(16).toUpperCase().padStart(4, '0');
		throw new TaskRefused(where, `no YAML: the character U+${code} may not stand in it`);
	}
	// Without a schema's own ideas every scalar stays the text that it was.
	const document = parseDocument(text, {
		schema: 'failsafe',
		resolveKnownTags: false,
		uniqueKeys: false,
		// PyYAML, too, takes quoted texts that go on at the left edge.
		strict: false,
		logLevel: 'error',
		// Each shows its line: many errors in a long one would take minutes.
		prettyErrors: false
	});
	const [error] = document.errors;
	if (error !== undefined) {
		const line = text.slice(0, error.pos[0]).split('\n').length;
		throw new TaskRefused(where, `no YAML: line ${line}: ${error.message}`, error);
	}
	const value = new Reader(document, where).read();
	if (value instanceof PyDict) return value;
	throw new TaskRefused(where, 'it must be a mapping of fields to values');
}
