/**
 * Makes a class pack, a folder to put on a stick or a server:
 *
 *     npm run class-pack -- /media/stick/glasshouse --model SmolLM2.glasshouse.tar --lesson own.lesson.json
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeClassPack } from './make-class-pack.ts';

const USAGE = `npm run class-pack -- <folder>

  --title <text>   the class or lesson
  --model <path>   a pack that the app exported (.tar), or a folder it was unpacked to; may come again
  --lesson <path>  a lesson file; may come again

The folder must not exist, or be empty. docs/teachers.md says what to do with it.`;

export async function main(
	args: readonly string[],
	print: (text: string) => void
): Promise<number> {
	try {
		const { positionals, values } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				title: { type: 'string', default: '' },
				model: { type: 'string', multiple: true, default: [] },
				lesson: { type: 'string', multiple: true, default: [] }
			}
		});
		const [out] = positionals;
		if (out === undefined || positionals.length > 1) throw new Error('one folder is needed');
		if (!existsSync('dist/index.html')) throw new Error('there is no built app: npm run build');
		const { title, model: models, lesson: lessons } = values;
		const count = await makeClassPack({ dist: 'dist', out, title, models, lessons });
		print(`${count} files in ${out}. Start it there with start.cmd or start.sh.`);
		return 0;
	} catch (error) {
		print(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
		return 1;
	}
}

if (process.argv[1]?.endsWith('cli.ts') === true) {
	process.exitCode = await main(process.argv.slice(2), (text) => console.log(text));
}
