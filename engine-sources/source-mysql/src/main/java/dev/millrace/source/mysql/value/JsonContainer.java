package dev.millrace.source.mysql.value;

/**
 * An object or array in MySQL's binary JSON: a count, a size, the entries of the keys if it is an object, the entries of the
 * values, and what they point to. Offsets count from the beginning of the container.
 *
 * @param base where the container begins, behind its type
 * @param width how many bytes counts and offsets have: 2 in small containers, 4 in large ones
 */
@SuppressWarnings("ArrayRecordComponent") // a view into the document, never compared
record JsonContainer(byte[] bytes, int base, int width, boolean isObject) {
    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;

    /** Whether values of this type have others in them. */
    static boolean is(int type) {
        return type <= LARGE_ARRAY;
    }

    static JsonContainer at(byte[] bytes, int type, int base) {
        boolean isLarge = type == LARGE_OBJECT || type == LARGE_ARRAY;
        return new JsonContainer(bytes, base, isLarge ? 4 : 2, type == SMALL_OBJECT || type == LARGE_OBJECT);
    }

    int count() {
        return (int) LittleEndian.unsigned(bytes, base, width);
    }

    int keyStart(int index) {
        return base + (int) LittleEndian.unsigned(bytes, keyEntry(index), width);
    }

    int keyLength(int index) {
        return LittleEndian.uint2(bytes, keyEntry(index) + width);
    }

    int type(int index) {
        return LittleEndian.uint1(bytes, valueEntry(index));
    }

    /** Where the value is: in its entry if it is short enough, else where the entry points to. */
    int valueStart(int index) {
        int type = type(index);
        int inEntry = valueEntry(index) + 1;
        boolean inline = (type >= LITERAL && type <= UINT16) || (width == 4 && (type == INT32 || type == UINT32));
        return inline ? inEntry : base + (int) LittleEndian.unsigned(bytes, inEntry, width);
    }

    private int keyEntry(int index) {
        return base + 2 * width + index * (width + 2);
    }

    private int valueEntry(int index) {
        int keys = isObject ? count() * (width + 2) : 0;
        return base + 2 * width + keys + index * (width + 1);
    }
}
