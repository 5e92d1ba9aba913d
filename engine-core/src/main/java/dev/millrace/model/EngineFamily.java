package dev.millrace.model;

/** Engines whose native types are one language: between two endpoints of one family a column keeps its type word for word. */
public enum EngineFamily {
    POSTGRES,
    MYSQL,
    ORACLE,
    SQLSERVER,
    DYNAMODB,
    S3
}
