/** Writes documents as JSON lines: `npx tsx tools/sprout/world/dump.ts --stream main --from 0 --count 1000 --out FILE`. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { documentAt, STREAMS, type StreamName } from './world.ts';

const LINES_PER_WRITE = 2000;

function isStream(name: string): name is StreamName {
	return Object.hasOwn(STREAMS, name);
}

function dump(stream: StreamName, from: number, count: number, file: string): void {
	const output = openSync(file, 'w');
	let lines = '';
	for (let offset = 0; offset < count; offset++) {
		const { kind, text, logProbability } = documentAt(from + offset, stream);
		lines += `${JSON.stringify({ kind, text, logp: Number(logProbability.toFixed(6)) })}\n`;
		if (offset % LINES_PER_WRITE === LINES_PER_WRITE - 1 || offset === count - 1) {
			writeSync(output, lines);
			lines = '';
		}
	}
	closeSync(output);
}

const { values } = parseArgs({
	options: {
		stream: { type: 'string', default: 'main' },
		from: { type: 'string', default: '0' },
		count: { type: 'string', default: '1000' },
		out: { type: 'string', default: '/dev/stdout' }
	}
});
if (!isStream(values.stream)) throw new Error(`No such stream: ${values.stream}`);
dump(values.stream, Number(values.from), Number(values.count), values.out);
