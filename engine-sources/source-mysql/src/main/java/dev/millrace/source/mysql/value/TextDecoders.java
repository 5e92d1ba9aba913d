package dev.millrace.source.mysql.value;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.RowBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decoders of character, binary, JSON, ENUM and SET columns. */
final class TextDecoders {
    private TextDecoders() {}

    /** The number of length bytes in front of a string that has at most that many bytes. */
    static int prefixOf(int maximumBytes) {
        return maximumBytes > 255 ? 2 : 1;
    }

    static ColumnDecoder bytes(int prefix) {
        return new Bytes(prefix);
    }

    static ColumnDecoder paddedBytes(int prefix, int width) {
        return new PaddedBytes(prefix, width);
    }

    static ColumnDecoder text(int prefix, CharacterConverter converter) {
        return converter == CharacterConverter.UTF_8 ? new Bytes(prefix) : new Text(prefix, converter);
    }

    static ColumnDecoder trimmedText(int prefix, CharacterConverter converter) {
        return new TrimmedText(prefix, converter);
    }

    static ColumnDecoder compressed(int prefix, CharacterConverter converter) {
        return new CompressedColumn(prefix, converter);
    }

    static ColumnDecoder json(int prefix) {
        return new JsonDecoder(prefix);
    }

    static ColumnDecoder enumeration(int width, List<String> labels) {
        return new Enumeration(width, labels);
    }

    static ColumnDecoder set(int width, List<String> labels) {
        return new LabelSet(width, labels);
    }

    private static byte[][] encode(List<String> labels) {
        return labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    private static final class Bytes extends ColumnDecoder.Prefixed {
        Bytes(int prefix) {
            super(prefix);
        }

        @Override
        void value(byte[] bytes, int start, int length, RowBuffer row) {
            row.append(bytes, start, length);
        }
    }

    /** {@code BINARY(n)}: the log leaves out zero bytes at the end, which queries show. */
    private static final class PaddedBytes extends ColumnDecoder.Prefixed {
        private final int width;

        PaddedBytes(int prefix, int width) {
            super(prefix);
            this.width = width;
        }

        @Override
        void value(byte[] bytes, int start, int length, RowBuffer row) {
            ByteBuilder out = row.openValue().append(bytes, start, length);
            for (int i = length; i < width; i++) {
                out.append((byte) 0);
            }
            row.closeValue();
        }
    }

    private static final class Text extends ColumnDecoder.Prefixed {
        private final CharacterConverter converter;

        Text(int prefix, CharacterConverter converter) {
            super(prefix);
            this.converter = converter;
        }

        @Override
        void value(byte[] bytes, int start, int length, RowBuffer row) {
            converter.append(bytes, start, length, row.openValue());
            row.closeValue();
        }
    }

    /** {@code CHAR(n)}: queries do not show blanks at the end. */
    private static final class TrimmedText extends ColumnDecoder.Prefixed {
        private final CharacterConverter converter;

        TrimmedText(int prefix, CharacterConverter converter) {
            super(prefix);
            this.converter = converter;
        }

        @Override
        void value(byte[] bytes, int start, int length, RowBuffer row) {
            ByteBuilder out = row.openValue();
            int first = out.size();
            converter.append(bytes, start, length, out);
            int end = out.size();
            while (end > first && out.array()[end - 1] == ' ') {
                end--;
            }
            out.truncate(end);
            row.closeValue();
        }
    }

    /** The known declaration lacks the label: the table was changed. */
    private static ReplicationException unknownLabel(int label, int known) {
        return new ReplicationException(
                ErrorCode.SOURCE_SCHEMA_UNKNOWN,
                "a row holds label " + label + " of an ENUM or SET of which " + known
                        + " labels are known; reload the table");
    }

    private static final class Enumeration extends ColumnDecoder.Fixed {
        private final byte[][] labels;

        Enumeration(int width, List<String> labels) {
            super(width);
            this.labels = encode(labels);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            int index = (int) LittleEndian.unsigned(bytes, at, width);
            if (index > labels.length) {
                throw unknownLabel(index, labels.length);
            }
            byte[] label = index == 0 ? new byte[0] : labels[index - 1];
            row.append(label, 0, label.length);
            return at + width;
        }
    }

    private static final class LabelSet extends ColumnDecoder.Fixed {
        private final byte[][] labels;

        LabelSet(int width, List<String> labels) {
            super(width);
            this.labels = encode(labels);
        }

        @Override
        public int decode(byte[] bytes, int at, RowBuffer row) {
            long members = LittleEndian.unsigned(bytes, at, width);
            ByteBuilder out = row.openValue();
            int first = out.size();
            for (long rest = members; rest != 0; rest &= rest - 1) {
                int member = Long.numberOfTrailingZeros(rest);
                if (member >= labels.length) {
                    throw unknownLabel(member + 1, labels.length);
                }
                if (out.size() > first) {
                    out.append(',');
                }
                out.append(labels[member]);
            }
            row.closeValue();
            return at + width;
        }
    }
}
