/** A number before a noun asks for the form that fits it: such texts are plural messages. */
import { readFileSync } from 'node:fs';
import PO from 'pofile';
import { expect, test } from 'vitest';

const NOUNS =
	'answers|characters|entries|masks|minutes|pairs|questions|runs|sentences|steps|texts|threads|tokens|values|words';

/** There are always two or more of these, or the number is a limit and no count of one. */
const NEVER_ONE: readonly RegExp[] = [
	/at most \{\d+\} (characters|runs|tokens)/,
	/^(Longer than )?\{\d+\} (characters|threads|of)/,
	/^1 to \{\d+\} sentences$/,
	/^two to /,
	// contexts, vocabularies, and texts that are too long for them
	/reads? (up to )?\{\d+\} tokens/,
	/\b(has|of) \{\d+\} tokens/,
	/^\{\d+\} tokens; the most surprising/,
	/\{\d+\} tokens in (English|all)/,
	/with \{\d+\} of settings/,
	// parts of something long
	/\{\d+\} of (<0\/>|\{\d+\}) (masked )?(tokens|runs)/,
	/95 % interval, \{\d+\} pairs/,
	/^\{\d+\} runs$/,
	// a rate, and a name in place of a number
	/\{\d+\} tokens\/s/,
	/^\{0\} filled masks$/,
	/^No precision of /
];

test('no text puts a number before a plural noun, except where it cannot be one', () => {
	const catalogue = new URL('../../../src/locales/en.po', import.meta.url);
	const found = PO.parse(readFileSync(catalogue, 'utf8'))
		.items.filter(({ obsolete, msgid_plural }) => !obsolete && !msgid_plural)
		.map(({ msgid }) => msgid)
		.filter((msgid) => new RegExp(`\\{\\d+\\} (?:\\p{Ll}+ )?(?:${NOUNS})\\b`, 'u').test(msgid))
		.filter((msgid) => !NEVER_ONE.some((pattern) => pattern.test(msgid)));
	expect(found).toEqual([]);
});
