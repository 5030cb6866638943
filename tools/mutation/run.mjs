/**
 * `npm run test:mutation [-- room …]`: mutates core/, room by room, and says which mutants no test noticed.
 * Hours for all of it the first time; afterwards only what changed is tried again. Fails below 85 %.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { allRooms } from './rooms.mjs';

const LEAST_SCORE = 85;
const REPORTS = '.cache/mutation';

/** @param {string} room @returns {boolean} whether the run came to its end */
function mutate(room) {
	console.log(`\n── ${room}`);
	const { status } = spawnSync(
		'npx',
		['--no-install', 'stryker', 'run', 'tools/mutation/stryker.config.mjs'],
		{
			stdio: 'inherit',
			shell: process.platform === 'win32',
			env: { ...process.env, MUTATED_ROOM: room, MORE_EXAMPLES: '0.1' }
		}
	);
	return status === 0;
}

/**
 * @param {string} room
 * @returns {Record<string, number>} how many mutants ended in each way
 */
function countStatuses(room) {
	const file = `${REPORTS}/${room}.json`;
	/** @type {Record<string, number>} */
	const counts = {};
	if (!existsSync(file)) return counts;
	for (const { mutants } of Object.values(JSON.parse(readFileSync(file, 'utf8')).files)) {
		for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

/**
 * Killed or looping mutants among all that are valid, in percent; NaN where none was tried.
 *
 * @param {Record<string, number>} counts
 */
function score({ Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 }) {
	return ((Killed + Timeout) / (Killed + Timeout + Survived + NoCoverage)) * 100;
}

const COLUMNS = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'];

/** @param {string} name @param {Record<string, number>} counts */
function row(name, counts) {
	const numbers = COLUMNS.map((column) => String(counts[column] ?? 0).padStart(column.length));
	return `| ${[name.padEnd(14), ...numbers, (Number.isNaN(score(counts)) ? '–' : score(counts).toFixed(1)).padStart(5)].join(' | ')} |`;
}

/** @param {readonly Record<string, number>[]} all */
function sum(all) {
	return Object.fromEntries(
		COLUMNS.map((column) => [column, all.reduce((total, each) => total + (each[column] ?? 0), 0)])
	);
}

const named = process.argv.slice(2).filter((argument) => argument !== '--table');
const rooms = named.length === 0 ? allRooms() : named;
const unknown = rooms.filter((room) => !allRooms().includes(room));
if (unknown.length > 0)
	throw new Error(`core/ has no ${unknown.join(', ')}; it has ${allRooms().join(', ')}`);

mkdirSync(REPORTS, { recursive: true });
const broken = process.argv.includes('--table') ? [] : rooms.filter((room) => !mutate(room));
const counts = rooms.map(countStatuses);
const total = sum(counts);
console.log(`\n| ${['room'.padEnd(14), ...COLUMNS, 'score'].join(' | ')} |`);
rooms.forEach((room, i) => console.log(row(room, counts[i] ?? {})));
console.log(row('all', total));
for (const room of broken) console.log(`${room}: the run did not come to its end`);
if (!(score(total) >= LEAST_SCORE)) console.log(`The score must be ${LEAST_SCORE} at least.`);
process.exitCode = broken.length === 0 && score(total) >= LEAST_SCORE ? 0 : 1;
