/*
 * Stand-ins for the two system libraries that mysqld is linked against but does not need: libaio (the server runs with
 * --innodb-use-native-aio=0) and libnuma (innodb_numa_interleave is off). With them the server starts on any Linux that
 * has a C and a C++ run-time library.
 *
 * Built with gcc 12.2 on Linux x86-64, in this folder:
 *
 *   cc -shared -fPIC -Os -s -nostdlib -DAIO  -Wl,-soname,libaio.so.1  -Wl,--version-script=libaio.map  -o libaio.so.1  missing-libraries.c
 *   cc -shared -fPIC -Os -s -nostdlib -DNUMA -Wl,-soname,libnuma.so.1 -Wl,--version-script=libnuma.map -o libnuma.so.1 missing-libraries.c
 */

#define NOT_SUPPORTED (-38) /* -ENOSYS */

#ifdef AIO
int io_setup(int events, void **context) { return NOT_SUPPORTED; }
int io_submit(void *context, long count, void **requests) { return NOT_SUPPORTED; }
int io_getevents(void *context, long minimum, long maximum, void *events, void *timeout) { return NOT_SUPPORTED; }
#endif

#ifdef NUMA
int numa_available(void) { return -1; }
void *numa_alloc_local(unsigned long size) { return 0; }
void numa_free(void *memory, unsigned long size) {}
void *numa_get_mems_allowed(void) { return 0; }
void numa_bitmask_free(void *mask) {}
long set_mempolicy(int mode, const unsigned long *nodes, unsigned long count) { return NOT_SUPPORTED; }
long mbind(void *memory, unsigned long size, int mode, const unsigned long *nodes, unsigned long count, unsigned flags) {
  return NOT_SUPPORTED;
}
#endif
