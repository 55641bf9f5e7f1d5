package dev.dango.connectors.salesforce;

import dev.dango.http.Auth;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs in by name, password and security token alone, without an app: by the SOAP API's login(),
 * as the original did. The session is taken by the other APIs as a bearer token. Thread-safe.
 *
 * <p>See https://developer.salesforce.com/docs/platform/api/guide/sforce-api-calls-login.html
 */
final class PasswordLogin implements Auth {

    private static final String ENVELOPE =
            """
            <?xml version="1.0" encoding="utf-8"?>
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
              <s:Body>
                <login xmlns="urn:partner.soap.sforce.com">
                  <username>%s</username>
                  <password>%s</password>
                </login>
              </s:Body>
            </s:Envelope>
            """;

    private final HttpClient client;
    private final Request request;
    private final SourceContext context;
    private Secret session;
    private String instance;

    PasswordLogin(String address, SalesforceSource.Config config, SourceContext context) {
        // a refusal has status 500: sent again it would lock the user out
        this.client =
                RestApi.at(address)
                        .defaults(any -> any.ignore(Match.status(500).containing(":Fault>")))
                        .client();
        this.context = context;
        this.request =
                client.post("/services/Soap/u/" + SalesforceSource.VERSION)
                        .header("SOAPAction", "login")
                        .text(
                                ENVELOPE.formatted(
                                        escaped(config.userName().orElseThrow()),
                                        escaped(password(config))),
                                "text/xml");
    }

    /** The security token is appended to the password. */
    static String password(SalesforceSource.Config config) {
        return config.password().orElseThrow().reveal()
                + config.securityToken().map(Secret::reveal).orElse("");
    }

    /** The address of the org. */
    synchronized String instance() {
        session();
        return instance;
    }

    @Override
    public Request sign(Request unsigned, Function<Request, Response> send) {
        return Auth.bearer(session()).sign(unsigned, send);
    }

    @Override
    public synchronized boolean renew() {
        session = null;
        return true;
    }

    private synchronized Secret session() {
        if (session == null) {
            String answer =
                    new String(client.send(request, context).body(), StandardCharsets.UTF_8);
            session = Secret.of(element(answer, "sessionId").orElseThrow(() -> refused(answer)));
            String server = element(answer, "serverUrl").orElseThrow(() -> refused(answer));
            instance = server.replaceFirst("/services/Soap/.*", "");
        }
        return session;
    }

    private static SourceException refused(String answer) {
        String why = element(answer, "faultstring").orElse("it did not say why");
        return SourceException.of(ErrorKind.AUTH, "Salesforce refused to let us in: " + why)
                .hint(
                        "Check user_name, password, security_token and domain. In newer orgs SOAP"
                                + " API login() must be enabled in Setup, User Interface; better"
                                + " give client_id and client_secret of an app.");
    }

    private static Optional<String> element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
