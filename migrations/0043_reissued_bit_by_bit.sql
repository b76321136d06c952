-- expand
-- What came back bit by bit is issued anew bit by bit, under the lock of the payment that came back.
DROP INDEX CONCURRENTLY IF EXISTS "payment_reissued";
