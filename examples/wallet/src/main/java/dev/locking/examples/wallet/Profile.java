package dev.locking.examples.wallet;

import dev.locking.ShownInReports;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** What people say of a wallet. A conflict report may show the nickname; who reads it is not to read the phone number. */
@Entity
@Table(name = "wallet_example_profile")
class Profile {

    @Id
    private long walletId;

    @Version
    private long version;

    @ShownInReports
    private String nickname = "";

    private String phone = "";

    protected Profile() {}

    Profile(long walletId, String nickname, String phone) {
        this.walletId = walletId;
        this.nickname = nickname;
        this.phone = phone;
    }

    String nickname() {
        return nickname;
    }

    void rename(String to) {
        nickname = to;
    }

    String phone() {
        return phone;
    }

    void answerAt(String number) {
        phone = number;
    }
}
