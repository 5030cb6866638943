//! The C allocator over Rust's: each block carries its size, which `free` is not told.
use std::alloc::{Layout, alloc, dealloc, realloc as resize};
use std::ptr::null_mut;

const HEADER: usize = 16;

fn layout(size: usize) -> Option<Layout> {
	Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn malloc(size: usize) -> *mut u8 {
	let Some(layout) = layout(size) else { return null_mut() };
	unsafe {
		let block = alloc(layout);
		if block.is_null() {
			return block;
		}
		block.cast::<usize>().write(size);
		block.add(HEADER)
	}
}

#[unsafe(no_mangle)]
unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut u8 {
	let Some(total) = count.checked_mul(size) else { return null_mut() };
	unsafe {
		let block = malloc(total);
		if !block.is_null() {
			block.write_bytes(0, total);
		}
		block
	}
}

#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(old: *mut u8, size: usize) -> *mut u8 {
	unsafe {
		if old.is_null() {
			return malloc(size);
		}
		let start = old.sub(HEADER);
		let (Some(before), Some(after)) = (layout(start.cast::<usize>().read()), layout(size)) else {
			return null_mut();
		};
		let block = resize(start, before, after.size());
		if block.is_null() {
			return block;
		}
		block.cast::<usize>().write(size);
		block.add(HEADER)
	}
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(old: *mut u8) {
	unsafe {
		if old.is_null() {
			return;
		}
		let start = old.sub(HEADER);
		if let Some(layout) = layout(start.cast::<usize>().read()) {
			dealloc(start, layout);
		}
	}
}
