/** Reads a whole template: text, what is printed, and the tags. */
import { environment } from '../environment.ts';
import { raise, unsupported } from '../failure.ts';
import { Str } from '../values/text.ts';
import type {
	Body,
	CallNode,
	Expression,
	FilterNode,
	IfNode,
	MacroParts,
	NameNode,
	Statement
} from './ast.ts';
import { tokenize } from './lexer.ts';
import { parseExpression, parseTuple } from './parse-expression.ts';
import { parseFilter } from './parse-primary.ts';
import { parseName, parseTarget } from './parse-target.ts';
import { TokenStream } from './token-stream.ts';

const READER = { parseExpression, parseTuple };

/** The tags that wait for their end, and what would end each: for messages. */
interface OpenTag {
	readonly tag: string;
	ends: readonly string[];
}

class Parser {
	readonly #stream: TokenStream;
	readonly #open: OpenTag[] = [];

	constructor(source: string) {
		this.#stream = new TokenStream(tokenize(source));
	}

	parse(): Body {
		return this.#until([]);
	}

	/** Reads up to a tag of one of these names, and stops behind its `{%`. */
	#until(ends: readonly string[]): Body {
		const stream = this.#stream;
		const body: Statement[] = [];
		while (!stream.is('eof')) {
			const { line } = stream.current;
			if (stream.is('data')) {
				body.push({ type: 'text', value: Str.of(stream.next().value), line });
			} else if (stream.is('variable_begin')) {
				stream.next();
				body.push({ type: 'output', value: parseTuple(stream), line });
				stream.expect('variable_end');
			} else {
				stream.expect('block_begin');
				if (stream.isName(...ends)) return body;
				body.push(...stream.nested(() => this.#statement()));
				stream.expect('block_end');
			}
		}
		if (ends.length > 0) this.#unknown(null);
		return body;
	}

	/** @returns a body up to one of these ends; the end itself stays to be read */
	#body(...ends: readonly string[]): Body {
		this.#stream.skip('operator', ':');
		this.#stream.expect('block_end');
		const open = this.#open.at(-1);
		if (open !== undefined) open.ends = ends;
		return this.#until(ends);
	}

	#bodyTo(end: string): Body {
		const body = this.#body(end);
		this.#stream.next();
		return body;
	}

	#statement(): Statement[] {
		const stream = this.#stream;
		if (!stream.is('name')) stream.fail('tag name expected');
		const tag = stream.current.value;
		const parse = STATEMENTS.get(tag) ?? extraStatement(tag);
		if (parse === undefined) return this.#unknown(tag);
		const { line } = stream.next();
		this.#open.push({ tag, ends: [] });
		const nodes = parse(this, line, tag);
		this.#open.pop();
		return nodes;
	}

	#unknown(tag: string | null): never {
		const open = this.#open.at(-1);
		const wanted = open?.ends.map((end) => `'${end}'`).join(' or ') ?? '';
		const isMisplaced = tag !== null && this.#open.some(({ ends }) => ends.includes(tag));
		const message = [
			tag === null ? 'Unexpected end of template.' : `Encountered unknown tag '${tag}'.`,
			...(wanted === ''
				? []
				: [
						isMisplaced
							? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${wanted}.`
							: `Jinja was looking for the following tags: ${wanted}.`
					]),
			...(open === undefined
				? []
				: [`The innermost block that needs to be closed is '${open.tag}'.`])
		];
		return this.#stream.fail(message.join(' '));
	}

	for(line: number): Statement[] {
		const stream = this.#stream;
		const target = parseTarget(stream, { endNames: ['in'] });
		stream.expect('name', 'in');
		const iterable = parseTuple(stream, { withConditional: false, endNames: ['recursive'] });
		const test = stream.skip('name', 'if') ? parseExpression(stream) : null;
		const isRecursive = stream.skip('name', 'recursive');
		const body = this.#body('endfor', 'else');
		const otherwise = stream.next().value === 'endfor' ? [] : this.#bodyTo('endfor');
		return [{ type: 'for', target, iterable, test, isRecursive, body, otherwise, line }];
	}

	if(line: number): Statement[] {
		const stream = this.#stream;
		const arms: IfNode[] = [];
		let otherwise: Body = [];
		for (let isOpen = true; isOpen;) {
			const test = parseTuple(stream, { withConditional: false });
			const body = this.#body('elif', 'else', 'endif');
			arms.push({ type: 'if', test, body, elifs: [], otherwise: [], line });
			const end = stream.next().value;
			isOpen = end === 'elif';
			if (end === 'else') otherwise = this.#bodyTo('endif');
		}
		const [first, ...elifs] = arms;
		return first === undefined ? [] : [{ ...first, elifs, otherwise }];
	}

	set(line: number): Statement[] {
		const stream = this.#stream;
		const target = parseTarget(stream, { withNamespace: true });
		if (stream.skip('operator', '=')) {
			return [{ type: 'set', target, value: parseTuple(stream), line }];
		}
		const filter = this.#filters();
		return [{ type: 'set-block', target, filter, body: this.#bodyTo('endset'), line }];
	}

	/** The filters that follow, applied to what a block writes. */
	#filters(): FilterNode | null {
		let filter: FilterNode | null = null;
		while (this.#stream.skip('operator', '|')) filter = parseFilter(this.#stream, filter, READER);
		return filter;
	}

	filter(line: number): Statement[] {
		let filter = parseFilter(this.#stream, null, READER);
		while (this.#stream.skip('operator', '|')) filter = parseFilter(this.#stream, filter, READER);
		return [{ type: 'filter-block', filter, body: this.#bodyTo('endfilter'), line }];
	}

	#signature(): Pick<MacroParts, 'params' | 'defaults'> {
		const stream = this.#stream;
		const params: NameNode[] = [];
		const defaults: Expression[] = [];
		stream.expect('operator', '(');
		while (!stream.isOperator(')')) {
			if (params.length > 0) stream.expect('operator', ',');
			const param = parseName(stream, 'param');
			if (params.some(({ name }) => name === param.name)) {
				raise('SyntaxError', `duplicate argument '${param.name}' in function definition`);
			}
			if (stream.skip('operator', '=')) defaults.push(parseExpression(stream));
			else if (defaults.length > 0) stream.fail('non-default argument follows default argument');
			params.push(param);
		}
		stream.next();
		return { params, defaults };
	}

	macro(line: number): Statement[] {
		const { name } = parseName(this.#stream, 'store');
		const signature = this.#signature();
		return [{ type: 'macro', name, ...signature, body: this.#bodyTo('endmacro'), line }];
	}

	call(line: number): Statement[] {
		const hasParams = this.#stream.isOperator('(');
		const signature = hasParams ? this.#signature() : { params: [], defaults: [] };
		const call = parseExpression(this.#stream);
		if (call.type !== 'call') return this.#stream.fail('expected call');
		return [this.#callBlock(call, signature, 'endcall', line)];
	}

	generation(line: number): Statement[] {
		return [this.#callBlock(null, { params: [], defaults: [] }, 'endgeneration', line)];
	}

	#callBlock(
		call: CallNode | null,
		signature: Pick<MacroParts, 'params' | 'defaults'>,
		end: string,
		line: number
	): Statement {
		return { type: 'call-block', call, ...signature, body: this.#bodyTo(end), line };
	}

	with(line: number): Statement[] {
		const stream = this.#stream;
		const pairs: (readonly [ReturnType<typeof parseTarget>, Expression])[] = [];
		while (!stream.is('block_end')) {
			if (pairs.length > 0) stream.expect('operator', ',');
			const target = parseTarget(stream, { use: 'param' });
			stream.expect('operator', '=');
			pairs.push([target, parseExpression(stream)]);
		}
		const targets = pairs.map(([target]) => target);
		const values = pairs.map(([, value]) => value);
		return [{ type: 'with', targets, values, body: this.#bodyTo('endwith'), line }];
	}

	block(line: number): Statement[] {
		const stream = this.#stream;
		const name = stream.expect('name').value;
		const isScoped = stream.skip('name', 'scoped');
		const isRequired = stream.skip('name', 'required');
		if (stream.isOperator('-')) {
			stream.fail(
				'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.'
			);
		}
		const body = this.#bodyTo('endblock');
		stream.skip('name', name);
		return [{ type: 'block', name, isScoped, isRequired, body, line }];
	}

	print(line: number): Statement[] {
		const nodes: Statement[] = [];
		while (!this.#stream.is('block_end')) {
			if (nodes.length > 0) this.#stream.expect('operator', ',');
			nodes.push({ type: 'output', value: parseExpression(this.#stream), line });
		}
		return nodes;
	}

	otherTemplate(line: number, tag: string): Statement[] {
		const stream = this.#stream;
		const template = parseExpression(stream);
		// How to include it does not matter: there is no other template.
		while (tag === 'include' && stream.isName('ignore', 'missing', 'with', 'without', 'context')) {
			stream.next();
		}
		return [{ type: 'other-template', tag, template, line }];
	}
}

type ParseStatement = (parser: Parser, line: number, tag: string) => Statement[];

const otherTemplate: ParseStatement = (parser, line, tag) => parser.otherTemplate(line, tag);
const loopControl =
	(type: 'break' | 'continue'): ParseStatement =>
	(_parser, line) => [{ type, line }];

const STATEMENTS: ReadonlyMap<string, ParseStatement> = new Map<string, ParseStatement>([
	['for', (parser, line) => parser.for(line)],
	['if', (parser, line) => parser.if(line)],
	['set', (parser, line) => parser.set(line)],
	['macro', (parser, line) => parser.macro(line)],
	['call', (parser, line) => parser.call(line)],
	['filter', (parser, line) => parser.filter(line)],
	['with', (parser, line) => parser.with(line)],
	['block', (parser, line) => parser.block(line)],
	['print', (parser, line) => parser.print(line)],
	['extends', otherTemplate],
	['include', otherTemplate],
	['import', () => unsupported('the tag import: there is no other template')],
	['from', () => unsupported('the tag from: there is no other template')],
	['autoescape', () => unsupported('the tag autoescape')]
]);

const EXTRA_STATEMENTS: ReadonlyMap<string, ParseStatement> = new Map<string, ParseStatement>([
	['generation', (parser, line) => parser.generation(line)],
	['break', loopControl('break')],
	['continue', loopControl('continue')]
]);

function extraStatement(tag: string): ParseStatement | undefined {
	return environment().extraTags.has(tag) ? EXTRA_STATEMENTS.get(tag) : undefined;
}

/** @throws TemplateFailure for what jinja2 does not read, or what is not done here */
export function parseTemplate(source: string): Body {
	return new Parser(source).parse();
}
