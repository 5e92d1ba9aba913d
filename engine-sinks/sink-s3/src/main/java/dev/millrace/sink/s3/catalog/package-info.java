/**
 * Tables and partitions in a catalogue, so that Athena and others find the files: {@code GlueCatalogGeneration} (dms-reference §5.3). What needs
 * the library of Glue is in {@link dev.millrace.sink.s3.catalog.GlueCatalogue} and the classes that only it uses.
 */
@NullMarked
package dev.millrace.sink.s3.catalog;

import org.jspecify.annotations.NullMarked;
