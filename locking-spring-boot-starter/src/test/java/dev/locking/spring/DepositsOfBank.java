package dev.locking.spring;

class DepositsOfBank implements Deposits {

    private final Bank bank;

    DepositsOfBank(Bank bank) {
        this.bank = bank;
    }

    @Override
    public void deposit() {
        bank.deposit();
    }
}
