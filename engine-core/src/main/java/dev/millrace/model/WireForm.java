package dev.millrace.model;

/**
 * The form in which a source leaves a column's values in its {@link Row}s. A sink that knows a form by its {@link #name()} may
 * pass the bytes through unparsed; any sink can have the {@linkplain DataType.Kind canonical form} instead.
 *
 * <p>Implementations are stateless and thread-safe.
 */
public interface WireForm {

    /** Values are in the canonical form already. */
    WireForm CANONICAL = new WireForm() {
        @Override
        public String name() {
            return "canonical";
        }

        @Override
        public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
            out.append(data, offset, length);
        }

        @Override
        public String toString() {
            return name();
        }
    };

    /** A stable name, such as {@code postgres-hex}; equal names mean equal forms. */
    String name();

    /** Appends the canonical form of one value, which is never NULL and never absent. */
    void writeCanonical(byte[] data, int offset, int length, ByteBuilder out);

    /** Whether {@link #writeCanonical} copies the bytes as they are. */
    default boolean isCanonical() {
        return this == CANONICAL;
    }
}
