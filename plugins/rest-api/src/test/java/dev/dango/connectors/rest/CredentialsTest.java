package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.testkit.Call;
import dev.dango.testkit.Reply;
import dev.dango.testkit.TestProject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to be let in, in both spellings; no secret is shown. */
class CredentialsTest extends RestTesting {

    @BeforeEach
    void answer() {
        api.get("/items", call -> Reply.json(List.of(Map.of("id", 1))));
    }

    private Call sentWith(String connection) throws Exception {
        TestProject project = project("{" + connection + ", resources: [items]}");
        Files.writeString(
                project.project().root().resolve(".env"),
                "KEY=s3cret-one\nID=my-id\nTENANT=acme\n");
        sync(project);
        assertThat(project.said()).noneMatch(text -> text.contains("s3cret-one"));
        return api.requests("/items").get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_type: bearer, auth_token_env: KEY | Authorization | Bearer s3cret-one",
                "auth_token_env: KEY | Authorization | Bearer s3cret-one",
                "auth_type: api_key, auth_token_env: KEY, api_key_name: X-Key | X-Key | s3cret-one",
                "auth_type: api_key, auth_token_env: KEY | Authorization | s3cret-one",
                "auth_type: api_key, auth_token_env: KEY, api_key_name: k, api_key_location: cookie | Cookie | k=s3cret-one",
                "auth_type: custom_header, auth_token_env: KEY, auth_header_name: X-Auth | X-Auth | s3cret-one",
                "auth_type: basic, basic_username_env: ID, basic_password_env: KEY | Authorization | Basic bXktaWQ6czNjcmV0LW9uZQ==",
                "headers: {X-Tenant: 'pre-${TENANT}'} | X-Tenant | pre-acme",
            })
    void inTheOriginalsWords(String settings, String header, String value) throws Exception {
        assertThat(sentWith("base_url: BASE, " + settings).header(header)).contains(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{token_env: KEY} | Authorization | Bearer s3cret-one",
                "{type: bearer, token: '${KEY}'} | Authorization | Bearer s3cret-one",
                "{type: api_key, api_key_env: KEY} | Authorization | s3cret-one",
                "{type: api_key, api_key_env: KEY, name: X-Key, location: header} | X-Key | s3cret-one",
                "{type: http_basic, username: my-id, password_env: KEY} | Authorization | Basic bXktaWQ6czNjcmV0LW9uZQ==",
            })
    void inTheWordsOfDlt(String auth, String header, String value) throws Exception {
        Call call = sentWith("client: {base_url: BASE, headers: {X-A: b}, auth: " + auth + "}");

        assertThat(call.header(header)).contains(value);
        assertThat(call.header("X-A")).contains("b");
    }

    @ParameterizedTest
    @CsvSource({"query", "param"})
    void aKeyInTheQuery(String location) throws Exception {
        Call call =
                sentWith(
                        "client: {base_url: BASE, auth: {type: api_key, api_key_env: KEY, name: k,"
                                + " location: "
                                + location
                                + "}}");

        assertThat(call.query("k")).contains("s3cret-one");
    }

    @Test
    void oauthInBothSpellings() throws Exception {
        api.post("/token", call -> Reply.json(Map.of("access_token", "short-lived")));
        Call original =
                sentWith(
                        "base_url: BASE, auth_type: oauth2_client_credentials, access_token_url:"
                                + " BASE/token, client_id_env: ID, client_secret_env: KEY");
        assertThat(original.header("Authorization")).contains("Bearer short-lived");
        assertThat(api.requests("/token").get(0).body())
                .contains("grant_type=client_credentials", "client_id=my-id");
        api.clearRequests();

        Call dlt =
                sentWith(
                        "client: {base_url: BASE, auth: {type: oauth2_client_credentials,"
                                + " access_token_url: BASE/token, client_id: my-id,"
                                + " client_secret_env: KEY, access_token_request_data: {scope:"
                                + " read}, default_token_expiration: 60}}");
        assertThat(dlt.header("Authorization")).contains("Bearer short-lived");
        assertThat(api.requests("/token").get(0).body()).contains("scope=read");
    }

    @Test
    void nobodyIsLetInWithoutWhatIsNeeded() {
        assertThat(refusal("{base_url: BASE, auth_type: bearer, resources: [items]}"))
                .isEqualTo("auth_type is bearer, but auth_token is missing.");
        assertThat(
                        refusal(
                                "{base_url: BASE, auth_type: basic, basic_username: x, resources: [items]}"))
                .isEqualTo("auth_type is basic, but basic_password is missing.");
        assertThat(
                        refusal(
                                "{client: {base_url: BASE, auth: {type: api_key, token: x}},"
                                        + " resources: [items]}"))
                .isEqualTo("client.auth.type is api_key, but client.auth.api_key is missing.");
        assertThat(
                        refusal(
                                "{client: {base_url: BASE, auth: {token_env: NOT_SET}}, resources:"
                                        + " [items]}"))
                .contains("client.auth.token_env names the environment variable NOT_SET");
        assertThat(
                        refusal(
                                "{auth_type: none, client: {base_url: BASE, auth: {token: x}},"
                                        + " resources: [items]}"))
                .isEqualTo("auth_type and client.auth exclude each other.");
    }
}
