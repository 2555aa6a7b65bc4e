drop table sluice.tokens;
