package dev.dango.connectors.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A Kafka cluster of one broker for integration tests: the real thing, without ZooKeeper, in a Java
 * process of its own on free ports of the loopback interface.
 *
 * <p>The class path of the test must hold {@code org.apache.kafka:kafka_2.13}. Users who come
 * through {@link #bootstrapServers()} may do everything; {@link #saslBootstrapServers()} asks for
 * {@link #USER} and {@link #PASSWORD}, by SASL_PLAINTEXT and PLAIN.
 */
public final class KafkaBroker implements AutoCloseable {

    /** The one user of the listener that asks for credentials. */
    public static final String USER = "reader";

    /** That user's password. */
    public static final String PASSWORD = "over-the-moon";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Another process may take a free port before the broker does. */
    private static final int START_ATTEMPTS = 3;

    private final Process process;
    private final String bootstrapServers;
    private final String saslBootstrapServers;
    private final Admin admin;

    private KafkaBroker(
            Process process, String bootstrapServers, String saslBootstrapServers, Admin admin) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
        this.saslBootstrapServers = saslBootstrapServers;
        this.admin = admin;
    }

    /**
     * Starts a broker and returns when it answers.
     *
     * @param folder an empty folder for its files and its log, {@code broker.log}
     * @return a broker to be closed
     * @throws IllegalStateException if it does not start; the message ends with its log
     */
    public static KafkaBroker start(Path folder) {
        for (int attempt = 1; ; attempt++) {
            Path log = folder.resolve("broker.log");
            try {
                return start(Files.createTempDirectory(folder, "broker"), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (IllegalStateException e) {
                if (attempt == START_ATTEMPTS || !e.getMessage().contains("BindException")) {
                    throw e;
                }
            }
        }
    }

    private static KafkaBroker start(Path data, Path log) throws IOException {
        int[] ports = freePorts(3);
        String open = "127.0.0.1:" + ports[0];
        String sasl = "127.0.0.1:" + ports[1];
        Path properties = data.resolve("server.properties");
        Files.writeString(properties, serverProperties(data, open, sasl, ports[2]));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KafkaBroker.class.getName(),
                                properties.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Admin admin =
                Admin.create(
                        Map.of(
                                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                open,
                                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                "100"));
        KafkaBroker broker = new KafkaBroker(process, open, sasl, admin);
        try {
            broker.awaitReady(log);
            return broker;
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /**
     * What the broker's process runs.
     *
     * @param args the path of {@code server.properties}
     */
    public static void main(String[] args) {
        int failed =
                StorageTool.execute(
                        new String[] {
                            "format",
                            "--cluster-id",
                            Uuid.randomUuid().toString(),
                            "--config",
                            args[0]
                        },
                        System.out);
        if (failed != 0) {
            throw new IllegalStateException("the storage could not be formatted");
        }
        endWithParent();
        Kafka.main(args);
    }

    /** The standard input ends when the test's process does, however that ends. */
    private static void endWithParent() {
        Thread watch =
                new Thread(
                        () -> {
                            try {
                                System.in.transferTo(OutputStream.nullOutputStream());
                            } catch (IOException e) {
                                System.err.println("the test has gone: " + e);
                            }
                            Runtime.getRuntime().halt(0);
                        },
                        "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static String serverProperties(Path data, String open, String sasl, int controller) {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=OPEN://%s,SASL://%s,CONTROLLER://127.0.0.1:%d"
                        .formatted(open, sasl, controller),
                "advertised.listeners=OPEN://%s,SASL://%s".formatted(open, sasl),
                "listener.security.protocol.map="
                        + "OPEN:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=OPEN",
                "sasl.enabled.mechanisms=PLAIN",
                "listener.name.sasl.plain.sasl.jaas.config="
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " user_%s=\"%s\";".formatted(USER, PASSWORD),
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:ANONYMOUS",
                "allow.everyone.if.no.acl.found=true",
                "auto.create.topics.enable=true",
                "log.dirs=" + propertyValue(data.resolve("log").toString()),
                "offsets.topic.num.partitions=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "log.cleaner.backoff.ms=100",
                "log.cleaner.dedupe.buffer.size=4194304",
                "");
    }

    private static String propertyValue(String text) {
        return text.replace("\\", "\\\\");
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ports[i] = sockets[i].getLocalPort();
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private void awaitReady(Path log) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                // Not yet. Each question waits by itself, so this does not spin.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IllegalStateException("Kafka does not start:\n" + Files.readString(log));
    }

    /**
     * Where clients connect that need no credentials.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Where clients connect with SASL_PLAINTEXT and PLAIN.
     *
     * @return host and port
     */
    public String saslBootstrapServers() {
        return saslBootstrapServers;
    }

    /**
     * A client that may change everything.
     *
     * @return not to be closed by the caller
     */
    public Admin admin() {
        return admin;
    }

    /**
     * Creates a topic and returns when it can be used.
     *
     * @param name of the topic
     * @param partitions how many
     */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic and returns when it can be used.
     *
     * @param name of the topic
     * @param partitions how many
     * @param settings of the topic, by Kafka's names
     */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(new HashMap<>(settings));
        get(admin.createTopics(List.of(topic)).all());
        awaitLeaders(name, partitions);
    }

    /**
     * Adds partitions to a topic and returns when they can be used.
     *
     * @param topic its name
     * @param total how many it then has
     */
    public void addPartitions(String topic, int total) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
        awaitLeaders(topic, total);
    }

    /** A producer that writes before there is a leader may wait until its messages expire. */
    private void awaitLeaders(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                get(admin.listOffsets(all).all());
                return;
            } catch (IllegalStateException e) {
                // the topic is there, but not yet known to whoever answers
                boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknown || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops the broker at once. Its files stay. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
        process.destroyForcibly();
        process.onExit().join();
    }
}
