package dev.millrace.spi;

/** How a connection is protected; DMS's {@code DmsSslMode}. */
public enum SslMode {
    /** No TLS. */
    NONE,
    /** TLS, without a check of the certificate. */
    REQUIRE,
    /** TLS, and the certificate must come from a trusted authority. */
    VERIFY_CA,
    /** As {@code VERIFY_CA}, and the certificate must name the server. */
    VERIFY_FULL
}
