/** The files of an evaluation: tasks, and documents to ask about. */
import { readdirSync, readFileSync } from 'node:fs';
import { PythonRegex, RegexRefused } from '#core/evaluation/python/regex.ts';
import { readDelimited } from '#core/evaluation/tasks/csv.ts';
import { readJsonDocuments, readJsonLines } from '#core/evaluation/tasks/documents.ts';
import { indexTasks } from '#core/evaluation/tasks/task-files.ts';
import { resolveTasks } from '#core/evaluation/tasks/task-groups.ts';
import { jsonParser, textParser, type FuzzedParser } from '../parser.ts';

const FOLDER = new URL('../../fixtures/evaluation/tasks/', import.meta.url);
const TASKS = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
const DOCUMENTS = [
	{ q: 'Who?', choices: ['a', 'é'], gold: 1, more: { x: 1.5, y: null } },
	{ q: 'What?', choices: [], gold: 0, more: { x: 2 } }
];
const PATTERNS = [
	'(?i)answer is \\(?([A-D])\\)?',
	'(?s).*#### (\\-?[0-9\\.\\,]+)',
	'(?P<a>x{2,3}?)(?P=a)|[^\\W\\d_]+(?<=b)(?!c)\\Z'
];

export const EVALUATION_PARSERS: readonly FuzzedParser[] = [
	textParser(
		'task file',
		[
			'core/evaluation/tasks/yaml.ts: readYaml',
			'core/evaluation/tasks/config.ts: readTaskConfig',
			'core/evaluation/tasks/metric-config.ts: readMetrics'
		],
		TASKS,
		(text) => {
			const index = indexTasks(new Map([['a.yaml', text]]));
			return [...index.entries.keys()].map((name) => resolveTasks(index, name));
		}
	),
	textParser(
		'lines of documents',
		[
			'core/evaluation/tasks/documents.ts: readJsonLines',
			'core/evaluation/tasks/document-json.ts: readJson'
		],
		[DOCUMENTS.map((document) => JSON.stringify(document)).join('\n')],
		(text) => readJsonLines(text, 'a.jsonl')
	),
	jsonParser(
		'list of documents',
		['core/evaluation/tasks/documents.ts: readJsonDocuments'],
		[DOCUMENTS],
		(text) => readJsonDocuments(text, 'a.json')
	),
	textParser(
		'fields of documents',
		['core/evaluation/tasks/csv.ts: readDelimited'],
		['q,n,b\n"a ""b"", c",1.5,True\n\n,2,false\n'],
		(text) => readDelimited(text, 'a.csv', ',')
	),
	textParser(
		'pattern of a filter',
		[
			'core/evaluation/python/regex-parse.ts: parseRegex',
			'core/evaluation/python/regex-set.ts: readEscape',
			'core/evaluation/python/regex-set.ts: readSet',
			'core/evaluation/python/regex-replacement.ts: readReplacement'
		],
		PATTERNS,
		(text) => {
			try {
				return new PythonRegex(text).sub('<\\1>', '');
			} catch (error) {
				// Whoever calls it names the filter.
				if (error instanceof RegexRefused) return null;
				throw error;
			}
		}
	)
];
