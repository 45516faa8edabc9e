package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.dialect.DB2zDialect;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.HANADialect;
import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgresPlusDialect;
import org.hibernate.dialect.SpannerDialect;
import org.hibernate.dialect.SpannerPostgreSQLDialect;
import org.hibernate.dialect.SybaseASEDialect;
import org.junit.jupiter.api.Test;

class DatabaseProductTest {

    @Test
    void derivedDialectsAreForTheirDatabase() {
        assertThat(DatabaseProduct.of(DB2zDialect.class)).isEqualTo(DatabaseProduct.DB2);
        assertThat(DatabaseProduct.of(PostgresPlusDialect.class)).isEqualTo(DatabaseProduct.POSTGRESQL);
        assertThat(DatabaseProduct.of(DialectOfTheApplication.class)).isEqualTo(DatabaseProduct.H2);
        assertThat(DatabaseProduct.of(new H2Dialect() {}.getClass())).isEqualTo(DatabaseProduct.H2);
    }

    @Test
    void aDatabaseIsNotMistakenForTheOneThatItsDialectIsDerivedFrom() {
        assertThat(DatabaseProduct.of(MySQLDialect.class)).isEqualTo(DatabaseProduct.MYSQL);
        assertThat(DatabaseProduct.of(MariaDBDialect.class)).isEqualTo(DatabaseProduct.MARIADB);
        assertThat(DatabaseProduct.of(SpannerPostgreSQLDialect.class)).isEqualTo(DatabaseProduct.SPANNER);
        assertThat(DatabaseProduct.of(SpannerDialect.class)).isEqualTo(DatabaseProduct.SPANNER);
    }

    @Test
    void communityDialectsAreRecognizedByTheirNames() {
        assertThat(DatabaseProduct.of(OracleLegacyDialect.class)).isEqualTo(DatabaseProduct.ORACLE);
    }

    @Test
    void othersHaveNoRowsOfTheirOwn() {
        assertThat(DatabaseProduct.of(HANADialect.class)).isEqualTo(DatabaseProduct.ANY);
        assertThat(DatabaseProduct.of(SybaseASEDialect.class)).isEqualTo(DatabaseProduct.ANY);
        assertThat(DatabaseProduct.of(Dialect.class)).isEqualTo(DatabaseProduct.ANY);
    }

    private abstract static class DialectOfTheApplication extends H2Dialect {}

    private abstract static class OracleLegacyDialect extends HANADialect {}

    @Test
    void whatIsNoDialectAtAllIsForAnyDatabase() {
        assertThat(DatabaseProduct.of(String.class)).isEqualTo(DatabaseProduct.ANY);
    }
}
