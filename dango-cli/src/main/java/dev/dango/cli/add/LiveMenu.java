package dev.dango.cli.add;

import dev.dango.cli.add.TypeMenu.Entry;
import dev.dango.spi.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The menu of source types on a terminal that can redraw: it narrows as one types, arrows move, and
 * what the marked one is for stands below. Of one use.
 */
final class LiveMenu {

    /** Lines for the question, the description and the space around them. */
    private static final int AROUND = 7;

    private static final int FEWEST_ROWS = 3;
    private static final int MOST_ABOUT = 3;
    private static final String INDENT = "  ";
    private static final int NARROWEST = 20;

    /** How long an Esc may be the beginning of an arrow key. */
    private static final long ESCAPE_MILLIS = 150;

    private enum Key {
        TYPED,
        ERASE,
        CLEAR,
        UP,
        DOWN,
        CHOOSE,
        CANCEL
    }

    private final TypeMenu menu;
    private final Terminal terminal;
    private final Display display;
    private final StringBuilder typed = new StringBuilder();
    private int marked;

    LiveMenu(TypeMenu menu, Terminal terminal) {
        this.menu = menu;
        this.terminal = terminal;
        this.display = new Display(terminal, false);
    }

    /** Whether this terminal can redraw lines. */
    static boolean works(Terminal terminal) {
        return !terminal.getType().startsWith(Terminal.TYPE_DUMB)
                && terminal.getStringCapability(Capability.cursor_up) != null;
    }

    /** What the user chose; empty if the user gave up. */
    Optional<SourceSpec> choose() {
        Attributes usual = terminal.enterRawMode();
        BindingReader keys = new BindingReader(terminal.reader());
        KeyMap<Key> bindings = bindings();
        try {
            while (true) {
                draw();
                Key key = keys.readBinding(bindings);
                if (key == null || key == Key.CANCEL) {
                    return Optional.empty();
                }
                List<Entry> found = menu.matching(typed.toString());
                if (key == Key.CHOOSE && !found.isEmpty()) {
                    return Optional.of(found.get(marked).spec());
                }
                apply(key, keys.getLastBinding(), found.size());
            }
        } finally {
            display.update(List.of(), 0);
            terminal.setAttributes(usual);
        }
    }

    private KeyMap<Key> bindings() {
        KeyMap<Key> bindings = new KeyMap<>();
        bindings.setAmbiguousTimeout(ESCAPE_MILLIS);
        bindings.setUnicode(Key.TYPED);
        for (char c = ' '; c < KeyMap.KEYMAP_LENGTH; c++) {
            bindings.bind(Key.TYPED, Character.toString(c));
        }
        bindings.bind(Key.ERASE, "\b", KeyMap.del());
        bindings.bind(Key.CLEAR, KeyMap.ctrl('U'));
        bindings.bind(Key.UP, "\033[A", "\033OA", KeyMap.ctrl('P'));
        bindings.bind(Key.DOWN, "\033[B", "\033OB", KeyMap.ctrl('N'), "\t");
        bindings.bind(Key.CHOOSE, "\r", "\n");
        bindings.bind(Key.CANCEL, KeyMap.esc(), KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        return bindings;
    }

    private void apply(Key key, String text, int offered) {
        switch (key) {
            case TYPED -> typed.append(text);
            case ERASE -> typed.setLength(Math.max(0, typed.length() - 1));
            case CLEAR -> typed.setLength(0);
            case UP -> marked = Math.floorMod(marked - 1, Math.max(1, offered));
            case DOWN -> marked = Math.floorMod(marked + 1, Math.max(1, offered));
            default -> {}
        }
        if (key != Key.UP && key != Key.DOWN) {
            marked = 0;
        }
    }

    private void draw() {
        Sized size = terminal.getSize();
        int width = Math.max(NARROWEST, size.getColumns());
        int height = Math.max(AROUND + FEWEST_ROWS, size.getRows());
        display.resize(Size.of(width, height));
        List<Entry> found = menu.matching(typed.toString());
        List<AttributedString> lines = new ArrayList<>();
        AttributedString question = line("Select source type: " + typed);
        lines.add(question);
        lines.add(dim("Type to search, arrows to move, Enter to choose, Esc to stop."));
        lines.addAll(visible(rows(found), height - AROUND));
        if (found.isEmpty()) {
            lines.add(line("  Nothing fits; a shorter word may."));
        } else {
            lines.add(line(""));
            about(found.get(marked).spec(), width).forEach(text -> lines.add(dim(text)));
        }
        display.update(
                lines.stream().map(text -> text.columnSubSequence(0, width - 1)).toList(),
                Math.min(question.columnLength(), width - 1));
    }

    /** The entries; under their categories as long as nothing is searched for. */
    private List<AttributedString> rows(List<Entry> found) {
        List<AttributedString> rows = new ArrayList<>();
        String category = "";
        for (int i = 0; i < found.size(); i++) {
            Entry entry = found.get(i);
            boolean heading = typed.isEmpty() && !entry.spec().category().equals(category);
            category = entry.spec().category();
            if (heading) {
                rows.add(line("  " + category));
            }
            rows.add(i == marked ? bold("> " + entry.label()) : line("  " + entry.label()));
        }
        return rows;
    }

    /** As many rows as fit, the marked one among them. */
    private List<AttributedString> visible(List<AttributedString> rows, int most) {
        int at = 0;
        while (at < rows.size() && !rows.get(at).toString().startsWith(">")) {
            at++;
        }
        int first = Math.max(0, Math.min(at - most / 2, rows.size() - most));
        return rows.subList(first, Math.min(rows.size(), first + most));
    }

    private static List<String> about(SourceSpec spec, int width) {
        return Paragraph.lines(spec.description(), width - INDENT.length()).stream()
                .limit(MOST_ABOUT)
                .map(INDENT::concat)
                .toList();
    }

    private static AttributedString line(String text) {
        return new AttributedString(text);
    }

    private static AttributedString bold(String text) {
        return styled(text, AttributedStyle.BOLD);
    }

    private static AttributedString dim(String text) {
        return styled(text, AttributedStyle.DEFAULT.faint());
    }

    private static AttributedString styled(String text, AttributedStyle style) {
        return new AttributedStringBuilder().styled(style, text).toAttributedString();
    }
}
