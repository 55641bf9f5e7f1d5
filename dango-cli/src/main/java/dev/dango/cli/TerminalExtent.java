package dev.dango.cli;

import dev.dango.cli.view.LiveProgress.Extent;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** How much fits on the terminal right now. The terminal is opened when it is first asked for. */
final class TerminalExtent implements AutoCloseable {

    private static final Extent USUAL = new Extent(80, 24);

    private final Host host;
    private Terminal terminal;

    TerminalExtent(Host host) {
        this.host = host;
    }

    /** The size, or the usual one if the terminal does not tell. */
    Extent get() {
        try {
            if (terminal == null) {
                terminal = host.sizing().open();
            }
        } catch (IOException e) {
            return USUAL;
        }
        Size size = terminal.getSize();
        return size.getColumns() <= 0 || size.getRows() <= 0
                ? USUAL
                : new Extent(size.getColumns(), size.getRows());
    }

    @Override
    public void close() {
        if (terminal != null) {
            try {
                terminal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
