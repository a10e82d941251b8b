"""What is true of money: cents, fees, payments, deposits and the ledger."""
