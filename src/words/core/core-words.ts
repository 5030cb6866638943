/**
 * What core, the engines and the workers say in English of a value ("at most 5 entries"), in the page's
 * language. They know no catalogue: their phrases are matched here. A test holds that none is forgotten.
 */
import { formatNumber } from '../format.ts';
import { plural } from '../plural.ts';

type Say = (...found: string[]) => string;

/** What core says, and how the page puts it. */
export const PHRASES: readonly (readonly [RegExp, Say])[] = [
	// fields of files
	[/^no such field$/, () => 'no such field'],
	[/^each name once$/, () => 'each name once'],
	[/^each token once$/, () => 'each token once'],
	[/^each option once$/, () => 'each option once'],
	[/^each run once$/, () => 'each run once'],
	[/^each step once$/, () => 'each step once'],
	[/^each step’s id once$/, () => 'each step’s id once'],
	[/^the root digest of model\.resources$/, () => 'the root digest of model.resources'],
	[/^a text to complete$/, () => 'a text to complete'],
	[/^an empty list$/, () => 'an empty list'],
	[/^null in completion mode$/, () => 'null in completion mode'],
	[/^missing in completion mode$/, () => 'missing in completion mode'],
	[/^control in completion mode$/, () => '“control” in completion mode'],
	[/^null in chat mode$/, () => 'null in chat mode'],
	[/^a message$/, () => 'a message'],
	[/^a digest in chat mode$/, () => 'a digest in chat mode'],
	[/^a day that its month has$/, () => 'a date that exists'],
	[/^one of request\.stop_sequences$/, () => 'one of request.stop_sequences'],
	[/^a stop token at the end for "stop"$/, () => 'a stop token at the end for “stop”'],
	[/^null: the token was set$/, () => 'null: the token was set by hand'],
	[/^the hidden token$/, () => 'the hidden token'],
	[/^no more than the one before$/, () => 'no more than the one before'],
	[/^a finite number$/, () => 'a finite number'],
	[/^JSON data$/, () => 'JSON data'],
	[/^text of whole characters$/, () => 'text of whole characters'],
	[/^is a list, not an object$/, () => 'an object, not a list'],
	[/^is not a path inside the app’s folder$/, () => 'a path inside the app’s folder'],
	[/^"sha256:" and 64 hex digits$/, () => '“sha256:” and 64 hex digits'],
	[/^(\d+) hex digits$/, (count) => `${count} hex digits`],
	[/^a token id$/, () => 'a token id'],
	[/^a time like (\S+)$/, (example) => `a time such as ${example}`],
	[/^the name of a JSON file$/, () => 'the name of a JSON file'],
	[/^the link of a run$/, () => 'the link of a run'],
	[/^a web address$/, () => 'a web address'],
	[/^a language tag such as en or pt-BR$/, () => 'a language tag such as en or pt-BR'],
	[
		/^lower-case words with hyphens between them$/,
		() => 'lower-case words with hyphens between them'
	],
	// lessons and answers
	[/^an age not below the youngest$/, () => 'an age not below the youngest'],
	[/^a question, since it comes first$/, () => 'a question, since it comes first'],
	[/^a pair of different texts in each line$/, () => 'a pair of different texts in each line'],
	[/^the whole link of a run$/, () => 'the whole link of a run'],
	[/^no prompt in a conversation$/, () => 'no prompt in a conversation'],
	[/^no messages where a text is completed$/, () => 'no messages where a text is completed'],
	[/^a text to complete, which may be empty$/, () => 'a text to complete, which may be empty'],
	[/^a number not below the minimum$/, () => 'a number not below the minimum'],
	[/^numbers of options, from 0$/, () => 'numbers of options, from 0'],
	[/^an option, or null$/, () => 'an option, or null'],
	[/^places of options$/, () => 'positions of options'],
	[/^the place of an option$/, () => 'the position of an option'],
	// settings
	[
		/^at least one value, as in 1, 2, 3 or 1\.\.5$/,
		() => 'at least one value, as in 1, 2, 3 or 1..5'
	],
	[/^shorter numbers$/, () => 'shorter numbers'],
	[
		/^a range from the lower to the higher number$/,
		() => 'a range from the lower to the higher number'
	],
	[
		/^numbers and ranges, as in 0\.2, 0\.7 or 0\.\.1 step 0\.25$/,
		() => 'numbers and ranges, as in 0.2, 0.7 or 0..1 step 0.25'
	],
	[
		/^a range from low to high with a step above 0$/,
		() => 'a range from low to high with a step above 0'
	],
	[/^texts of at least one character$/, () => 'texts of at least one character'],
	[
		/^positions of ordinary tokens of the sentence$/,
		() => 'positions of ordinary tokens of the sentence'
	],
	[/^two different settings$/, () => 'two different settings'],
	// models
	[/^is not JSON$/, () => 'it is not JSON'],
	[/^text in UTF-8$/, () => 'text in UTF-8'],
	[/^is not UTF-8$/, () => 'it is not UTF-8'],
	[/^context_window_size is missing$/, () => 'context_window_size is missing'],
	[/^not a readable ONNX graph$/, () => 'it is not a readable ONNX graph'],
	[
		/^it has an encoder and a decoder; only decoders continue a text$/,
		() => 'it has an encoder and a decoder; only decoders continue a text'
	],
	[/^larger than any compiled library$/, () => 'larger than any compiled library'],
	[/^something in it nests too deeply$/, () => 'something in it is nested too deeply'],
	// with a number or a name
	[/^(\d+) entries$/, (count) => plural(Number(count), ['# entry', '# entries'])],
	[
		/^at most (\d+) entries$/,
		(most) => `at most ${plural(Number(most), ['# entry', '# entries'])}`
	],
	[/^at most (\d+) tokens$/, (most) => `at most ${plural(Number(most), ['# token', '# tokens'])}`],
	[/^at most (\d+) texts$/, (most) => `at most ${plural(Number(most), ['# text', '# texts'])}`],
	[/^at most (\d+) values$/, (most) => `at most ${plural(Number(most), ['# value', '# values'])}`],
	[
		/^at most (\d+) runs; this is (\d+)$/,
		(most, count) => `at most ${number(most)} runs; this is ${number(count)}`
	],
	[/^more than (\d+)$/, (least) => `more than ${number(least)}`],
	[/^the forced token (\d+)$/, (id) => `the forced token ${id}`],
	[/^the mask at position (\d+) in it$/, (at) => `the mask at position ${at}`],
	[
		/^two to (\d+) values that (\w+) may have$/,
		(most, field) => `two to ${number(most)} allowed values of ${field}`
	],
	[/^a whole number from 0 to (\d+)$/, (most) => `a whole number from 0 to ${most}`],
	[/^(?:token )?ids below (\d+)$/, (most) => `token ids below ${number(most)}`],
	[/^1 to (\d+)$/, (most) => `1 to ${number(most)}`],
	[/^1 to (\d+) sentences$/, (most) => `1 to ${number(most)} sentences`],
	[
		/^it has (\d+) MB; (\d+) MB can be read$/,
		(has, most) => `it has ${has} MB; the limit is ${most} MB`
	],
	[/^the \w+ "(.+)" is missing$/, (name) => `“${name}” is missing`],
	[/^"(.+)" has (\d+) dimensions$/, (name, count) => `“${name}” has ${count} dimensions`],
	[
		/^nothing says how large the heads of "(.+)" are$/,
		(name) => `the size of the heads of “${name}” is not given`
	],
	[
		/^nothing says how many heads "(.+)" has$/,
		(name) => `the number of heads of “${name}” is not given`
	],
	[/^"(.+)" has no axis that grows$/, (name) => `“${name}” has no axis that grows`],
	[
		/^"(.+)" is (\S+), not (.+)$/,
		(name, type, types) => `“${name}” has the type ${type}, not ${types}`
	],
	[/^it wants an unknown input "(.+)"$/, (name) => `it needs an unknown input, “${name}”`]
];

function number(digits = ''): string {
	return formatNumber(Number(digits));
}

/** @returns null where core says nothing that is known here: a value, a type, or an engine's own words */
export function corePhrase(english: string): string | null {
	for (const [pattern, say] of PHRASES) {
		const found = pattern.exec(english);
		if (found !== null) return say(...found.slice(1));
	}
	return null;
}

export function coreWords(english: string): string {
	return corePhrase(english) ?? english;
}
