package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Resource;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The read loop against a fake API. */
class RestResourceTest {

    private record NoSettings() {}

    private final FakeApi api = FakeApi.start();
    private final MemoryRun run =
            new MemoryRun(new NoSettings(), FixedClock.at("2026-03-01T12:00:00Z"));
    private final FakeListing items =
            new FakeListing(IntStream.rangeClosed(1, 25).mapToObj(i -> Map.of("id", i)).toList());

    @AfterEach
    void close() throws Exception {
        run.close();
        api.close();
    }

    private List<Integer> ids(Endpoint endpoint) throws Exception {
        RestApi rest = RestApi.at(api.url()).resource("items", endpoint);
        Resource resource = rest.resources(rest.client()).get(0);
        return run.read(resource).stream().map(row -> (Integer) row.get("id")).toList();
    }

    @Test
    void followsTheLastIdWhileThereIsMore() throws Exception {
        api.get("/items", items::afterId);
        Endpoint endpoint =
                Endpoint.get("/items")
                        .records("/data")
                        .query("limit", 10)
                        .paging(Paging.lastId("/id", "starting_after", "/has_more"));

        assertThat(ids(endpoint)).hasSize(25).doesNotHaveDuplicates();
        assertThat(api.requests("/items")).hasSize(3);
        assertThat(run.checkpoints()).isEqualTo(3);
    }
}
