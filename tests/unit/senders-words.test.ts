/** Words of a run's sender reach the page only through what quotes and cleans them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Fields that anybody may fill in as they like, and that no verdict is about. */
const SAID =
	/\b(?:run|link|content|target|asked|chosen|need|named|comparison|stored|summary|first)\.(?:model\.(?:name|license|quantization|source\.url)|notes\.title|environment\.\w+|app\.(?:name|version)|engine\.(?:name|version|build)|title|modelName)\b/;

/** What makes them fit to be seen, or hands them on as data. */
const SAFE =
	/strangersWords\(|titleWords\(|quotedWords\(|knownOrQuoted\(|modelName\(|modelInWords\(|isBuiltIn\(|lessonFromRun\(|name: run\.model\.name|<RunTitle|<ShareRun|title=\{stored\.title\}|name: summary\.modelName|quantization: summary\.quantization|compare\.open\(/;

/** One statement or tag, whatever its lines. */
function pieces(source: string): string[] {
	return source.split(/;\n|\n\t*(?=<)|\n\n/).map((piece) => piece.replaceAll(/\s+/g, ' '));
}

const UI = new URL('../../src/ui/', import.meta.url);

/** The library shows what hubs and catalogues say, and no run. */
const files = readdirSync(UI, { encoding: 'utf8', recursive: true }).filter(
	(name) => name.endsWith('.svelte') && !name.startsWith('views/library/')
);

/** A sender's title is cleaned and quoted; only in a field, and in the name of its button, is it as it came. */
const BARE_TITLE =
	/strangersWords\((?:run|stored|summary|content|link|comparison)\??\.(?:notes\.)?title/;

test.each(files)('%s quotes the titles that senders gave', (file) => {
	const bare = pieces(readFileSync(new URL(file, UI), 'utf8')).filter((piece) =>
		BARE_TITLE.test(
			piece.replaceAll(/(?:name=\{|const name = \$derived\( ?)strangersWords\([^)]*\)/g, '')
		)
	);
	expect(bare).toEqual([]);
});

test('components are found', () => {
	expect(files.length).toBeGreaterThan(150);
});

test.each(files)('%s shows no word of a sender as it came', (file) => {
	const raw = pieces(readFileSync(new URL(file, UI), 'utf8')).filter(
		(piece) => SAID.test(piece) && !SAFE.test(piece)
	);
	expect(raw).toEqual([]);
});
