/** jinja2's filters that make texts. */
import { spend, spendText } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { isTrue } from '../values/compare.ts';
import { PyDict } from '../values/dict.ts';
import { typeName, Undefined, type Value } from '../values/object.ts';
import { formatPercent } from '../values/percent-format.ts';
import { print } from '../values/printing.ts';
import { itemsOf } from '../values/sequence.ts';
import { PyTuple } from '../values/object.ts';
import { Str } from '../values/text.ts';
import { SPACE, SPACES } from '../values/unicode.ts';
import { size, type Bound } from './arguments.ts';
import { attributeGetter } from './attribute-path.ts';
import { tojson } from './json.ts';
import type { Routine } from './tests.ts';
import * as shape from './text-shape.ts';
import { joinTexts, replaceText, splitLines } from './text-split.ts';

/** As MarkupSafe's `soft_str`: escaped text stays escaped. */
function soft(value: Value | undefined): Str {
	return print(value ?? null);
}

function changed(value: Value | undefined, change: (text: Str) => Str): Str {
	const text = soft(value);
	return change(text).asMarkup(text.isMarkup);
}

/** The first letter of each word large and the rest small; words end at white space and at -({[<. */
function titleFilter(value: Value | undefined): Str {
	const text = soft(value);
	const breaks = new RegExp(`[-${SPACE}({\\[<]+`, 'g');
	const word = (from: number, to: number) => {
		const part = text.cut(from, to);
		return [shape.upper(part.slice(0, 1)), shape.lower(part.slice(1, part.length))];
	};
	const parts: Str[] = [];
	let at = 0;
	for (const match of text.text.matchAll(breaks)) {
		parts.push(...word(at, match.index));
		at = match.index + match[0].length;
		parts.push(shape.lower(text.cut(match.index, at)));
	}
	parts.push(...word(at, text.text.length));
	return Str.concat(parts);
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	"'": '&#39;',
	'"': '&#34;'
};

function escapeHtml(text: Str): Str {
	return text
		.map((plain) => plain.replace(/[&<>'"]/g, (unit) => ENTITIES[unit] ?? unit))
		.asMarkup();
}

function escape([value]: Bound): Value {
	const text = soft(value);
	return text.isMarkup ? text : escapeHtml(text);
}

function striptags([value]: Bound): Value {
	const text = soft(value).text;
	const kept: string[] = [];
	let at = 0;
	for (let open = text.indexOf('<'); open !== -1; open = text.indexOf('<', at)) {
		spend(1);
		const isComment = text.startsWith('<!--', open);
		const close = isComment ? text.indexOf('-->', open + 4) : text.indexOf('>', open);
		if (close === -1) break;
		kept.push(text.slice(at, open));
		at = close + (isComment ? 3 : 1);
	}
	kept.push(text.slice(at));
	const bare = kept.join('').replace(SPACES, ' ').trim();
	if (bare.includes('&')) unsupported('entities in striptags');
	return soft(value).hasContent ? Str.content(bare) : Str.of(bare);
}

function indent([value, width, first, blank]: Bound): Value {
	const text = value ?? null;
	if (!(text instanceof Str)) {
		if (text instanceof Undefined) raise(text.kind, text.message);
		return raise('TypeError', `unsupported operand type(s) for +=: '${typeName(text)}' and 'str'`);
	}
	if (text.isMarkup) unsupported('indenting escaped text');
	const by =
		width instanceof Str
			? width
			: Str.of(' '.repeat(Math.max(0, width === undefined ? 4 : size(width))));
	const newline = Str.of('\n');
	// jinja2 adds a line break so that the last empty line counts.
	const lines = splitLines(Str.concat([text, newline]), false);
	const withBlank = isTrue(blank ?? false);
	const indented = lines.map((line, i) =>
		i === 0 || (line.text === '' && !withBlank) ? line : Str.concat([by, line])
	);
	const joined = joinTexts(newline, indented);
	return isTrue(first ?? false) ? Str.concat([by, joined]) : joined;
}

function plainText(value: Value | undefined, missing: string): Str {
	if (value === undefined) return Str.of(missing);
	return value instanceof Str ? value : unsupported('truncating what is no text');
}

function truncate([value, length, killWords, end, leeway]: Bound): Value {
	const text = plainText(value, '');
	const ending = plainText(end, '...');
	const most = length === undefined ? 255 : size(length);
	const slack = leeway === undefined || leeway === null ? 5 : size(leeway);
	if (most < ending.length)
		raise('AssertionError', `expected length >= ${ending.length}, got ${most}`);
	if (slack < 0) raise('AssertionError', `expected leeway >= 0, got ${slack}`);
	if (text.length <= most + slack) return text;
	const kept = text.slice(0, most - ending.length);
	if (isTrue(killWords ?? false)) return Str.concat([kept, ending]);
	const space = kept.text.lastIndexOf(' ');
	return Str.concat([space === -1 ? kept : kept.cut(0, space), ending]);
}

function join([value, by, attribute]: Bound): Value {
	const pick = attribute === undefined || attribute === null ? null : attributeGetter(attribute);
	const parts = Array.from(itemsOf(value ?? null), (item) =>
		print(pick === null ? item : pick(item))
	);
	return joinTexts(by === undefined ? Str.of('') : print(by), parts).asMarkup(false);
}

function replace([value, from, to, limit]: Bound): Value {
	const most = limit === undefined || limit === null ? -1 : size(limit);
	return replaceText(soft(value), soft(from), soft(to), most).asMarkup(false);
}

function wordcount([value]: Bound): Value {
	const { text } = soft(value);
	spendText(text.length);
	return BigInt(text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0);
}

/** As `urllib.parse.quote`, which refuses half a character, too. */
function quoteUrl(text: string): string {
	if (/\p{Surrogate}/u.test(text)) return unsupported('urlencode of half a character');
	return encodeURIComponent(text).replace(/%2F|[!'()*]/g, (unit) =>
		unit === '%2F' ? '/' : `%${unit.charCodeAt(0).toString(16).toUpperCase()}`
	);
}

function urlencode([value]: Bound): Value {
	if (value instanceof PyDict || !(value instanceof Str))
		return unsupported('urlencode of what is no text');
	return value.map(quoteUrl);
}

const STRING = ['s'];
const VALUE = ['value'];

function refused(name: string): Routine {
	return {
		name,
		names: ['value', ...Array.from({ length: 9 }, (_, i) => `a${i}?`)],
		run: () => unsupported(`the filter ${name}`)
	};
}

export const TEXT_FILTERS: Readonly<Record<string, Routine>> = {
	capitalize: { name: 'do_capitalize', names: STRING, run: ([s]) => changed(s, shape.capitalize) },
	center: {
		name: 'do_center',
		names: ['value', 'width?'],
		run: ([s, width]) =>
			changed(s, (text) => shape.centerText(text, width === undefined ? 80 : size(width)))
	},
	e: { name: 'escape', names: STRING, run: escape },
	escape: { name: 'escape', names: STRING, run: escape },
	forceescape: { name: 'do_forceescape', names: VALUE, run: ([value]) => escapeHtml(soft(value)) },
	indent: { name: 'do_indent', names: ['s', 'width?', 'first?', 'blank?'], run: indent },
	join: { name: 'do_join', names: ['value', 'd?', 'attribute?'], run: join },
	lower: { name: 'do_lower', names: STRING, run: ([s]) => changed(s, shape.lower) },
	pprint: refused('pprint'),
	replace: { name: 'do_replace', names: ['s', 'old', 'new', 'count?'], run: replace },
	safe: { name: 'do_mark_safe', names: VALUE, run: ([value]) => soft(value).asMarkup() },
	string: { name: 'soft_str', names: STRING, run: ([s]) => soft(s) },
	striptags: { name: 'do_striptags', names: VALUE, run: striptags },
	title: { name: 'do_title', names: STRING, run: ([s]) => titleFilter(s) },
	tojson: {
		name: 'tojson',
		names: ['x', 'ensure_ascii?', 'indent?', 'separators?', 'sort_keys?'],
		run: tojson
	},
	trim: {
		name: 'do_trim',
		names: ['value', 'chars?'],
		run: ([value, chars]) => changed(value, (text) => shape.stripText(text, chars, 'both'))
	},
	truncate: {
		name: 'do_truncate',
		names: ['s', 'length?', 'killwords?', 'end?', 'leeway?'],
		run: truncate
	},
	upper: { name: 'do_upper', names: STRING, run: ([s]) => changed(s, shape.upper) },
	urlencode: { name: 'do_urlencode', names: VALUE, run: urlencode },
	urlize: refused('urlize'),
	wordcount: { name: 'do_wordcount', names: STRING, run: wordcount },
	wordwrap: refused('wordwrap'),
	xmlattr: refused('xmlattr'),
	filesizeformat: refused('filesizeformat')
};

/** The filter `format` takes any arguments: `'%s, %s'|format(a, b)`. */
export function formatFilter(
	value: Value,
	args: readonly Value[],
	kwargs: ReadonlyMap<string, Value>
): Value {
	if (args.length > 0 && kwargs.size > 0) {
		raise('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
	}
	const named = new PyDict(Array.from(kwargs, ([name, each]) => [Str.of(name), each] as const));
	return formatPercent(soft(value), kwargs.size > 0 ? named : new PyTuple(args));
}
