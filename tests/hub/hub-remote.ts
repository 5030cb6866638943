/** The loopback hub as tests in a browser see it. */
import type {
	HubFault,
	HubFileFacts,
	HubFileRequest,
	HubLogEntry,
	HubRefusal
} from './hub-protocol.ts';

export class RemoteHub {
	readonly url: string;
	readonly repository: string;

	/** @param repository tests that run side by side each take their own */
	constructor(url: string, repository: string) {
		this.url = url;
		this.repository = repository;
	}

	addFile(file: Omit<HubFileRequest, 'repository'>): Promise<HubFileFacts> {
		return this.#tell('file', file);
	}

	misbehave(path: string, fault: HubFault): Promise<void> {
		return this.#tell('fault', { path, fault });
	}

	/** From now on the hub shows nothing of this repository. */
	refuse(refusal: HubRefusal): Promise<void> {
		return this.#tell('refuse', { refusal });
	}

	/** Adds a file with these very bytes. */
	addText(path: string, text: string): Promise<HubFileFacts> {
		return this.#tell('text', { path, text });
	}

	/** All files of this repository behave again. */
	heal(): Promise<void> {
		return this.#tell('heal', {});
	}

	/** Requests of this repository's contents; only those of one file where a path is given. */
	async log(path?: string): Promise<HubLogEntry[]> {
		const log = await this.#tell<HubLogEntry[]>('log', {});
		return log.filter(
			(entry) => entry.repository === this.repository && (path ?? entry.path) === entry.path
		);
	}

	async sentBytes(path?: string): Promise<number> {
		return (await this.log(path)).reduce((sum, { sentBytes }) => sum + sentBytes, 0);
	}

	async #tell<Answer>(what: string, body: object): Promise<Answer> {
		const response = await fetch(`${this.url}/control/${what}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ repository: this.repository, ...body })
		});
		if (!response.ok) throw new Error(await response.text());
		return (await response.json()) as Answer;
	}
}
