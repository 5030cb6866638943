/** Why a task is not run: the harness refuses it, too, or it would come out differently here. */
import { AppError } from '../../errors.ts';

export class TaskRefused extends AppError {
	/** The field, filter or file that the reason is about. */
	readonly where: string;
	/** Technical words about it, in English. */
	readonly reason: string;

	constructor(where: string, reason: string, cause?: unknown) {
		super('task-refused', `${where}: ${reason}`, { details: { where, reason }, cause });
		this.where = where;
		this.reason = reason;
	}
}
