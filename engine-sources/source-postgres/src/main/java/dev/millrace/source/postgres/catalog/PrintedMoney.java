package dev.millrace.source.postgres.catalog;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.WireForm;

/** {@code money} as printed under {@code lc_monetary = 'C'}: {@code -$1,234.50}. */
final class PrintedMoney implements WireForm {
    static final WireForm INSTANCE = new PrintedMoney();

    private PrintedMoney() {}

    @Override
    public String name() {
        return "postgres-money";
    }

    @Override
    public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
        for (int i = offset; i < offset + length; i++) {
            if (data[i] != '$' && data[i] != ',') {
                out.append(data[i]);
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
