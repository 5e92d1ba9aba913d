package dev.millrace.examples.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: shows a whole replication on this machine, without anything installed. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts two PostgreSQL servers, loads one into the other while it is written to, follows its changes, "
                        + "and compares all rows.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:source and target are equal", " 1:they differ, or the replication failed"})
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Orders in the source; other tables follow. Default: ${DEFAULT-VALUE}.")
    private int orders;

    @Override
    public Integer call() throws Exception {
        try (Demo demo = new Demo(orders)) {
            return demo.run() ? 0 : 1;
        }
    }
}
