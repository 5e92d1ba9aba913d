package dev.millrace.source.mysql.binlog;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.binlog.RowsDecoder.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Events in the order and with the flags of MySQL 9.7. */
class CascadeOrderTest {
    private static final int IN_LOG = RowsEvent.FOREIGN_KEYS_IN_LOG;
    private static final int UNCHECKED = IN_LOG | RowsEvent.WITHOUT_FOREIGN_KEY_CHECKS;
    private static final int END = RowsEvent.STATEMENT_END;

    private static final TableSchema PARENT = table("parent");
    private static final TableSchema CHILD = child("child", "CASCADE");
    private static final TableSchema GRANDCHILD = child("grandchild", "CASCADE");
    private static final TableSchema NULLED = child("nulled", "SET NULL");

    private final CascadeOrder order = new CascadeOrder();
    private final List<ChangeEvent> out = new ArrayList<>();

    @Test
    void childrenFollowTheirParent() {
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, PARENT, IN_LOG);
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, PARENT, IN_LOG | END);
        assertThat(tables()).containsExactly("parent", "child", "parent", "child", "child");
    }

    @Test
    void childrenOfChildrenComeLast() {
        pass(Kind.UPDATE, GRANDCHILD, UNCHECKED);
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, PARENT, IN_LOG | END);
        assertThat(tables()).containsExactly("parent", "child", "grandchild");
    }

    @Test
    void aParentThatIsNotReplicatedLetsThemGo() {
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        order.passed(event(Kind.UPDATE, IN_LOG | END), out);
        assertThat(tables()).containsExactly("child");
    }

    @Test
    void deletedAndNulledChildrenStayInFront() {
        pass(Kind.DELETE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, NULLED, UNCHECKED);
        pass(Kind.DELETE, PARENT, IN_LOG | END);
        assertThat(tables()).containsExactly("child", "nulled", "parent");
    }

    /** Nothing is checked in such a session, and nothing cascades. */
    @Test
    void aSessionWithoutChecksKeepsItsOrder() {
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        pass(Kind.UPDATE, GRANDCHILD, UNCHECKED);
        pass(Kind.UPDATE, PARENT, UNCHECKED | END);
        assertThat(tables()).containsExactly("child", "grandchild", "parent");
    }

    @Test
    void theEndOfATransactionLosesNothing() {
        pass(Kind.UPDATE, CHILD, UNCHECKED);
        assertThat(out).isEmpty();
        order.releaseInOrder(out);
        assertThat(tables()).containsExactly("child");
    }

    @Test
    void serversThatDoNotLogCascadesAreNotReordered() {
        pass(Kind.UPDATE, CHILD, RowsEvent.WITHOUT_FOREIGN_KEY_CHECKS);
        assertThat(tables()).containsExactly("child");
    }

    private void pass(Kind kind, TableSchema table, int flags) {
        RowsEvent rows = event(kind, flags);
        Row none = Row.over(new byte[0], new int[0], 0, 0);
        order.placeFor(rows, table, out).add(new RowInsert(table, none));
        order.passed(rows, out);
    }

    private static RowsEvent event(Kind kind, int flags) {
        return new RowsEvent(1, kind, false, flags, new byte[0], 0, 0);
    }

    private List<String> tables() {
        return out.stream()
                .map(event -> ((RowInsert) event).table().id().table())
                .toList();
    }

    private static TableSchema table(String name) {
        return TableSchema.builder(new TableId("d", name), EngineFamily.MYSQL).build();
    }

    private static TableSchema child(String name, String onUpdate) {
        ForeignKeySchema key = new ForeignKeySchema(
                name, List.of("p"), new TableId("d", "parent"), List.of("id"), "CASCADE", onUpdate, false);
        return table(name).toBuilder().foreignKeys(List.of(key)).build();
    }
}
