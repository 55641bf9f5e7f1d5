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
        int code = new Cli(host).run(args);
        host.out().flush();
        host.err().flush();
        System.exit(code);
    }
}
