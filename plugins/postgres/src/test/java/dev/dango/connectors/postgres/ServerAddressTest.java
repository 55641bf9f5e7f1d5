package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    private static final ServerAddress SHOP =
            new ServerAddress(
                    "db.example.com:6543", "shop", "ada", "p@ss", Map.of("sslmode", "require"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:p%40ss@db.example.com:6543/shop?sslmode=require",
                "postgres://ada:p%40ss@db.example.com:6543/shop?sslmode=require",
                "postgresql+psycopg2://ada:p%40ss@db.example.com:6543/shop?sslmode=require",
                " postgresql://ada:p%40ss@db.example.com:6543/shop?sslmode=require\n",
                "jdbc:postgresql://db.example.com:6543/shop?user=ada&password=p%40ss&sslmode=require"
            })
    void readsEverySpelling(String url) {
        assertThat(ServerAddress.parse(url)).isEqualTo(SHOP);
    }

    @Test
    void takesSpecialCharactersOfAPasswordRawAndEncoded() {
        assertThat(ServerAddress.parse("postgresql://a%20b:x/y:z@1+2%25%@h/d").password())
                .isEqualTo("x/y:z@1+2%%");
        assertThat(ServerAddress.parse("postgresql://a%20b:%C3%A4@h/d").user()).isEqualTo("a b");
        assertThat(ServerAddress.parse("postgresql://a:%C3%A4@h/d").password()).isEqualTo("ä");
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(ServerAddress.parse("postgresql:///"))
                .isEqualTo(new ServerAddress("", "", "", "", Map.of()));
        assertThat(ServerAddress.parse("postgresql://h").jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/");
        assertThat(ServerAddress.parse("postgresql://[::1]:5433,b:1/my%20db").jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:5433,b:1/my%20db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "mysql://ada:s3cret@h/d",
                "host=h password=s3cret",
                "postgresql://ada:s3cret@%2Fvar%2Frun/d"
            })
    void refusesWhatIsNoUrlWithoutShowingIt(String url) {
        assertThatThrownBy(() -> ServerAddress.parse(url))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessage("The credentials are not a PostgreSQL URL.");
    }

    @Test
    void showsNoPassword() {
        assertThat(SHOP).hasToString("db.example.com:6543/shop");
    }
}
