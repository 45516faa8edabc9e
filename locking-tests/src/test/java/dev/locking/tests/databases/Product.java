package dev.locking.tests.databases;

/** A database product and the two ways to start it. */
interface Product {

    String name();

    /** The container image that tests use, unless {@code LOCKING_TEST_..._IMAGE} names another one. */
    String image();

    Server inContainer(String image);

    Server fromBinaries() throws Exception;
}
