/** Which files of core/ are mutated, and by which tests each room is held. */
import { existsSync, readdirSync } from 'node:fs';

const CORE = 'src/core';

/** What is not mutated, and why. */
export const EXCLUDED = {
	'**/*.test.ts': 'the tests themselves',
	'sprout-world/words.ts': 'a table of words: a mutant is another word of the story',
	'sprout-world/facts-table.ts': 'a table of facts: a mutant is another fact',
	'sprout-world/greetings.ts': 'a table of greetings: a mutant is another greeting',
	'sprout-world/stories.ts': 'templates of stories: a mutant is another story',
	'sprout-world/plots-of-company.ts': 'templates of stories: a mutant is another story',
	'sprout-world/plots-of-things.ts': 'templates of stories: a mutant is another story'
};

/** Tests outside a room that hold it as well: those of the formats it publishes. */
const ALSO_HELD_BY = {
	comparison: ['tests/unit/comparison-docs.test.ts'],
	'fill-mask': ['tests/unit/fill-mask-docs.test.ts'],
	lesson: ['tests/unit/lesson-docs.test.ts', 'tests/unit/answers-docs.test.ts'],
	link: ['tests/unit/verification-docs.test.ts'],
	'run-file': ['tests/unit/run-file-docs.test.ts'],
	sampling: ['tests/unit/sampler-docs.test.ts'],
	verification: ['tests/unit/verification-docs.test.ts']
};

/** The files that stand in core/ itself, in no folder of it. */
const LOOSE = 'loose-files';

/** @returns {string[]} */
export function allRooms() {
	const folders = readdirSync(CORE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return [...folders.map(({ name }) => name).sort(), LOOSE];
}

/** @param {string} room @returns {string[]} patterns for Stryker */
export function mutatedFiles(room) {
	const files = room === LOOSE ? `${CORE}/*.ts` : `${CORE}/${room}/**/*.ts`;
	return [files, ...Object.keys(EXCLUDED).map((pattern) => `!${CORE}/${pattern}`)];
}

/** @param {string} room @returns {string[]} patterns for Vitest */
export function testsOf(room) {
	const own = room === LOOSE ? `${CORE}/**/*.test.ts` : `${CORE}/${room}/**/*.test.ts`;
	const others = (ALSO_HELD_BY[room] ?? []).filter((file) => existsSync(file));
	return [own, ...others];
}
