package dev.millrace.sink.s3.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/** Puts row groups one behind another and a footer that tells where they are. Belongs to one thread. */
final class FileLayout {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String WRITER = "millrace version 1";

    private final MessageType schema;
    private final int version;
    private final OutputStream out;
    private final List<RowGroup> groups = new ArrayList<>();
    private long position;
    private long rows;

    /** @param version of the format */
    FileLayout(MessageType schema, int version, OutputStream out) throws IOException {
        this.schema = schema;
        this.version = version;
        this.out = out;
        out.write(MAGIC);
        this.position = MAGIC.length;
    }

    /** Adds a row group. */
    void append(RowGroupPages pages, int groupRows) throws IOException {
        long begin = position;
        long uncompressed = 0;
        List<ColumnChunk> chunks = new ArrayList<>();
        for (ColumnPages column : pages.columns()) {
            ColumnChunk chunk = column.writeTo(out, position);
            position += chunk.getMeta_data().getTotal_compressed_size();
            uncompressed += chunk.getMeta_data().getTotal_uncompressed_size();
            chunks.add(chunk);
        }
        groups.add(new RowGroup(chunks, uncompressed, groupRows)
                .setFile_offset(begin)
                .setTotal_compressed_size(position - begin));
        rows += groupRows;
    }

    /** Ends the file. */
    void finish() throws IOException {
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        FileMetaData meta = new FileMetaData(version, SchemaElements.of(schema), rows, groups)
                .setCreated_by(WRITER)
                .setColumn_orders(Collections.nCopies(
                        schema.getColumns().size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
        Util.writeFileMetaData(meta, footer);
        footer.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.size())
                .array());
        out.write(MAGIC);
    }
}
