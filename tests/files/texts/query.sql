SELECT * FROM payments
WHERE amount > 500;
