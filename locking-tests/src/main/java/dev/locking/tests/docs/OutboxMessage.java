package dev.locking.tests.docs;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
class OutboxMessage {

    @Id
    @GeneratedValue
    long id;

    String text = "";

    OutboxMessage() {}

    OutboxMessage(String text) {
        this.text = text;
    }
}
