package dev.dango.connectors.csv;

import dev.dango.spi.Source;
import java.util.Map;

class LocalFilesSourceTest extends FilesContract {

    @Override
    protected Source source() {
        return new LocalFilesSource();
    }

    @Override
    Map<String, String> files() {
        return Map.of(
                "a.csv", "id,name\n1,Ada\n2,Grace\n",
                "b.json", "[{\"id\": 3, \"name\": \"Edsger\"}]",
                "c.ndjson", "{\"id\": 4, \"name\": \"Barbara\"}\n");
    }

    @Override
    Map.Entry<String, String> another() {
        return Map.entry("d.jsonl", "{\"id\": 5, \"name\": \"Donald\"}\n");
    }
}
