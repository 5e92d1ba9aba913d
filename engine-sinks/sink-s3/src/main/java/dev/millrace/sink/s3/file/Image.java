package dev.millrace.sink.s3.file;

/** What a row in a file is about; decides what becomes of columns that the log did not carry. */
public enum Image {
    /** A row as it is: each column must be there. */
    WHOLE,
    /** A row that is gone: its key is enough to tell it. */
    DELETED
}
