package dev.dango.http;

import dev.dango.http.internal.OkHttpTransport;
import dev.dango.spi.Resource;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import java.util.List;

/**
 * A source that is nothing but a REST API: a subclass describes the API, and everything else is
 * done here. Stateless and thread-safe as every {@link Source}.
 */
public abstract class RestSource implements Source {

    /**
     * Describes the API under this configuration, with the user's selection of resources. Sends
     * nothing, unless {@link #planning} is overridden: a source whose tables are the account's own
     * asks here what there is.
     *
     * @param context gives the settings
     * @return never null
     * @throws Exception as {@link Source#resources} does
     */
    protected abstract RestApi api(SourceContext context) throws Exception;

    /**
     * {@inheritDoc}
     *
     * <p>They are the listings of {@link #api}.
     */
    @Override
    public List<Resource> resources(SourceContext context) throws Exception {
        RestApi api = api(context);
        context.closeAtEnd(OkHttpTransport::closeIdle);
        return api.resources(api.client());
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@link #api} sends nothing.
     */
    @Override
    public Planning planning() {
        return Planning.DECLARED;
    }

    /**
     * {@inheritDoc}
     *
     * <p>For {@code resources} they are the names of the listings.
     */
    @Override
    public List<String> choices(String setting, SourceContext context) throws Exception {
        return setting.equals("resources") ? api(context).names() : List.of();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Asks for the API's {@linkplain RestApi#probe probe}, or for the first page of the first
     * listing, and sees that the selected resources are on offer.
     */
    @Override
    public void check(SourceContext context) throws Exception {
        RestApi api = api(context);
        HttpClient client = api.client();
        List<Resource> resources = api.resources(client);
        if (api.probe().isPresent()) {
            client.send(client.get(api.probe().get()), context);
            return;
        }
        for (Resource resource : resources) {
            if (resource instanceof RestResource listing) {
                listing.probe(context);
                return;
            }
        }
    }
}
