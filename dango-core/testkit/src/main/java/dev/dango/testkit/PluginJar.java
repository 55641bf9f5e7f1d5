package dev.dango.testkit;

import dev.dango.spi.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Builds a plugin jar from Java source text, as a connector's own build would, right or wrong as a
 * test needs it. Needs a JDK; compiles against the test's class path. Not thread-safe.
 *
 * <pre>{@code
 * Path jar = PluginJar.named("hello").types("hello").source(code).writeTo(folder);
 * }</pre>
 */
public final class PluginJar {

    private static final String SERVICE_FILE = "META-INF/services/" + Source.class.getName();
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|interface|record|enum)\\s+(\\w+)");

    private final String id;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> code = new LinkedHashMap<>();
    private final List<String> providers = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private String fileName;
    private String version = "1.0.0";

    private PluginJar(String id) {
        this.id = id;
        this.fileName = id + ".jar";
        header("Plugin-Requires", ">=" + Source.SPI_VERSION);
    }

    /**
     * Starts a jar with a proper manifest: this id, version 1.0.0, made for this SPI.
     *
     * @param id the plugin's id, and the name of the file unless {@link #file} changes it
     * @return never null
     */
    public static PluginJar named(String id) {
        return new PluginJar(id);
    }

    /**
     * Names the file.
     *
     * @param name with its ending
     * @return this
     */
    public PluginJar file(String name) {
        fileName = name;
        return this;
    }

    /**
     * Sets the plugin's version.
     *
     * @param newVersion any text
     * @return this
     */
    public PluginJar version(String newVersion) {
        version = newVersion;
        return this;
    }

    /**
     * Declares source types in the manifest.
     *
     * @param types what users write after {@code type:}
     * @return this
     */
    public PluginJar types(String... types) {
        return header("Dango-Sources", String.join(",", types));
    }

    /**
     * Sets a line of the manifest.
     *
     * @param name such as {@code Plugin-Requires}
     * @param value its value
     * @return this
     */
    public PluginJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Adds a source: compiles it and names it in the service file.
     *
     * @param java one compilation unit
     * @return this
     */
    public PluginJar source(String java) {
        code(java);
        return provider(className(java));
    }

    /**
     * Adds another class, which the service file does not name.
     *
     * @param java one compilation unit
     * @return this
     */
    public PluginJar code(String java) {
        code.put(className(java), java);
        return this;
    }

    /**
     * Adds a line to the service file.
     *
     * @param className a class, which need not exist
     * @return this
     */
    public PluginJar provider(String className) {
        providers.add(className);
        return this;
    }

    /**
     * Adds a file as it is, after everything else; replaces a compiled class of that name.
     *
     * @param path where in the jar
     * @param content its bytes
     * @return this
     */
    public PluginJar entry(String path, byte[] content) {
        entries.put(path, content.clone());
        return this;
    }

    /**
     * The class files of the source text given so far, for taking them apart.
     *
     * @return path in the jar to bytes
     * @throws AssertionError if the source text does not compile
     */
    public Map<String, byte[]> classes() {
        return code.isEmpty() ? Map.of() : compile();
    }

    /**
     * Writes the jar.
     *
     * @param folder where to; made if it is not there
     * @return the jar
     * @throws AssertionError if the source text does not compile
     */
    public Path writeTo(Path folder) {
        Map<String, byte[]> content = new LinkedHashMap<>(classes());
        if (!providers.isEmpty()) {
            content.put(
                    SERVICE_FILE, String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
        }
        content.putAll(entries);
        Path jar = folder.resolve(fileName);
        try {
            Files.createDirectories(folder);
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file, manifest())) {
                for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                    out.putNextEntry(new JarEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", id);
        attributes.putValue("Plugin-Version", version);
        headers.forEach(attributes::putValue);
        return manifest;
    }

    private static String className(String java) {
        Matcher type = TYPE.matcher(java);
        if (!type.find()) {
            throw new IllegalArgumentException("no class in: " + java);
        }
        Matcher inPackage = PACKAGE.matcher(java);
        return inPackage.find() ? inPackage.group(1) + "." + type.group(1) : type.group(1);
    }

    private Map<String, byte[]> compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new AssertionError("PluginJar needs a JDK, and this is a JRE");
        }
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<SourceText> units = code.entrySet().stream().map(SourceText::new).toList();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8);
                InMemoryOutput output = new InMemoryOutput(files)) {
            List<String> options = List.of("-proc:none", "--release", "17");
            if (!compiler.getTask(null, output, problems, options, null, units).call()) {
                throw new AssertionError("the plugin's code does not compile: " + errors(problems));
            }
            return output.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> errors(DiagnosticCollector<JavaFileObject> problems) {
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    /** A compilation unit held in memory. */
    private static final class SourceText extends SimpleJavaFileObject {

        private final String text;

        SourceText(Map.Entry<String, String> unit) {
            super(URI.create("text:///" + unit.getKey().replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = unit.getValue();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps the compiler's class files in memory. */
    private static final class InMemoryOutput extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

        InMemoryOutput(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            String path = name.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("text:///" + path), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(path, p -> new ByteArrayOutputStream());
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            written.forEach((path, bytes) -> classes.put(path, bytes.toByteArray()));
            return classes;
        }
    }
}
