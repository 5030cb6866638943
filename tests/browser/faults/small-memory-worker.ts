/** The app's own worker on a machine with little memory. */
import './small-memory.ts';
import '#worker/worker.ts';
