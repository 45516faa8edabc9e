package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Article.Comment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.Session;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** As long as nothing clashes, what an attempt changes is kept for reports and merges without a statement of its own. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class StatementsTest extends DoorKit {

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.put(JdbcSettings.STATEMENT_INSPECTOR, (StatementInspector) sql -> {
            sent.add(sql);
            return sql;
        });
        return Bank.with(settings, Article.class, Comment.class);
    }

    @BeforeEach
    void openArticles() {
        bank.inAnotherSession(session -> {
            for (long id = 1; id <= 3; id++) {
                session.persist(new Article(id));
            }
            return null;
        });
    }

    /** Reads, changes attributes of every kind, flushes in between, inserts and deletes. */
    private Article change(Session session) {
        Article article = session.find(Article.class, 1L);
        article.title = "changed";
        article.views += 1;
        article.size.width += 1;
        article.tags.add("new");
        session.flush();
        article.text = "changed again";
        Comment comment = new Comment();
        comment.article = article;
        session.persist(comment);
        session.find(Article.class, 2L).keywords.clear();
        session.find(Wallet.class, WALLET).balance += 50;
        session.remove(session.find(Wallet.class, 2L));
        return article;
    }

    private void changeBack(Session session) {
        Article article = session.find(Article.class, 1L);
        article.title = "title";
        article.text = "text";
        article.tags.remove("new");
        session.find(Article.class, 2L).keywords.add("k");
        session.persist(new Wallet(2, 100));
        session.createSelectionQuery("from Comment", Comment.class)
                .getResultList()
                .forEach(session::remove);
    }

    /** What is sent for the change, which is then taken back. */
    private List<String> statements(Callable<?> call) throws Exception {
        sent.clear();
        call.call();
        List<String> statements = new ArrayList<>(sent);
        bank.inAnotherSession(session -> {
            changeBack(session);
            return null;
        });
        return statements;
    }

    @Test
    void aCallWithoutConflictSendsWhatTheBareTransactionSends() throws Exception {
        for (int i = 0; i < 2; i++) {
            statements(() -> bank.inAnotherSession(this::change)); // gets keys for many
        }
        List<String> bare = statements(() -> bank.inAnotherSession(this::change));

        assertThat(bare).isNotEmpty();
        assertThat(statements(() -> door.call(() -> change(bank.currentSession()))))
                .as("to be run again")
                .isEqualTo(bare);
        assertThat(statements(() -> door.callReapplying(() -> change(bank.currentSession()))))
                .as("to be merged")
                .isEqualTo(bare);
    }
}
