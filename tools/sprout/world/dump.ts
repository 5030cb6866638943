/**
 * The world's command line; README.md has its three uses: documents (`--out`), evaluation items
 * (`--probes`), reading texts (`--read` with `--out`). Without `--count` a stream is written as far as
 * training read it.
 */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CORPUS } from '#core/sprout-world/corpus.ts';
import { readDocument, STREAMS, type StreamName } from '#core/sprout-world/world.ts';
import { buildProbes } from './probes.ts';
import { logProbabilityOf, scoredDocumentAt } from './probability.ts';

const LINES_PER_WRITE = 2000;

function isStream(name: string): name is StreamName {
	return Object.hasOwn(STREAMS, name);
}

function dump(stream: StreamName, from: number, count: number, file: string): void {
	const output = openSync(file, 'w');
	let lines = '';
	for (let offset = 0; offset < count; offset++) {
		const { kind, text, logProbability } = scoredDocumentAt(from + offset, stream);
		lines += `${JSON.stringify({ kind, text, logp: Number(logProbability.toFixed(6)) })}\n`;
		if (offset % LINES_PER_WRITE === LINES_PER_WRITE - 1 || offset === count - 1) {
			writeSync(output, lines);
			lines = '';
		}
	}
	closeSync(output);
}

/** For each line `{"text": ...}`: its kind and log-probability, or null and how far it could be read. */
function readTexts(input: string, output: string): void {
	const lines = readFileSync(input, 'utf8')
		.split('\n')
		.filter((line) => line !== '');
	const results = lines.map((line) => {
		const { text } = JSON.parse(line) as { text: string };
		const { readings, furthest } = readDocument(text);
		const reading = readings[0];
		return JSON.stringify({
			kind: reading?.result ?? null,
			logp: reading === undefined ? null : logProbabilityOf(reading.choices),
			furthest,
			length: text.length
		});
	});
	writeFileSync(output, `${results.join('\n')}\n`);
}

const { values } = parseArgs({
	options: {
		stream: { type: 'string', default: 'main' },
		from: { type: 'string', default: '0' },
		count: { type: 'string' },
		out: { type: 'string', default: '/dev/stdout' },
		probes: { type: 'string' },
		read: { type: 'string' }
	}
});
if (!isStream(values.stream)) throw new Error(`No such stream: ${values.stream}`);
if (values.probes !== undefined)
	writeFileSync(values.probes, `${JSON.stringify(buildProbes(), null, '\t')}\n`);
else if (values.read !== undefined) readTexts(values.read, values.out);
else {
	const count =
		values.count ?? CORPUS.find(({ stream }) => stream === values.stream)?.count ?? 1000;
	dump(values.stream, Number(values.from), Number(count), values.out);
}
