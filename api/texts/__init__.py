"""Every sentence that people read, in Danish or English: messages, dates, numbers, money."""
