package dev.dango.connectors.salesforce;

import dev.dango.http.Auth;
import dev.dango.http.OAuth2;
import dev.dango.http.RestApi;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.util.Map;

/**
 * Where an org is, and what lets in there. Salesforce says both when one signs in.
 *
 * @param auth signs requests
 * @param instance address of the org
 */
record Session(Auth auth, String instance) {

    static Session open(SalesforceSource.Config config, SourceContext context) {
        String address = config.address().replaceFirst("/+$", "");
        if (config.clientId().isEmpty()) {
            PasswordLogin login = new PasswordLogin(address, config, context);
            return new Session(login, login.instance());
        }
        OAuth2 granting = grant(address + "/services/oauth2/token", config, context);
        String instance =
                granting.granted("/instance_url", RestApi.at(address).client(), context)
                        .orElseThrow(() -> nowhere(address));
        return new Session(granting, instance);
    }

    private static OAuth2 grant(
            String tokenUrl, SalesforceSource.Config config, SourceContext context) {
        String client = config.clientId().orElseThrow();
        if (config.privateKey().isPresent()) {
            Map<String, String> claims =
                    Map.of(
                            "iss", client,
                            "sub", config.userName().orElseThrow(),
                            "aud", audience(config));
            return OAuth2.jwtBearer(tokenUrl, config.privateKey().get(), claims, context.clock());
        }
        Secret secret = config.clientSecret().orElseThrow();
        if (config.refreshToken().isPresent()) {
            return OAuth2.refreshToken(tokenUrl, client, secret, config.refreshToken().get());
        }
        OAuth2 byClient = OAuth2.clientCredentials(tokenUrl, client, secret);
        if (config.password().isEmpty()) {
            return byClient;
        }
        return byClient.field("grant_type", "password")
                .field("username", config.userName().orElseThrow())
                .field("password", PasswordLogin.password(config));
    }

    /** Which of the two login services an assertion is for: sandboxes have their own. */
    private static String audience(SalesforceSource.Config config) {
        boolean sandbox = config.domain().equals("test") || config.domain().contains(".sandbox");
        return sandbox ? "https://test.salesforce.com" : "https://login.salesforce.com";
    }

    private static SourceException nowhere(String address) {
        return SourceException.of(
                        ErrorKind.REMOTE, address + " let us in, but did not say where the org is.")
                .hint("Set domain to the org's own domain.");
    }
}
