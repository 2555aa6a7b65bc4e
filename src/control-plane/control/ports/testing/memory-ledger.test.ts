import { describeLeases } from './leases-behaviour.ts';
import { describeLedger } from './ledger-behaviour.ts';
import { memoryLeases } from './memory-leases.ts';
import { memoryLedger } from './memory-ledger.ts';

describeLedger('in memory', async () => {
  let nowMs = 0;
  return {
    ledger: memoryLedger({ now: () => nowMs }),
    setNow: (now) => {
      nowMs = now;
    },
    close: async () => undefined,
  };
});

describeLeases('in memory', async () => {
  let nowMs = 0;
  return {
    leases: memoryLeases({ now: () => nowMs }),
    setNow: (now) => {
      nowMs = now;
    },
    close: async () => undefined,
  };
});
