package dev.dango.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help is laid out: a command's own options first, those of every command last and apart. */
final class HelpLayout {

    private static final int WIDTH = 92;
    private static final int OPTION_WIDTH = 28;
    private static final String GLOBAL_OPTIONS = "globalOptions";

    private HelpLayout() {}

    /** Lays out the help of a command and all below it. */
    static void apply(CommandLine command) {
        command.setUsageHelpWidth(WIDTH);
        command.setUsageHelpLongOptionsMaxWidth(OPTION_WIDTH);
        command.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .synopsisHeading("%nUsage: ")
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%nArguments:%n")
                .commandListHeading("%nCommands:%n");
        command.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::ownOptions);
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                        help -> own(help).isEmpty() ? "" : help.optionListHeading());
        command.getHelpSectionMap().put(GLOBAL_OPTIONS, globalOptions());
        command.setHelpSectionKeys(withGlobalOptions(command.getHelpSectionKeys()));
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }

    private static List<String> withGlobalOptions(List<String> keys) {
        List<String> sections = new ArrayList<>(keys);
        sections.remove(GLOBAL_OPTIONS);
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), GLOBAL_OPTIONS);
        return sections;
    }

    private static IHelpSectionRenderer globalOptions() {
        return help -> {
            List<OptionSpec> options = options(help, HelpLayout::isGlobal);
            return help.createHeading("%nOptions of every command:%n")
                    + help.optionListExcludingGroups(options);
        };
    }

    private static String ownOptions(Help help) {
        return own(help).isEmpty()
                ? ""
                : help.optionListExcludingGroups(own(help)) + help.optionListGroupSections();
    }

    private static List<OptionSpec> own(Help help) {
        return options(help, option -> !isGlobal(option));
    }

    private static boolean isGlobal(OptionSpec option) {
        return option.scopeType() == CommandLine.ScopeType.INHERIT;
    }

    private static List<OptionSpec> options(Help help, Predicate<OptionSpec> which) {
        return help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .filter(which)
                .toList();
    }
}
