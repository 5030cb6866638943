/** A class pack: the app, models and lessons in one folder that any static server, or the ones in it, can serve. */
import { CLASS_FILE, NO_CLASS } from './class-file.ts';

/** The folder's own name, in an archive. */
export const CLASS_FOLDER = 'glasshouse-class';

/** `Source` is whatever holds the bytes: a Blob in the page, a place on the disk in the tool. */
export interface PackEntry<Source> {
	/** `/` between parts. */
	readonly path: string;
	readonly source: Source;
}

export interface ClassPackParts<Source> {
	readonly title: string;
	/** The built app, by paths inside its folder. */
	readonly app: readonly PackEntry<Source>[];
	/** Each the files of an unpacked pack, its manifest among them. */
	readonly models: readonly (readonly PackEntry<Source>[])[];
	/** The texts of lesson files. */
	readonly lessons: readonly string[];
	readonly fromText: (text: string) => Source;
}

/** Where the build has the servers, and where a pack has them. */
const BESIDE_THE_APP: Readonly<Record<string, string>> = {
	'class-pack/README.txt': 'README.txt',
	'class-pack/start.cmd': 'start.cmd',
	'class-pack/start.sh': 'start.sh',
	'class-pack/headers.json': 'server/headers.json',
	'class-pack/serve.mjs': 'server/serve.mjs',
	'class-pack/serve.py': 'server/serve.py'
};

/** Files of the app that its list of files leaves out, as they are not kept for use without a network. */
export const UNLISTED_APP_FILES = ['precache.json', 'service-worker.js'] as const;

/** Written anew for each place; the app's own copies stay behind. */
const OF_THE_PLACE: ReadonlySet<string> = new Set([CLASS_FILE, 'embed-origins.json']);

function asJson(value: unknown): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}

/** All files of a pack: the servers and the teacher's page, and the app in a folder beside them. */
export function layOutClassPack<Source>(parts: ClassPackParts<Source>): PackEntry<Source>[] {
	const { title, app, models, lessons, fromText } = parts;
	const modelFolders = models.map((_, index) => `class/models/${index + 1}`);
	const lessonFiles = lessons.map((_, index) => `class/lessons/${index + 1}.lesson.json`);
	const contents = { ...NO_CLASS, title, models: modelFolders, lessons: lessonFiles };
	const inApp: PackEntry<Source>[] = [
		...app.filter(({ path }) => !OF_THE_PLACE.has(path)),
		...models.flatMap((files, index) =>
			files.map(({ path, source }) => ({ path: `${modelFolders[index] ?? ''}/${path}`, source }))
		),
		...lessons.map((text, index) => ({ path: lessonFiles[index] ?? '', source: fromText(text) })),
		{ path: CLASS_FILE, source: fromText(asJson(contents)) },
		{ path: 'embed-origins.json', source: fromText(asJson({ origins: [] })) }
	];
	const beside = app.flatMap(({ path, source }) => {
		const place = BESIDE_THE_APP[path];
		return place === undefined ? [] : [{ path: place, source }];
	});
	return [...beside, ...inApp.map(({ path, source }) => ({ path: `app/${path}`, source }))];
}
