/**
 * The C library as far as Oniguruma needs it. Formatting serves its error messages alone: bytes as
 * two hexadecimal digits, decimal numbers, texts.
 */
#include "libc.h"

int strcmp(const char *a, const char *b) {
	while (*a && *a == *b) a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t count) {
	while (count > 0 && *a && *a == *b) a++, b++, count--;
	return count == 0 ? 0 : (unsigned char)*a - (unsigned char)*b;
}

char *strcpy(char *to, const char *from) {
	memcpy(to, from, strlen(from) + 1);
	return to;
}

char *strncpy(char *to, const char *from, size_t count) {
	size_t at = 0;
	for (; at < count && from[at]; at++) to[at] = from[at];
	for (; at < count; at++) to[at] = 0;
	return to;
}

char *strcat(char *to, const char *from) {
	strcpy(to + strlen(to), from);
	return to;
}

struct writer {
	char *to;
	size_t size, used;
};

static void put(struct writer *writer, char character) {
	if (writer->used + 1 < writer->size) writer->to[writer->used] = character;
	writer->used++;
}

static void put_number(struct writer *writer, unsigned value, unsigned base, int width) {
	char digits[12];
	int count = 0;
	do digits[count++] = "0123456789abcdef"[value % base];
	while ((value /= base) > 0);
	while (count < width) digits[count++] = '0';
	while (count > 0) put(writer, digits[--count]);
}

static void put_value(struct writer *writer, char kind, int width, va_list *values) {
	if (kind == 's') {
		for (const char *text = va_arg(*values, const char *); *text; text++) put(writer, *text);
	} else if (kind == 'd') {
		int value = va_arg(*values, int);
		if (value < 0) put(writer, '-');
		put_number(writer, value < 0 ? 0u - (unsigned)value : (unsigned)value, 10, width);
	} else if (kind == 'x') {
		put_number(writer, va_arg(*values, unsigned), 16, width);
	} else {
		put(writer, kind);
	}
}

int vsnprintf(char *to, size_t size, const char *format, va_list values) {
	struct writer writer = {to, size, 0};
	va_list left;
	va_copy(left, values);
	for (; *format; format++) {
		if (*format != '%') {
			put(&writer, *format);
			continue;
		}
		int width = 0;
		while (*++format >= '0' && *format <= '9') width = width * 10 + (*format - '0');
		if (*format == 0) break;
		put_value(&writer, *format, width, &left);
	}
	va_end(left);
	if (size > 0) to[writer.used < size ? writer.used : size - 1] = 0;
	return (int)writer.used;
}

int snprintf(char *to, size_t size, const char *format, ...) {
	va_list values;
	va_start(values, format);
	int length = vsnprintf(to, size, format, values);
	va_end(values);
	return length;
}

/** Nothing can be printed from here. */
FILE *stdout, *stderr;

int fprintf(FILE *file, const char *format, ...) {
	(void)file, (void)format;
	return 0;
}

int fputs(const char *text, FILE *file) {
	(void)file, (void)text;
	return 0;
}

int fflush(FILE *file) {
	(void)file;
	return 0;
}
