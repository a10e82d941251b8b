"""Steps of money that goes back: owed and wanted, held, arrived, failed or sent again."""
