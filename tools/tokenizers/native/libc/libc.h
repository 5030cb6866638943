/** The few things of the C library that Oniguruma needs; libc.c and the Rust allocator give them. */
#ifndef GLASSHOUSE_LIBC_H
#define GLASSHOUSE_LIBC_H
#include <stdarg.h>
#include <stddef.h>

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *old);

void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int byte, size_t count);
int memcmp(const void *a, const void *b, size_t count);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t count);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t count);
char *strcat(char *to, const char *from);
int snprintf(char *to, size_t size, const char *format, ...);
int vsnprintf(char *to, size_t size, const char *format, va_list values);


typedef struct FILE FILE;
extern FILE *stdout, *stderr;
int fprintf(FILE *file, const char *format, ...);
int fputs(const char *text, FILE *file);
int fflush(FILE *file);
#define alloca __builtin_alloca
#endif
