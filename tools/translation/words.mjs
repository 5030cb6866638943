/**
 * What a language still lacks, as a list to fill in, and back into its catalogue:
 *
 *   npm run words -- list de > words.json
 *   npm run words -- fill de words.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PO from 'pofile';
import { projectFolder } from '../run/prepare.mjs';

/**
 * @typedef {object} Missing
 * @property {string[]} english one text, or the form for one thing and the form for many
 * @property {string[]} translation as many; placeholders ({0}, <0>…</0>) stay, in any order
 * @property {string[]} files where it is shown
 */

/** @param {{ msgstr: string[], obsolete: boolean }} item */
const isMissing = ({ msgstr, obsolete }) =>
	!obsolete && (msgstr.length === 0 || msgstr.some((words) => words === ''));

/** @param {{ msgid: string, msgid_plural: string | null }} item */
const englishOf = ({ msgid, msgid_plural: many }) => (many ? [msgid, many] : [msgid]);

const pathOf = (code) => join(projectFolder, `src/locales/${code}.po`);
const read = (code) => PO.parse(readFileSync(pathOf(code), 'utf8'));

/** @returns {Missing[]} */
function missingIn(code) {
	return read(code)
		.items.filter(isMissing)
		.map((item) => ({
			english: englishOf(item),
			translation: englishOf(item).map(() => ''),
			files: [...new Set(item.references)]
		}));
}

/** @param {Missing[]} words @returns {number} how many were filled in */
function fill(code, words) {
	const catalogue = read(code);
	const known = new Map(
		words
			.filter(({ translation }) => translation.every((text) => text !== ''))
			.map(({ english, translation }) => [english.join('\0'), translation])
	);
	let filled = 0;
	for (const item of catalogue.items.filter(isMissing)) {
		const translation = known.get(englishOf(item).join('\0'));
		if (translation !== undefined) {
			item.msgstr = translation;
			filled += 1;
		}
	}
	writeFileSync(pathOf(code), catalogue.toString());
	return filled;
}

const [command, code, file] = process.argv.slice(2);
if (command === 'list' && code !== undefined) {
	console.log(JSON.stringify(missingIn(code), null, '\t'));
} else if (command === 'fill' && code !== undefined && file !== undefined) {
	const filled = fill(code, JSON.parse(readFileSync(file, 'utf8')));
	console.log(`${filled} texts filled in, ${missingIn(code).length} missing`);
} else {
	console.error('npm run words -- list CODE, or: npm run words -- fill CODE FILE');
	process.exitCode = 1;
}
