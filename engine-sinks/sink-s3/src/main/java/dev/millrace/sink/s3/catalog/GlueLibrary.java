package dev.millrace.sink.s3.catalog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;

/** The library of Glue, which only those have on their class path who ask for it. */
public final class GlueLibrary {
    private static final String CLIENT = "software.amazon.awssdk.services.glue.GlueClient";

    private GlueLibrary() {}

    /** @throws ReplicationException {@code SETTING_INVALID} naming the library, if it is absent */
    public static void require(ClassLoader loader) {
        try {
            Class.forName(CLIENT, false, loader);
        } catch (ClassNotFoundException e) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "S3 endpoint: GlueCatalogGeneration is true, but the library of Glue is not on the class path; add"
                            + " software.amazon.awssdk:glue in the version of the other libraries of the AWS SDK, or set it"
                            + " to false",
                    e);
        }
    }
}
