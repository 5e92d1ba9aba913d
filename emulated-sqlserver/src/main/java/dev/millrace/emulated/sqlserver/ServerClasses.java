package dev.millrace.emulated.sqlserver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Values of types that only the server's own classes can read: {@code hierarchyid}, {@code geography}, {@code geometry}, {@code sql_variant}. What is stored
 * stands in for the server's own form, of which nothing is claimed but that it is none of the forms that methods and conversions give. H2 calls
 * the functions in its own process. Stateless.
 */
public final class ServerClasses {
    private static final byte OWN_FORM = (byte) 0xfe;
    private static final int SRID_BYTES = 4;

    private ServerClasses() {}

    /** A {@code hierarchyid} to be stored; {@code path} is such as {@code /1/2/}. */
    public static byte[] hierarchy(String path) {
        byte[] text = path.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(OWN_FORM).put(text).array();
    }

    /** A {@code geography} or {@code geometry} to be stored, of its reference system and what {@code AsBinaryZM} gives. */
    public static byte[] shape(int srid, byte[] wellKnown) {
        return ByteBuffer.allocate(SRID_BYTES + 1 + wellKnown.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(srid)
                .put(OWN_FORM)
                .put(wellKnown)
                .array();
    }

    /** A {@code sql_variant} to be stored, of its base type and what {@code CONVERT} gives for that in the style that is asked for. */
    public static String variant(String baseType, String converted) {
        return baseType + ":" + converted;
    }

    /** {@code hierarchyid.ToString()}. */
    public static @Nullable String path(byte @Nullable [] stored) {
        return stored == null ? null : new String(stored, 1, stored.length - 1, UTF_8);
    }

    /** {@code STSrid} in four bytes, the least first, and {@code AsBinaryZM()}. */
    public static byte @Nullable [] sridAndShape(byte @Nullable [] stored) {
        if (stored == null) {
            return null;
        }
        byte[] asked = Arrays.copyOf(stored, stored.length - 1);
        System.arraycopy(stored, SRID_BYTES + 1, asked, SRID_BYTES, stored.length - SRID_BYTES - 1);
        return asked;
    }

    /** What a {@code CASE} over {@code SQL_VARIANT_PROPERTY(…, 'BaseType')} converts a value to. */
    public static @Nullable String converted(@Nullable String stored) {
        return stored == null ? null : stored.substring(stored.indexOf(':') + 1);
    }
}
