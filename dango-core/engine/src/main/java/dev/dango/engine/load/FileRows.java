package dev.dango.engine.load;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The rows of one or more files, as a table in SQL. */
interface FileRows {

    /** Which file a row comes from, by its path; present when there are several. */
    String FILE_COLUMN = "_dango_scanned";

    /** The files, at least one. */
    List<StagedFile> files();

    /** The table. */
    String sql();

    /** Names and types of the columns that the files bring. */
    Map<String, String> describe(Session session) throws SQLException;
}
