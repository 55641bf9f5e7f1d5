package dev.dango.benchmark.race;

import com.sun.management.OperatingSystemMXBean;
import dev.dango.benchmark.task.Task;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process of a {@link WorkerContender}: a line with a number in, a line with a cost out. */
public final class Worker {

    /** Begins each line that tells a cost. */
    static final String ANSWER = "cost ";

    private Worker() {}

    /**
     * Runs rounds until there are no more orders.
     *
     * @param args the class of the task and its arguments
     * @throws Exception if the task failed
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        List<String> arguments = List.of(args).subList(1, args.length);
        try (Task task =
                Class.forName(args[0])
                        .asSubclass(Task.class)
                        .getConstructor(List.class)
                        .newInstance(arguments)) {
            BufferedReader orders =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(round(task, Integer.parseInt(order)));
            }
        }
    }

    private static String round(Task task, int number) throws Exception {
        task.prepare(number);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long started = System.nanoTime();
        task.run(number);
        double wall = (System.nanoTime() - started) / 1e9;
        double used = (system.getProcessCpuTime() - cpu) / 1e9;
        return ANSWER + wall + " " + used + " " + Meter.peakOf(ProcessHandle.current().pid());
    }
}
