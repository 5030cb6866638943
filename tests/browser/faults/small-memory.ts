/** To be imported first: a runtime gets only as many pages of 64 KiB as this worker's name says. */
const mostPages = Number(self.name);
const RealMemory = WebAssembly.Memory;

WebAssembly.Memory = class extends RealMemory {
	constructor(descriptor: WebAssembly.MemoryDescriptor) {
		super({ ...descriptor, maximum: Math.min(descriptor.maximum ?? mostPages, mostPages) });
	}
};
