/** Why a task is not run: the harness refuses it, too, or it would come out differently here. */
export class TaskRefused extends Error {
	/** The field, filter or file that the reason is about. */
	readonly where: string;
	readonly reason: string;

	constructor(where: string, reason: string, cause?: unknown) {
		super(`${where}: ${reason}`, cause === undefined ? undefined : { cause });
		this.name = 'TaskRefused';
		this.where = where;
		this.reason = reason;
	}
}
