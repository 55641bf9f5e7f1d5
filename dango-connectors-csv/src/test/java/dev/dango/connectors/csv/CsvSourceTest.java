package dev.dango.connectors.csv;

import dev.dango.spi.Source;
import java.util.Map;

class CsvSourceTest extends FilesContract {

    @Override
    protected Source source() {
        return new CsvSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("directory", folder.resolve("files").toString(), "file_pattern", "**/*.csv");
    }

    @Override
    Map<String, String> files() {
        return Map.of(
                "a.csv", "id,name\n1,Ada\n2,Grace\n",
                "sub/b.csv", "id,name\n3,Edsger\n");
    }

    @Override
    Map.Entry<String, String> another() {
        return Map.entry("c.csv", "id,name\n4,Barbara\n");
    }
}
