"""Steps of refunds as we send them: held, arrived, failed or sent again."""
