/**
 * What of SQL Server's SQL surface a reader of its change tables needs, over H2. It answers what it knows, as the documentation of SQL
 * Server 2022 says, and fails with the statement's text on everything else; it says nothing of how a real server behaves.
 */
@NullMarked
package dev.millrace.emulated.sqlserver;

import org.jspecify.annotations.NullMarked;
