// Reads [{text, ids}] from standard input (check_tokenizer.py) and compares with the tokenizer the app uses.
import { readFileSync } from 'node:fs';
import { TokenCodec } from '#engines/tokenizer/token-codec.ts';

const file = new URL('../../public/models/sprout/tokenizer.json', import.meta.url);
const tokenizer = await TokenCodec.create(readFileSync(file), null);
const rows = JSON.parse(readFileSync(0, 'utf8')) as { text: string; ids: number[] }[];

for (const { text, ids } of rows) {
	const encoded = tokenizer.encode(text, false);
	if (encoded.join() !== ids.join()) {
		throw new Error(
			`${JSON.stringify(text)}: the app ${encoded.join(' ')}, Python ${ids.join(' ')}`
		);
	}
	const decoded = tokenizer.decode(ids, true);
	if (decoded !== text)
		throw new Error(`${JSON.stringify(text)} decodes as ${JSON.stringify(decoded)}`);
}
console.log(`${String(rows.length)} texts have the same ids and come back unchanged.`);
