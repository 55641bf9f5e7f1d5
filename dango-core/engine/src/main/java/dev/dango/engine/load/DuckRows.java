package dev.dango.engine.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The table function by which staged rows reach DuckDB: {@code dango_rows('7')} reads the stream
 * that is registered as 7. There is one function for all streams since DuckDB keeps the first
 * function registered under a name, for all connections, and ignores later ones.
 */
final class DuckRows {

    private static final String FUNCTION = "dango_rows";
    private static final Map<String, RowStream> STREAMS = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private DuckRows() {}

    /** Makes the function known to a database; once per database. */
    static void register(Connection connection) throws SQLException {
        DuckDBFunctions.tableFunction()
                .withName(FUNCTION)
                .withParameter(DuckDBColumnType.VARCHAR)
                .withFunction(new Function())
                .register(connection);
    }

    /** Work with a stream in SQL. */
    interface Work<T> {
        T with(String tableExpression) throws SQLException;
    }

    /** Runs statements that read the stream, once, as this table expression. */
    static <T> T reading(RowStream stream, Work<T> work) throws SQLException {
        String key = Long.toString(NEXT.incrementAndGet());
        STREAMS.put(key, stream);
        try {
            return work.with(FUNCTION + "('" + key + "')");
        } finally {
            STREAMS.remove(key);
        }
    }

    private static final class Function
            implements DuckDBTableFunction<RowStream, RowStream, Object> {

        @Override
        public RowStream bind(DuckDBTableFunctionBindInfo info) throws Exception {
            String key;
            try (var parameter = info.getParameter(0)) {
                key = parameter.getString();
            }
            RowStream stream = STREAMS.get(key);
            stream.columns()
                    .forEach(
                            column ->
                                    info.addResultColumn(column.name(), RowStream.carrier(column)));
            info.addResultColumn(RowStream.SEQUENCE, DuckDBColumnType.BIGINT);
            return stream;
        }

        @Override
        public RowStream init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return info.getBindData();
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
                throws Exception {
            RowStream stream = info.getInitData();
            return stream.fill(chunk);
        }
    }
}
