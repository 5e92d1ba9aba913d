package dev.millrace.config;

/** What becomes of a large object that is larger than DMS's limited LOB mode lets through: {@code EngineSettings.LimitedLobs}. */
public enum LimitedLobs {
    /** It is moved whole: the limit is in nearly every saved task without anybody's will. */
    WHOLE,
    /** It is cut, as DMS does it, and counted. */
    TRUNCATE
}
