/**
 * `npm test`: everything, on a fresh clone too, steps side by side. `npm test WORD …`: the steps whose
 * title contains a word. `npm run test:long`: what takes too long for every day (docs/testing.md).
 */
import { createServer } from 'node:net';
import { prepare } from '../run/prepare.mjs';

/** @returns {Promise<number>} a port that nobody listens on right now */
function findFreePort() {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

prepare();
process.env.GLASSHOUSE_PORT ??= String(await findFreePort());
const { installBrowsers } = await import('./install-browsers.mjs');
installBrowsers();

const { forgetRemovedComponents } = await import('./forget-components.mjs');
const { clearReports } = await import('./reports.mjs');
const { fullSteps, longSteps } = await import('./steps.mjs');
const { runSteps } = await import('./run-steps.mjs');
const words = process.argv.slice(2).filter((word) => word !== '--long');
const steps = process.argv.includes('--long') ? longSteps() : fullSteps();
const isWanted = ({ title }) => words.length === 0 || words.some((word) => title.includes(word));
if (!steps.some(isWanted)) {
	console.error(`No step is called so. There are: ${steps.map(({ title }) => title).join(', ')}.`);
	process.exit(1);
}
clearReports();
forgetRemovedComponents();
await runSteps(steps.filter(isWanted));
