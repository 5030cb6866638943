/**
 * Verifies run files without a browser, with the app's own core and engine:
 *
 *     npm run verify -- some.run.json
 *     npm run verify -- submissions/ --json
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCode, resultLine, resultsJson, summaryLine, USAGE_EXIT_CODE } from './cli-output.ts';
import type { ModelPlace } from './model-place.ts';
import { modelPlaces, type ModelPlaces } from './model-places.ts';
import { printable } from './printable.ts';
import { openAnyModel, type LoadedModel } from './open-model.ts';
import { verifyInput, type FileResult } from './verify-file.ts';
import { isLink } from './verify-input.ts';

const USAGE = `npm run verify -- <file.run.json | folder | link>…

  --model <path>  where the model is, if it is not the built-in one: a folder with its files, or a
                  pack that the app exported (.glasshouse.tar); may come again
  --exact         token by token, as when generating: slower, finds equal bits
  --json          everything as JSON, with a row for each token or mask

Exit code, by the worst result: 0 bit-exact, same-tokens or within-noise; 1 diverged;
2 not-comparable or cannot-tell; 3 invalid; 4 could not be verified; 64 wrong call.`;

function inputsOf(path: string): string[] {
	if (isLink(path) || !statSync(path).isDirectory()) return [path];
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.run.json'))
		.sort()
		.map((name) => join(path, name));
}

/** Keeps the last model open: runs of one folder usually share it. */
function modelKeeper(): {
	open: (place: ModelPlace, names: readonly string[]) => Promise<LoadedModel>;
	close: () => Promise<void>;
} {
	let key = '';
	let model: LoadedModel | null = null;
	const close = async (): Promise<void> => {
		await model?.session.dispose();
		model = null;
	};
	const open = async (place: ModelPlace, names: readonly string[]): Promise<LoadedModel> => {
		const wanted = [place.path, ...names].join('\n');
		if (model !== null && key === wanted) return model;
		await close();
		model = await openAnyModel(place, names);
		key = wanted;
		return model;
	};
	return { open, close };
}

export async function main(
	args: readonly string[],
	print: (text: string) => void
): Promise<number> {
	let parsed;
	let inputs: string[];
	let places: ModelPlaces;
	try {
		parsed = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				model: { type: 'string', multiple: true, default: [] },
				exact: { type: 'boolean', default: false },
				json: { type: 'boolean', default: false }
			}
		});
		if (parsed.positionals.length === 0) throw new Error('nothing to verify');
		inputs = parsed.positionals.flatMap(inputsOf);
		if (inputs.length === 0) throw new Error('no file there ends in .run.json');
		places = modelPlaces(parsed.values.model);
	} catch (error) {
		print(`${printable(error instanceof Error ? error.message : String(error))}\n\n${USAGE}`);
		return USAGE_EXIT_CODE;
	}
	const { exact, json } = parsed.values;
	const { open, close } = modelKeeper();
	const results: FileResult[] = [];
	for (const input of inputs) {
		const result = await verifyInput(input, { places: places.all, exact, open });
		results.push(result);
		if (!json) print(resultLine(result));
	}
	await close();
	await places.close();
	print(json ? resultsJson(results) : summaryLine(results));
	return exitCode(results);
}

if (process.argv[1]?.endsWith('cli.ts') === true) {
	process.exitCode = await main(process.argv.slice(2), (text) => console.log(text));
}
