/** The tests that say whether a mutant of a room of core/ lives. */
import { defineConfig } from 'vitest/config';
import { offered } from '../../wuchale.config.js';
import { testsOf } from './rooms.mjs';

const room = process.env['MUTATED_ROOM'];
if (room === undefined) throw new Error('MUTATED_ROOM names no room: start tools/mutation/run.mjs');

export default defineConfig({
	// As vite.config.ts: tests of verdicts read what is said of them.
	define: { __LANGUAGES__: JSON.stringify(offered) },
	test: {
		environment: 'node',
		include: testsOf(room),
		// Instrumented code is slow; a mutant that loops is stopped by its count of hits, long before.
		testTimeout: 60_000
	}
});
