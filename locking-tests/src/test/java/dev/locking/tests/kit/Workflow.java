package dev.locking.tests.kit;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import dev.locking.ShownInReports;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;

/** A process instance, as engines of workflows keep it, with what belongs to it in rows of their own. */
@Entity(name = "Workflow")
class Workflow {

    @Id
    long id;

    @Version
    long version;

    String status = "running";

    Workflow() {}

    Workflow(long id) {
        this.id = id;
    }

    /** One of its variables, with its name in it only once. */
    @Entity(name = "Variable")
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"workflowId", "name"}))
    static class Variable {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        @Version
        long version;

        long workflowId;

        String name = "";

        String content = "";

        @ShownInReports
        String editor = "nobody";

        Variable() {}

        Variable(long workflowId, String name, String content) {
            this.workflowId = workflowId;
            this.name = name;
            this.content = content;
        }
    }

    /** A line of what was written into variables. */
    @Entity(name = "VariableLine")
    static class Line {

        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        String content = "";

        Line() {}

        Line(String content) {
            this.content = content;
        }
    }

    /** The last state that a variable was seen in; whoever wrote it first may have been right. */
    @Entity(name = "History")
    @OnConflict(MergeRule.THEIRS)
    static class History {

        @Id
        long id;

        @Version
        long version;

        String last = "";

        History() {}

        History(long id) {
            this.id = id;
        }
    }

    /** The same, where that matters. */
    @Entity(name = "StrictHistory")
    static class StrictHistory {

        @Id
        long id;

        @Version
        long version;

        String last = "";

        StrictHistory() {}

        StrictHistory(long id) {
            this.id = id;
        }
    }
}
