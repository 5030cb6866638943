/**
 * How the things that do not clone cross between page and worker: errors with their code, abort
 * signals and callbacks. Stock comlink loses an `AppError`'s code, and its proxied callbacks send an
 * answer back for every call. Both threads call `registerTransferHandlers` before anything else.
 */
import { transferHandlers, type TransferHandler } from 'comlink';
import { AppError, toAppError, type ErrorCode, type ErrorDetails } from '#core/errors.ts';

/** What the worker posts, once, when it can take calls. */
export const WORKER_READY = 'glasshouse:worker-ready';

interface WireError {
	readonly code: ErrorCode;
	readonly message: string;
	readonly details: ErrorDetails;
	/** The messages of the causes, outermost first. */
	readonly causes: readonly string[];
	readonly stack: string | null;
}

const MAX_CAUSES = 5;

function causesOf(error: Error): string[] {
	const causes: string[] = [];
	for (
		let { cause } = error;
		cause instanceof Error && causes.length < MAX_CAUSES;
		cause = cause.cause
	) {
		causes.push(cause.message);
	}
	return causes;
}

/** @returns plain data that `errorFromWire` turns back into an equal `AppError` on the other thread */
export function errorToWire(thrown: unknown): WireError {
	const error = toAppError(thrown);
	return {
		code: error.code,
		message: error.message,
		details: error.details,
		causes: causesOf(error),
		stack: error.stack ?? null
	};
}

export function errorFromWire(wire: WireError): AppError {
	const cause = wire.causes.reduceRight<Error | undefined>(
		(inner, message) => new Error(message, inner === undefined ? undefined : { cause: inner }),
		undefined
	);
	const error = new AppError(wire.code, wire.message, { details: wire.details, cause });
	if (wire.stack !== null) error.stack = wire.stack;
	return error;
}

/** Wraps comlink's own handler: only it knows the symbol that marks a thrown value. */
function throwHandler(
	stock: TransferHandler<unknown, unknown>
): TransferHandler<{ value: unknown }, WireError> {
	return {
		canHandle: (value): value is { value: unknown } => stock.canHandle(value),
		serialize: ({ value }) => [errorToWire(value), []],
		deserialize: (wire) => {
			throw errorFromWire(wire);
		}
	};
}

/**
 * The sender's port lives until its signal aborts. A caller that hands over a long-lived signal
 * derives one for the call and aborts it when the call has ended, or ports pile up.
 */
const abortSignalHandler: TransferHandler<AbortSignal, MessagePort | null> = {
	canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
	serialize(signal) {
		if (signal.aborted) return [null, []];
		const { port1, port2 } = new MessageChannel();
		// The receiver closes the pair: closing here could drop the message on its way.
		signal.addEventListener('abort', () => port1.postMessage(null), { once: true });
		return [port2, [port2]];
	},
	deserialize(port) {
		const controller = new AbortController();
		const abort = () => controller.abort(new AppError('aborted', 'cancelled by the page'));
		if (port === null) {
			abort();
			return controller.signal;
		}
		port.onmessage = () => {
			port.close();
			abort();
		};
		return controller.signal;
	}
};

type Callback = (value: unknown) => void;

const callbackPorts = new WeakMap<Callback, MessagePort>();

/**
 * One way: a call posts its one argument and waits for nothing. Calls arrive in order, but not in
 * any order with the answer of the call that the callback was handed to.
 */
const callbackHandler: TransferHandler<Callback, MessagePort> = {
	canHandle: (value): value is Callback => typeof value === 'function',
	serialize(callback) {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = ({ data }) => callback(data);
		callbackPorts.set(callback, port1);
		return [port2, [port2]];
	},
	deserialize: (port) => (value) => port.postMessage(value)
};

/** Closes the channel of a callback that was handed to the other thread; it is never called again. */
export function releaseCallback(callback: (value: never) => void): void {
	callbackPorts.get(callback as Callback)?.close();
	callbackPorts.delete(callback as Callback);
}

let registered = false;

/** Safe to call more than once. */
export function registerTransferHandlers(): void {
	if (registered) return;
	registered = true;
	const stockThrow = transferHandlers.get('throw');
	if (stockThrow === undefined) throw new Error('comlink has no "throw" handler');
	transferHandlers.set('throw', throwHandler(stockThrow));
	transferHandlers.set('abort-signal', abortSignalHandler);
	transferHandlers.set('callback', callbackHandler);
}
