package dev.dango.connectors.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A query for rows of a table.
 *
 * @param sql with question marks for the parameters
 * @param parameters their values
 */
record RowQuery(String sql, List<Object> parameters) {

    /**
     * Prepares it.
     *
     * @param connection where it will run
     * @return to be closed by the caller
     * @throws SQLException if the server refuses
     */
    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
