export { getRuntime, getRuntime as getRuntimeRx } from './catalogues.ts';
