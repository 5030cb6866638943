/** Writes a class pack as a folder. */
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { readLesson } from '#core/lesson/read-lesson.ts';
import { layOutClassPack } from '#storage/class-pack.ts';
import { readModelPack } from './read-model-pack.ts';

export interface ClassPackOrder {
	/** The built app. */
	readonly dist: string;
	/** A folder that does not exist, or is empty. */
	readonly out: string;
	readonly title: string;
	/** Packs (`.tar`) or unpacked ones. */
	readonly models: readonly string[];
	/** Lesson files. */
	readonly lessons: readonly string[];
}

type Write = (path: string) => void;

function copyOf(source: string): Write {
	return (path) => copyFileSync(source, path);
}

function builtFiles(dist: string): string[] {
	return readdirSync(dist, { recursive: true, encoding: 'utf8' })
		.filter((path) => !path.endsWith('.map') && statSync(join(dist, path)).isFile())
		.map((path) => path.split(sep).join('/'))
		.sort();
}

function readLessonFile(path: string): string {
	const text = readFileSync(path, 'utf8');
	readLesson(text);
	return text;
}

/**
 * @returns how many files it has
 * @throws Error when the folder is not empty, and what is wrong with a model or lesson
 */
export async function makeClassPack(order: ClassPackOrder): Promise<number> {
	const { dist, out, title } = order;
	mkdirSync(out, { recursive: true });
	if (readdirSync(out).length > 0) throw new Error(`${out} is not empty`);
	const temporary = mkdtempSync(join(tmpdir(), 'glasshouse-class-'));
	try {
		const models = [];
		for (const [index, path] of order.models.entries()) {
			const files = await readModelPack(path, join(temporary, index.toString()));
			models.push(files.map(({ path: name, source }) => ({ path: name, source: copyOf(source) })));
		}
		const entries = layOutClassPack<Write>({
			title,
			app: builtFiles(dist).map((path) => ({ path, source: copyOf(join(dist, path)) })),
			models,
			lessons: order.lessons.map(readLessonFile),
			fromText: (text) => (path) => writeFileSync(path, text)
		});
		for (const { path, source } of entries) {
			const place = join(out, ...path.split('/'));
			mkdirSync(dirname(place), { recursive: true });
			source(place);
		}
		return entries.length;
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}
