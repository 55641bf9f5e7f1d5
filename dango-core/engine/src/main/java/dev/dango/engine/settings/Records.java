package dev.dango.engine.settings;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Makes records of connectors, whose constructors may have something to say. */
final class Records {

    private Records() {}

    /** What a component holds when there is no value: zero or false if it must be, else null. */
    static Object zero(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    /** A record, or null and a problem if its constructor refuses the values. */
    static Record construct(
            Class<? extends Record> type, List<Object> components, Problems problems, String path) {
        try {
            return constructor(type).newInstance(components.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SourceException refusal) {
                problems.error((where(path) + refusal.getMessage() + " " + refusal.hint()).strip());
                return null;
            }
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                problems.error(where(path) + refusal.getMessage());
                return null;
            }
            if (!problems.isEmpty()) {
                return null; // it stumbled over a gap, and the gap is already a problem
            }
            throw broken(type, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw broken(type, e);
        }
    }

    private static String where(String path) {
        return path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
    }

    private static Constructor<? extends Record> constructor(Class<? extends Record> type)
            throws NoSuchMethodException {
        Class<?>[] components =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        Constructor<? extends Record> constructor = type.getDeclaredConstructor(components);
        constructor.setAccessible(true);
        return constructor;
    }

    private static SourceException broken(Class<?> type, Throwable cause) {
        return SourceException.of(
                        ErrorKind.INTERNAL, "The settings record " + type.getName() + " is broken.")
                .causedBy(cause);
    }
}
