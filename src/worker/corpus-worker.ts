/** The entry of the worker that knows Sprout's training corpus. */
import { expose } from 'comlink';
import { registerTransferHandlers } from '#protocol/transfer-handlers.ts';
import { CorpusService } from './corpus-service.ts';

registerTransferHandlers();
expose(new CorpusService());
