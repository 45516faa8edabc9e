package dev.locking.examples.catalog;

/** On the database that the program brings. */
class H2Test extends ScenariosKit {

    @Override
    String[] database() {
        return new String[0];
    }
}
