package dev.millrace.examples.cli;

import dev.millrace.task.TaskStatus;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A view that is drawn again in place: each table being loaded, then the load as a whole, then change capture. */
final class LiveProgress implements Progress {
    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_BELOW = "\r" + ESCAPE + "J";
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final StatusLines lines = new StatusLines();
    private List<String> drawn = List.of();

    LiveProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(TaskStatus status) {
        lines.sample(status);
        List<String> frame = new ArrayList<>(lines.tablesBeingLoaded(status));
        lines.load(status).ifPresent(frame::add);
        lines.changes(status).ifPresent(frame::add);
        draw(frame);
    }

    @Override
    public synchronized void say(String line) {
        List<String> frame = drawn;
        draw(List.of());
        out.println(line);
        draw(frame);
    }

    @Override
    public synchronized void close() {
        draw(List.of());
    }

    /** A line that wraps would make the cursor go up too little. */
    private void draw(List<String> frame) {
        StringBuilder text = new StringBuilder();
        if (!drawn.isEmpty()) {
            text.append(ESCAPE).append(drawn.size()).append('A').append(CLEAR_BELOW);
        }
        for (String line : frame) {
            text.append(line, 0, Math.min(line.length(), WIDTH)).append('\n');
        }
        drawn = List.copyOf(frame);
        out.print(text);
        out.flush();
    }
}
