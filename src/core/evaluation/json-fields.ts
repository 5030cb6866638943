/** Fields of a line of JSON, each of the kind it must have, or an error that names line and field. */
import { evaluationError } from './evaluation-error.ts';
import {
	isList,
	isNumber,
	isObject,
	readPythonJson,
	type PythonJson
} from './python/json-value.ts';

export class JsonFields {
	/** All of it. */
	readonly value: ReadonlyMap<string, PythonJson>;
	readonly #where: string;

	constructor(value: PythonJson, where: string) {
		if (!isObject(value)) throw evaluationError(where, 'a JSON object');
		this.value = value;
		this.#where = where;
	}

	fail(field: string, expected: string): never {
		throw evaluationError(`${this.#where}: ${field}`, expected);
	}

	has(field: string): boolean {
		return (this.value.get(field) ?? null) !== null;
	}

	keys(): string[] {
		return [...this.value.keys()];
	}

	any(field: string): PythonJson {
		const value = this.value.get(field);
		return value === undefined ? this.fail(field, 'this field') : value;
	}

	text(field: string): string {
		const value = this.any(field);
		return typeof value === 'string' ? value : this.fail(field, 'a text');
	}

	list(field: string): readonly PythonJson[] {
		const value = this.any(field);
		return isList(value) ? value : this.fail(field, 'a list');
	}

	/** A list of objects. */
	each(field: string): JsonFields[] {
		return this.list(field).map(
			(item, at) => new JsonFields(item, `${this.#where}: ${field}[${at}]`)
		);
	}

	flag(field: string): boolean {
		const value = this.any(field);
		return typeof value === 'boolean' ? value : this.fail(field, 'true or false');
	}

	texts(field: string): string[] {
		return this.list(field).map((item) =>
			typeof item === 'string' ? item : this.fail(field, 'a list of texts')
		);
	}

	/** Whole, and small enough to be exact. */
	whole(field: string): number {
		const value = this.any(field);
		const number = isNumber(value) && value.kind === 'int' ? Number(value.value) : NaN;
		return Number.isSafeInteger(number) ? number : this.fail(field, 'a whole number');
	}

	fields(field: string): JsonFields {
		const value = this.any(field);
		return isObject(value)
			? new JsonFields(value, `${this.#where}: ${field}`)
			: this.fail(field, 'a JSON object');
	}
}

/** @param number of the line, from 1 */
export function readLine(text: string, number: number): JsonFields {
	const where = `line ${number}`;
	try {
		return new JsonFields(readPythonJson(text), where);
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		throw evaluationError(where, `JSON (${cause.message})`, cause);
	}
}
