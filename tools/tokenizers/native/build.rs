fn main() {
	println!("cargo:rerun-if-changed=libc");
	cc::Build::new().file("libc/libc.c").include("libc").compile("small_libc");
}
