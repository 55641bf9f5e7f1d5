package dev.dango.benchmark.race;

import dev.dango.benchmark.task.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JVM that does a task whenever told to, and so is warm after the first round. */
public final class WorkerContender implements Contender {

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private WorkerContender(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a JVM.
     *
     * @param name what it is called
     * @param task what it does
     * @param arguments for the task
     * @param jvmOptions besides those of all JVMs here
     * @return to be closed
     */
    public static WorkerContender start(
            String name,
            Class<? extends Task> task,
            List<String> arguments,
            List<String> jvmOptions) {
        List<String> command = new ArrayList<>(Jvm.command());
        command.addAll(jvmOptions);
        command.add(Worker.class.getName());
        command.add(task.getName());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new WorkerContender(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Cost round(int number) throws IOException {
        orders.write(number + "\n");
        orders.flush();
        String answer = answers.readLine();
        while (answer != null && !answer.startsWith(Worker.ANSWER)) {
            // the JVM itself says something, such as that it is being recorded
            answer = answers.readLine();
        }
        if (answer == null) {
            throw new IOException(name + " ended early; see above");
        }
        String[] parts = answer.substring(Worker.ANSWER.length()).split(" ", -1);
        return new Cost(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Long.parseLong(parts[2]));
    }

    @Override
    public void close() {
        // it ends when its orders do, and cleans up after itself
        try {
            orders.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
