package dev.millrace.sink.s3.upload;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.EndpointSettings;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What every object of the task's data is given (dms-reference §5.3).
 *
 * @param expectedBucketOwner account that must own the bucket, {@code ExpectedBucketOwner}; sent with every call
 * @param encryption {@code EncryptionMode}; null if none is named, and then the bucket's own default holds, which is SSE-S3 on AWS
 * @param kmsKey {@code ServerSideEncryptionKmsKeyId}
 * @param acl {@code CannedAclForObjects}
 */
public record ObjectSettings(
        @Nullable String expectedBucketOwner,
        @Nullable ServerSideEncryption encryption,
        @Nullable String kmsKey,
        @Nullable ObjectCannedACL acl) {
    public static final ObjectSettings NONE = new ObjectSettings(null, null, null, null);

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public static ObjectSettings of(EndpointSettings settings) {
        ServerSideEncryption encryption =
                settings.text("EncryptionMode").map(ObjectSettings::encryption).orElse(null);
        String kmsKey = settings.text("ServerSideEncryptionKmsKeyId").orElse(null);
        if (kmsKey != null && encryption != ServerSideEncryption.AWS_KMS) {
            throw invalid("ServerSideEncryptionKmsKeyId is given, but EncryptionMode is not SSE_KMS; set it, or remove"
                    + " the key");
        }
        Optional<String> acl = settings.text("CannedAclForObjects")
                .map(ObjectSettings::spelled)
                .filter(name -> !name.equals("none"));
        return new ObjectSettings(
                settings.text("ExpectedBucketOwner").orElse(null),
                encryption,
                kmsKey,
                acl.map(ObjectSettings::acl).orElse(null));
    }

    private static ServerSideEncryption encryption(String mode) {
        return switch (spelled(mode)) {
            case "sse-s3" -> ServerSideEncryption.AES256;
            case "sse-kms" -> ServerSideEncryption.AWS_KMS;
            default -> throw invalid("EncryptionMode is '" + mode + "'; it must be SSE_S3 or SSE_KMS");
        };
    }

    private static ObjectCannedACL acl(String name) {
        ObjectCannedACL acl = ObjectCannedACL.fromValue(name);
        if (acl == ObjectCannedACL.UNKNOWN_TO_SDK_VERSION) {
            throw invalid("CannedAclForObjects is '" + name + "'; it must be NONE or one of "
                    + ObjectCannedACL.knownValues());
        }
        return acl;
    }

    /** The API and the guide of DMS write names differently. */
    private static String spelled(String name) {
        return name.trim().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(ErrorCode.SETTING_INVALID, "S3 endpoint: " + problem);
    }
}
