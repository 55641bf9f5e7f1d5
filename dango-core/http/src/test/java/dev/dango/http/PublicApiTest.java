package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The toolkit is provided by Dango: what plugins see of it names no library that only we have. */
class PublicApiTest {

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Path classes =
                Path.of(RestApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/dango/http"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .<Class<?>>map(PublicApiTest::load)
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName("dev.dango.http." + file.substring(0, file.length() - 6));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    @Test
    void showsOnlyTheJdkAndItselfAndTheSpi() throws Exception {
        for (Class<?> type : publicTypes()) {
            Stream<Class<?>> ofMethods =
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> isSeen(method.getModifiers()))
                            .flatMap(PublicApiTest::signature);
            Stream<Class<?>> ofConstructors =
                    Arrays.stream(type.getDeclaredConstructors())
                            .filter(constructor -> isSeen(constructor.getModifiers()))
                            .map(Constructor::getParameterTypes)
                            .flatMap(Arrays::stream);
            assertThat(Stream.concat(ofMethods, ofConstructors))
                    .as(type.getName())
                    .allMatch(
                            seen ->
                                    seen.isPrimitive()
                                            || seen.isArray()
                                            || seen.getName()
                                                    .matches(
                                                            "java\\..*|dev\\.dango\\.(spi|http)\\.[A-Z].*"));
        }
    }

    private static Stream<Class<?>> signature(Method method) {
        return Stream.concat(
                Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()));
    }

    @Test
    void staysSmall() throws Exception {
        assertThat(publicTypes()).hasSizeBetween(10, 16);
    }
}
