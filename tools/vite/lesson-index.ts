/** Lists the lessons in `public/lessons/` as `lessons/index.json`, in development and in a build. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { LessonEntry } from '../../src/core/lesson/lesson-index.ts';
import { lessonDigest, readLesson } from '../../src/core/lesson/read-lesson.ts';

const ADDRESS = 'lessons/index.json';

function describe(folder: string, file: string): LessonEntry {
	const lesson = readLesson(readFileSync(join(folder, file)));
	const { id, language, title, summary, minutes, ages, steps } = lesson;
	return {
		file,
		digest: lessonDigest(lesson),
		id,
		language,
		title,
		summary,
		minutes,
		ages,
		steps: steps.map((step) => step.id)
	};
}

/** As a class would take them; what is not named here stands behind, by name. */
const ORDER = [
	'first-look',
	'next-token',
	'tokens',
	'temperature',
	'seeds',
	'attention',
	'facts-and-gaps',
	'rule-or-memory',
	'auditing-a-bias',
	'openness',
	'quantization'
];

function placeOf({ id }: LessonEntry): number {
	const place = ORDER.indexOf(id);
	return place < 0 ? ORDER.length : place;
}

/** @throws AppError of the first file that is no lesson */
function lessonIndex(folder: string): string {
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	const entries = files.sort().map((file) => describe(folder, file));
	return JSON.stringify(entries.sort((a, b) => placeOf(a) - placeOf(b)));
}

export function lessonIndexFile(): Plugin {
	let folder = '';
	return {
		name: 'glasshouse:lesson-index',
		configResolved(config) {
			folder = resolve(config.publicDir, 'lessons');
		},
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const path = (request.url ?? '').split('?')[0] ?? '';
				if (path !== `/${ADDRESS}`) {
					next();
					return;
				}
				response.setHeader('Content-Type', 'application/json');
				response.end(lessonIndex(folder));
			});
		},
		generateBundle() {
			this.emitFile({ type: 'asset', fileName: ADDRESS, source: lessonIndex(folder) });
		}
	};
}
