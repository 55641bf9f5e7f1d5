package dev.dango.cli;

/** Where the process starts. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Host host = Host.ofProcess();
        ExitGuard guard = ExitGuard.install(host.err());
        // what a connector prints must not come between the lines of the result
        System.setOut(host.err());
        int code = new Cli(host).run(args);
        host.out().flush();
        host.err().flush();
        guard.finished();
        System.exit(code);
    }
}
